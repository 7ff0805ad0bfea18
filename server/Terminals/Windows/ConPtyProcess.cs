using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Terminals.Windows;

/// <summary>
/// One program in one pseudo-console: one thread reads it, one writes to it, one waits for its end, because the pipes
/// of a console only block. Not yet run on Windows.
/// </summary>
internal sealed class ConPtyProcess : ITerminalProcess
{
    private const int BufferBytes = 64 * 1024;

    private readonly PseudoConsole _console;
    private readonly ProcessJob _job;
    private readonly SafeProcessHandle _process;
    private readonly ITerminalSink _sink;
    private readonly TerminalInput _input;
    private readonly AutoResetEvent _hasInput = new(initialState: false);
    private readonly Thread _reader;
    private readonly Thread _writer;
    private readonly Thread _waiter;
    private long _printed;
    private volatile bool _isOver;

    private ConPtyProcess(PseudoConsole console, ProcessJob job, SafeProcessHandle process, ProcessIdentity identity, ITerminalSink sink)
    {
        _console = console;
        _job = job;
        _process = process;
        _sink = sink;
        Identity = identity;
        // Nothing is written on the caller's thread: the pipe would block it.
        _input = new TerminalInput(_ => 0, wanted => _ = wanted && _hasInput.Set(), sink.OnInputTaken);
        _reader = new Thread(Read) { IsBackground = true, Name = "terminal output" };
        _writer = new Thread(Write) { IsBackground = true, Name = "terminal input" };
        _waiter = new Thread(AwaitExit) { IsBackground = true, Name = "terminal exit" };
    }

    public ProcessIdentity Identity { get; }

    /// <summary>Starts <paramref name="spec"/>; <paramref name="sink"/> may be called before this returns.</summary>
    /// <exception cref="LaunchFailedException">The program, the folder or the terminal cannot be had.</exception>
    public static ConPtyProcess Start(LaunchSpec spec, ITerminalSink sink)
    {
        var program = ProgramLookup.Find(spec);
        var console = new PseudoConsole(spec.Size);
        ProcessJob? job = null;
        SafeProcessHandle? process = null;
        try
        {
            job = new ProcessJob();
            var information = console.StartSuspended(program, spec);
            process = new SafeProcessHandle(information.Process, ownsHandle: true);
            try
            {
                job.Add(information.Process);
                var identity = ProcessProbe.Identify(information.Pid)
                    ?? throw new LaunchFailedException($"'{spec.File}' was started but cannot be told apart from other processes.");
                var started = new ConPtyProcess(console, job, process, identity, sink);
                _ = Kernel32.ResumeThread(information.Thread);
                started._reader.Start();
                started._writer.Start();
                started._waiter.Start();
                return started;
            }
            finally
            {
                Kernel32.CloseHandle(information.Thread);
            }
        }
        catch
        {
            if (process is not null)
                Kernel32.TerminateProcess(process, 1);
            process?.Dispose();
            job?.Dispose();
            console.Dispose();
            throw;
        }
    }

    public bool TryWrite(ReadOnlyMemory<byte> bytes) => _input.TryWrite(bytes);

    public void Resize(TerminalSize size) => _console.Resize(size);

    public bool Signal(TerminalSignal signal)
    {
        if (_job.HasLiving() is false)
            return false;

        switch (signal)
        {
            case TerminalSignal.Interrupt:
                return _input.TryWrite(new byte[] { 3 });
            case TerminalSignal.Terminate:
                _console.HangUp();
                return true;
            default:
                _job.Kill();
                return true;
        }
    }

    /// <summary>Called once, after the exit was reported.</summary>
    public ValueTask DisposeAsync()
    {
        _waiter.Join();
        _writer.Join();
        _process.Dispose();
        _job.Dispose();
        _hasInput.Dispose();
        return ValueTask.CompletedTask;
    }

    private void AwaitExit()
    {
        _ = Kernel32.Wait(_process, Kernel32.Infinite);
        _isOver = true;
        _input.Close();
        _hasInput.Set();
        // Closing the console ends the pipe once everything written before has been read.
        _console.HangUp();
        _reader.Join();
        _console.Dispose();
        _sink.OnExited(new TerminalExit(Kernel32.GetExitCode(_process, out var code) ? unchecked((int)code) : null, Signal: null));
    }

    private void Read()
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (RandomAccess.Read(_console.Output, buffer, 0) is var count and > 0)
            {
                _sink.OnOutput(_printed, buffer.AsSpan(0, count));
                _printed += count;
            }
        }
        catch (IOException)
        {
            // A broken pipe is how the end of the console shows.
        }
    }

    private void Write()
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (!_isOver)
            {
                while (_input.Take(buffer) is var count and > 0)
                    RandomAccess.Write(_console.Input, buffer.AsSpan(0, count), 0);
                _hasInput.WaitOne();
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The console closed under a write: nobody is left to read it.
        }
    }
}
