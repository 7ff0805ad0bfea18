using System.Globalization;
using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions;

/// <summary>
/// The terminal of one session through its life: its screen is there before the process, so that it can be watched from
/// the first byte, and is kept in spool files after it, so that an ended session costs no memory while nobody looks.
/// </summary>
internal sealed class SessionTerminal : IAsyncDisposable
{
    private const int DetailLines = 10;
    private const int DetailCharacters = 4000;

    private readonly string _sessionId;
    private readonly SessionSurroundings _surroundings;
    private readonly Action<SessionCommand> _report;
    private string _epoch;
    private readonly TerminalArchive _archive;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private TerminalScreen? _screen;
    private TerminalRemains? _remains;
    private TerminalExit? _exit;
    private TerminalSize _size;
    private bool _isKept;
    private Terminal? _process;
    private Task _watching = Task.CompletedTask;
    private volatile Task _stopping = Task.CompletedTask;

    public SessionTerminal(SessionState state, SessionSurroundings surroundings, Action<SessionCommand> report)
    {
        _sessionId = state.Id;
        _surroundings = surroundings;
        _report = report;
        _archive = new TerminalArchive(state.Id, surroundings.Spool, surroundings.Logger);
        _remains = state.Terminal;
        _epoch = EpochOf(Math.Max(1, state.Run));
        _exit = state.Exit is { } exit ? new TerminalExit(exit.Code, exit.Signal) : null;
        _size = _remains is null ? new(state.Launch.Columns, state.Launch.Rows) : new(_remains.Columns, _remains.Rows);
        _isKept = !PhaseTable.IsRunning(state.Phase);
        if (!_isKept) _screen = new TerminalScreen(_epoch, _size, surroundings.Colors);
    }

    /// <summary>What the terminal shows; read back from its spool files when nobody has looked since its end.</summary>
    public TerminalScreen Screen
    {
        get
        {
            lock (_lock) return _screen ??= _archive.Restore(_epoch, _remains, _size, _exit ?? new TerminalExit(null, null));
        }
    }

    /// <summary>What the terminal printed, as viewers are told it; read back like <see cref="Screen"/>.</summary>
    public TerminalLog Log => Screen.Log;

    public TerminalSize Size
    {
        get
        {
            lock (_lock) return _screen?.Size ?? _size;
        }
    }

    /// <summary>What the program said of itself; of an ended one only while somebody looks.</summary>
    public TerminalFacts Facts
    {
        get
        {
            lock (_lock) return _screen?.Facts ?? TerminalFacts.None;
        }
    }

    /// <summary>The viewer whose size is in force; null until one has set it, and when that one has left.</summary>
    public object? Leader
    {
        get
        {
            lock (_lock) return _screen?.Sizes.Newest.By;
        }
    }

    /// <summary>Where the terminal stands; told without reading anything back.</summary>
    public TerminalInfo Info
    {
        get
        {
            lock (_lock)
            {
                var (columns, rows) = _screen?.Size ?? _size;
                return new TerminalInfo(_epoch, _screen?.Log.End ?? _remains?.EndOffset ?? 0, columns, rows);
            }
        }
    }

    /// <summary>Process id while a process runs.</summary>
    public int? Pid => _process is { Exited.IsCompleted: false } process ? process.Process.Pid : null;

    /// <summary>Starts the process, and reports what became of it. What an earlier one left is replaced.</summary>
    /// <param name="launch">What the session is started with.</param>
    /// <param name="command">The command line.</param>
    /// <param name="run">Number of this run of the session's program, which is the terminal's epoch.</param>
    public void Start(SessionLaunch launch, AgentCommand command, int run)
    {
        // What the earlier process left running goes before anything else happens; the watch of this one waits for it.
        if (_process is { } earlier) _stopping = earlier.KillAsync(_surroundings.Time, _closing.Token);
        var environment = AgentEnvironment.ForSession(_surroundings.HostEnvironment, launch.Environment, _sessionId, launch.Cwd);
        try
        {
            var screen = ScreenOf(EpochOf(run));
            var spec = new LaunchSpec(command.File, command.Arguments, launch.Cwd, environment, screen.Size);
            _process = Terminal.Start(_sessionId, screen, spec, _surroundings.Holder);
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
        TerminalScreen? screen;
        lock (_lock) screen = _screen;
        return screen is not null && screen.Input.TryWrite(bytes);
    }

    /// <summary>Sets the size on behalf of <paramref name="leader"/>, who leads from now on. An ended terminal keeps its size.</summary>
    public void Resize(TerminalSize size, object leader)
    {
        TerminalScreen? screen;
        lock (_lock) screen = _screen;
        screen?.Resize(size, leader);
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
        TerminalScreen? screen;
        lock (_lock) screen = _screen;
        screen?.Complete(new TerminalExit(null, null));
    }

    /// <summary>Lets go of what an ended terminal keeps in memory; the spool files have it.</summary>
    public void ReleaseMemory()
    {
        lock (_lock)
            if (_isKept) _screen = null;
    }

    /// <summary>Removes what was kept of the terminal.</summary>
    public void Forget() => _archive.Delete();

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

    private static string EpochOf(int run) => run.ToString(CultureInfo.InvariantCulture);

    // Whoever looks at a session before its first start sees it from its first byte.
    private TerminalScreen ScreenOf(string epoch)
    {
        lock (_lock)
        {
            if (_screen is { Log.IsComplete: false } waiting && waiting.Log.Epoch == epoch) return waiting;
            _size = _screen?.Size ?? _size;
            (_epoch, _remains, _exit, _isKept) = (epoch, null, null, false);
            return _screen = new TerminalScreen(epoch, _size, _surroundings.Colors);
        }
    }

    private async Task WatchAsync(Terminal process)
    {
        var exit = await UntilEndAsync(process);
        var (start, output) = process.Log.ReadTail(TerminalLog.CapacityBytes);
        var size = process.Screen.Size;
        var remains = new TerminalRemains(process.Log.Epoch, start, start + output.Length, size.Columns, size.Rows);
        try
        {
            await _archive.SaveAsync(remains.Epoch, output, _closing.Token);
            lock (_lock) (_remains, _exit, _size, _isKept) = (remains, exit, size, true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The terminal then stays in memory until the host ends.
            _surroundings.Logger.LogError(exception, "What session {Session} printed could not be stored", _sessionId);
        }

        _report(new ReportExited(exit, remains, LastLines(process.Screen)));
    }

    private async Task<TerminalExit> UntilEndAsync(Terminal process)
    {
        await using var checkpoints = new CheckpointWriter(
            process.Screen, checkpoint => _archive.SaveAsync(process.Log.Epoch, checkpoint), _surroundings.Time, _surroundings.Logger);
        var exit = await process.Exited.WaitAsync(_closing.Token);
        // A stop has done its work only when what the program started is gone too.
        await _stopping;
        return exit;
    }

    private static string? LastLines(TerminalScreen screen)
    {
        var lines = screen.ReadText(DetailLines).Text.Split('\n').Select(DisplayText.Lines).Where(line => line.Length > 0);
        var text = string.Join('\n', lines.TakeLast(DetailLines));
        return text.Length == 0 ? null : text[Math.Max(0, text.Length - DetailCharacters)..];
    }
}
