using System.Runtime.InteropServices;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>
/// One program in one pseudo-terminal. Input, size and signals may come from any thread; reading and the end happen
/// on the pump's thread.
/// </summary>
internal sealed unsafe class UnixTerminalProcess : ITerminalProcess
{
    // More than the kernel keeps for one terminal: what a leader wrote before its end is within this.
    private const int MaxDrainBytes = 256 * 1024;

    private readonly TerminalPump _pump;
    private readonly PseudoTerminal _terminal;
    private readonly ITerminalSink _sink;
    private readonly TerminalInput _input;
    private readonly TerminalProcesses _processes;
    private long _printed;
    private bool _isOver;

    private UnixTerminalProcess(TerminalPump pump, PseudoTerminal terminal, ProcessIdentity identity, ITerminalSink sink)
    {
        _pump = pump;
        _terminal = terminal;
        _sink = sink;
        Identity = identity;
        Token = pump.NextToken();
        _processes = new TerminalProcesses(identity);
        _input = new TerminalInput(Write, wanted => _pump.Queue.WatchWritable(Token, Master, wanted), sink.OnInputTaken);
    }

    public ProcessIdentity Identity { get; }

    /// <summary>Names this process to the pump.</summary>
    public long Token { get; }

    public FileDescriptor Master => _terminal.Master;

    /// <summary>Starts <paramref name="spec"/>; <paramref name="sink"/> may be called before this returns.</summary>
    /// <exception cref="LaunchFailedException">The program, the folder or the terminal cannot be had.</exception>
    public static UnixTerminalProcess Start(LaunchSpec spec, ITerminalSink sink, TerminalPump pump)
    {
        var program = ProgramLookup.Find(spec);
        var terminal = PseudoTerminal.Open(spec.Size);
        var pid = 0;
        try
        {
            pid = PosixSpawn.Start(program, [spec.File, .. spec.Arguments], spec.Environment, spec.WorkingDirectory, terminal.Path);
            var identity = ProcessProbe.Identify(pid)
                ?? throw new LaunchFailedException($"'{spec.File}' was started but cannot be told apart from other processes: the process list (/proc) is not readable here, or this server was started with SIGCHLD ignored.");
            var process = new UnixTerminalProcess(pump, terminal, identity, sink);
            pump.Add(process);
            return process;
        }
        catch
        {
            // A pid that is no child of ours any more may already mean another process.
            if (pid > 1 && ChildExit.Peek(pid) != ChildExit.Unknown)
            {
                _ = Libc.Kill(-pid, UnixSignal.Kill);
                ChildExit.Reap(pid);
            }

            terminal.Dispose();
            throw;
        }
    }

    public bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        var isTaken = _input.TryWrite(bytes);
        _pump.ExpectAnswer();
        return isTaken;
    }

    public void Resize(TerminalSize size)
    {
        try
        {
            _terminal.Resize(size);
        }
        catch (ObjectDisposedException)
        {
            // The process ended meanwhile: there is nothing left that has a size.
        }
    }

    public bool Signal(TerminalSignal signal) => signal switch
    {
        TerminalSignal.Interrupt => Interrupt(),
        // A stopped process acts on the first two only once it continues.
        TerminalSignal.Terminate => _processes.Signal(UnixSignal.HangUp, UnixSignal.Terminate, UnixSignal.Continue),
        _ => _processes.Signal(UnixSignal.Kill),
    };

    /// <summary>Called once, after the exit was reported: hangs up what is left and lets the process id go.</summary>
    public ValueTask DisposeAsync()
    {
        _processes.Release();
        return ValueTask.CompletedTask;
    }

    /// <summary>Answers how many bytes were there.</summary>
    internal int Read(byte[] buffer)
    {
        if (!TryRead(buffer, out var count))
            _pump.Queue.StopReading(Master);
        return count;
    }

    internal void Flush() => _input.Flush();

    internal void TakeExit(byte[] buffer)
    {
        if (ChildExit.Peek(Identity.Pid) is not { } exit)
            return;
        if (exit == ChildExit.Unknown)
            _processes.LeaderWasReaped();

        // Grandchildren may go on writing for ever; only what was there when the leader ended is waited for.
        for (var drained = 0; drained < MaxDrainBytes && TryRead(buffer, out var count) && count > 0; drained += count)
        {
        }

        End(exit);
    }

    /// <summary>Gives up: the process can no longer be watched, so how it ends will not be known.</summary>
    internal void Abandon()
    {
        _processes.Signal(UnixSignal.Kill);
        End(ChildExit.Unknown);
    }

    private void End(TerminalExit exit)
    {
        if (_isOver)
            return;
        _isOver = true;
        _pump.Remove(this);
        _input.Close();
        _processes.SignalLeaderGroup(UnixSignal.HangUp, UnixSignal.Continue);
        _terminal.Dispose();
        _sink.OnExited(exit);
    }

    /// <summary>False when the terminal is hung up. A count of 0 means that nothing is there now.</summary>
    private bool TryRead(byte[] buffer, out int count)
    {
        fixed (byte* pointer = buffer)
            count = (int)Libc.Read(Master, pointer, buffer.Length);
        if (count > 0)
        {
            _sink.OnOutput(_printed, buffer.AsSpan(0, count));
            _printed += count;
            return true;
        }

        var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        count = 0;
        return error == UnixConstants.TryAgain || error == UnixConstants.Interrupted;
    }

    private int Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* pointer = bytes)
            return Math.Max(0, (int)Libc.Write(Master, pointer, bytes.Length));
    }

    private bool Interrupt()
    {
        _processes.Remember();
        try
        {
            // The kernel picks the group itself, so no number can go stale between asking and signalling.
            return Libc.GetForegroundGroup(Master) > 0
                ? Libc.Control(Master, UnixConstants.SignalForegroundGroup, UnixSignal.Interrupt) == 0
                : _processes.SignalLeaderGroup(UnixSignal.Interrupt);
        }
        catch (ObjectDisposedException)
        {
            // The terminal is hung up: nobody is in its foreground.
            return false;
        }
    }
}
