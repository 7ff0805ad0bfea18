using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>
/// The terminal of one session through its life: its log is there before the process, so that it can be watched from
/// the first byte, and is kept in a spool file after it, so that an ended session costs no memory while nobody looks.
/// </summary>
internal sealed class SessionTerminal : IAsyncDisposable
{
    // Sessions start once; a resumed one will get the next number.
    private const string FirstEpoch = "1";
    private const int DetailBytes = 8 * 1024;
    private const int DetailLines = 10;

    private readonly string _sessionId;
    private readonly SessionSurroundings _surroundings;
    private readonly Action<SessionCommand> _report;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private TerminalLog? _log;
    private TerminalRemains? _remains;
    private TerminalExit? _exit;
    private TerminalSize _size;
    private object? _leader;
    private readonly MemoryStream _early = new();
    private Terminal? _process;
    private Task _watching = Task.CompletedTask;
    private volatile Task _stopping = Task.CompletedTask;

    public SessionTerminal(SessionState state, SessionSurroundings surroundings, Action<SessionCommand> report)
    {
        _sessionId = state.Id;
        _surroundings = surroundings;
        _report = report;
        _remains = state.Terminal;
        _exit = state.Exit is { } exit ? new TerminalExit(exit.Code, exit.Signal) : null;
        _size = _remains is null ? new(state.Launch.Columns, state.Launch.Rows) : new(_remains.Columns, _remains.Rows);
        if (PhaseTable.IsRunning(state.Phase)) _log = new TerminalLog(FirstEpoch);
    }

    /// <summary>Called after the size has changed, outside any lock; must not block.</summary>
    public event Action? Resized;

    /// <summary>What the terminal printed; read back from its spool file when nobody has looked since its end.</summary>
    public TerminalLog Log
    {
        get
        {
            lock (_lock) return _log ??= Restore();
        }
    }

    public TerminalSize Size
    {
        get
        {
            lock (_lock) return _size;
        }
    }

    /// <summary>The viewer whose size is in force; null until one has set it, and when that one has left.</summary>
    public object? Leader
    {
        get
        {
            lock (_lock) return _leader;
        }
    }

    /// <summary>Where the terminal stands; told without reading anything back.</summary>
    public TerminalInfo Info
    {
        get
        {
            lock (_lock)
                return new TerminalInfo(_log?.Epoch ?? _remains?.Epoch ?? FirstEpoch, _log?.End ?? _remains?.EndOffset ?? 0, _size.Columns, _size.Rows);
        }
    }

    /// <summary>Process id while a process runs.</summary>
    public int? Pid => _process is { Exited.IsCompleted: false } process ? process.Process.Pid : null;

    /// <summary>Starts the process, and reports what became of it.</summary>
    public void Start(SessionLaunch launch, AgentCommand command)
    {
        var environment = AgentEnvironment.ForSession(_surroundings.HostEnvironment, launch.Environment, _sessionId, launch.Cwd);
        try
        {
            lock (_lock)
            {
                var spec = new LaunchSpec(command.File, command.Arguments, launch.Cwd, environment, _size);
                _process = Terminal.Start(_sessionId, Log, spec, _surroundings.Holder);
                _process.TryWrite(_early.ToArray());
                _early.SetLength(0);
            }

            // The start is reported before anything that follows from it can be.
            _report(new ReportStarted(_process.Process.Pid));
            _watching = WatchAsync(_process);
        }
        catch (LaunchFailedException exception)
        {
            Abandon();
            _report(new ReportStartFailed(exception.Message));
        }
    }

    /// <summary>
    /// Accepts input; what comes before the process waits for it. False when the process is gone or too much waits
    /// already, then nothing was accepted.
    /// </summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            if (_process is not null) return _process.TryWrite(bytes);
            if (_log is not { IsComplete: false } || _early.Length + bytes.Length > TerminalInput.MaxPendingBytes) return false;
            _early.Write(bytes.Span);
            return true;
        }
    }

    /// <summary>Sets the size on behalf of <paramref name="leader"/>, who leads from now on.</summary>
    public void Resize(TerminalSize size, object leader)
    {
        lock (_lock)
        {
            _leader = leader;
            if (size == _size) return;
            _size = size;
            _process?.Resize(size);
        }

        Resized?.Invoke();
    }

    /// <summary>This viewer is gone: if it led, the next one that tells a size leads.</summary>
    public void Leave(object viewer)
    {
        lock (_lock)
            if (ReferenceEquals(_leader, viewer)) _leader = null;
    }

    /// <summary>Begins to end the process; its exit is reported like any other. A forced stop overtakes a gentle one.</summary>
    public void Stop(bool isForced, TimeSpan? grace)
    {
        if (_process is not { } process) return;
        var stopping = isForced
            ? process.KillAsync(_surroundings.Time, _closing.Token)
            : process.StopAsync(grace is { } total ? StopGrace.Within(total) : StopGrace.Default, _surroundings.Time, _closing.Token);
        _stopping = Task.WhenAll(_stopping, stopping);
    }

    /// <summary>There is and will be no process: viewers are told the end.</summary>
    public void Abandon()
    {
        TerminalLog? log;
        lock (_lock) log = _log;
        log?.Complete(new TerminalExit(null, null));
    }

    /// <summary>Lets go of what an ended terminal keeps in memory; the spool file has it.</summary>
    public void ReleaseMemory()
    {
        lock (_lock)
            if (_remains is not null) _log = null;
    }

    /// <summary>Removes what was kept of the terminal.</summary>
    public void Forget()
    {
        try
        {
            _surroundings.Spool.Delete(_sessionId);
        }
        catch (IOException exception)
        {
            // The session is gone from the list either way; a left-over file is only disk space.
            _surroundings.Logger.LogWarning(exception, "What session {Session} printed could not be removed", _sessionId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await Task.WhenAll(_stopping, _watching);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The host ends; what still runs is killed below.
        }

        if (_process is not null) await _process.DisposeAsync();
        _closing.Dispose();
    }

    private async Task WatchAsync(Terminal process)
    {
        var exit = await process.Exited.WaitAsync(_closing.Token);
        // A stop has done its work only when what the program started is gone too.
        await _stopping;
        var (start, output) = Log.ReadTail(TerminalLog.CapacityBytes);
        var remains = new TerminalRemains(Log.Epoch, start, start + output.Length, Size.Columns, Size.Rows);
        try
        {
            await _surroundings.Spool.SaveAsync(_sessionId, remains.Epoch, output, _closing.Token);
            lock (_lock)
            {
                _remains = remains;
                _exit = exit;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The terminal then stays in memory until the host ends.
            _surroundings.Logger.LogError(exception, "What session {Session} printed could not be stored", _sessionId);
        }

        _report(new ReportExited(exit, remains, LastLines(exit, output)));
    }

    // Only a failure needs an explanation.
    private static string? LastLines(TerminalExit exit, ReadOnlySpan<byte> output)
    {
        if (exit.Code == 0) return null;
        var text = PlainText.LastLines(output[Math.Max(0, output.Length - DetailBytes)..], DetailLines);
        return text.Length == 0 ? null : text;
    }

    private TerminalLog Restore()
    {
        var epoch = _remains?.Epoch ?? FirstEpoch;
        var output = _remains is null ? [] : _surroundings.Spool.Load(_sessionId, epoch);
        return TerminalLog.Restore(epoch, (_remains?.EndOffset ?? 0) - output.Length, output, _exit ?? new TerminalExit(null, null));
    }
}
