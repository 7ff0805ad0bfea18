using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Terminals;

/// <summary>
/// The terminal of one session through its life: its screen is there before the process, so that it can be watched from
/// the first byte, and is kept in spool files after it, so that an ended session costs no memory while nobody looks.
/// Each run of the program has a screen of its own.
/// </summary>
internal sealed class SessionTerminal : IAsyncDisposable
{
    private readonly string _sessionId;
    private readonly SessionSurroundings _surroundings;
    private readonly Action<SessionCommand> _report;
    private readonly TerminalArchive _archive;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly bool _hasTellingTitle;
    private TerminalEpoch _epoch;
    private TerminalScreen? _screen;
    private TerminalRemains? _remains;
    private TerminalExit? _exit;
    private TerminalSize _size;
    private bool _isKept;
    private bool _isRawNeeded;
    private Terminal? _process;
    private StopGrace? _stopWanted;
    private long _typedAt;
    private Task _running = Task.CompletedTask;
    private volatile Task _stopping = Task.CompletedTask;

    /// <summary>The terminal of a session as it was stored, or is about to be created.</summary>
    public SessionTerminal(SessionState state, SessionSurroundings surroundings, Action<SessionCommand> report)
    {
        _sessionId = state.Id;
        _surroundings = surroundings;
        _report = report;
        _archive = new TerminalArchive(state.Id, surroundings.Spool, surroundings.Logger);
        _hasTellingTitle = surroundings.Agents.Find(state.Launch.Agent) is { TitleStates.IsEmpty: false };
        _remains = state.Terminal;
        _epoch = _remains is null ? new TerminalEpoch(Math.Max(1, state.Run)) : TerminalEpoch.Parse(_remains.Epoch);
        _exit = state.Exit is { } exit ? new TerminalExit(exit.Code, exit.Signal) : null;
        _size = _remains is null ? new(state.Launch.Columns, state.Launch.Rows) : new(_remains.Columns, _remains.Rows);
        _isKept = !PhaseTable.IsRunning(state.Phase);
        if (!_isKept) _screen = new TerminalScreen(_epoch.ToString(), _size, surroundings.Colors);
    }

    /// <summary>Told when another screen takes the place of the one before. Must not block or throw.</summary>
    public event Action? Replaced;

    /// <summary>Told when the program said something of itself that may concern people; <see cref="Facts"/> has it. Must not block or throw.</summary>
    public event Action? Spoke;

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
    public TerminalFacts Facts => Present?.Facts ?? TerminalFacts.None;

    /// <summary>The viewer whose size is in force; null until one has set it, and when that one has left.</summary>
    public object? Leader => Present?.Sizes.Newest.By;

    /// <summary>Where the terminal stands; told without reading anything back.</summary>
    public TerminalInfo Info
    {
        get
        {
            lock (_lock)
            {
                var (columns, rows) = _screen?.Size ?? _size;
                return new TerminalInfo(_screen?.Log.Epoch ?? _epoch.ToString(), _screen?.Log.End ?? _remains?.EndOffset ?? 0, columns, rows);
            }
        }
    }

    /// <summary>When the program last printed something that is kept as it was printed; null when that is not known.</summary>
    public DateTimeOffset? LastOutputAt => _archive.LastOutputAt(_epoch);

    /// <summary>Process id while a process runs.</summary>
    public int? Pid
    {
        get
        {
            lock (_lock) return _process is { Exited.IsCompleted: false } process ? process.Process.Pid : null;
        }
    }

    /// <summary>Starts the state's run of the program, and reports what became of it.</summary>
    public void Start(SessionState state, AgentCommand command)
    {
        var screen = Prepare(state.Run);
        screen.Signaled += Announce;
        var launch = state.Launch;
        var environment = AgentEnvironment.ForSession(_surroundings.HostEnvironment.SetItems(command.Environment), launch.Environment, _sessionId, launch.Cwd);
        var spec = new LaunchSpec(command.File, [.. command.Unrecorded, .. command.Arguments], launch.Cwd, environment, screen.Size);
        // A host that has lost its own record of the session builds it again from this.
        _running = RunAsync(new TerminalLabel(_sessionId, _epoch.RunName, StoredJson.Write(state)), spec, screen);
    }

    /// <summary>Takes over the program that an earlier host started; its exit, which may be past, is reported as ever.</summary>
    /// <param name="held">What the holder knows of it.</param>
    /// <param name="known">What the program is known to have reported of itself.</param>
    public void Adopt(HeldReport held, KnownStatus? known)
    {
        var screen = _archive.Resume(held, known, _surroundings.Colors);
        screen.Signaled += Announce;
        var process = Terminal.Adopt(held, screen, _surroundings.Holder);
        StopGrace? stop;
        lock (_lock) (_epoch, _screen, _isKept, _process, stop) = (TerminalEpoch.Parse(screen.Log.Epoch), screen, false, process, _stopWanted);
        // Asked for while the holder did not answer, perhaps with less patience than the usual.
        if (stop is not null) Stop(process, stop);
        _running = WatchAsync(process);
        Replaced?.Invoke();
    }

    /// <summary>The program is gone, and nobody of this host saw its end; answers how it ended when that was noted.</summary>
    public async Task<TerminalExit?> LoseAsync()
    {
        var exit = _archive.ExitOf(_epoch);
        var isKept = await _archive.TryKeepLostAsync(_epoch, _size);
        lock (_lock) (_screen, _isKept, _exit, _isRawNeeded) = (null, true, exit, !isKept);
        Replaced?.Invoke();
        return exit;
    }

    /// <summary>
    /// Accepts input; what comes before the process waits for it. False when the process is gone or too much waits
    /// already, then nothing was accepted.
    /// </summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes) => Present is { } screen && screen.Input.TryWrite(bytes);

    /// <summary>As <see cref="TryWrite"/>, for what a person types.</summary>
    public bool TryType(ReadOnlyMemory<byte> bytes)
    {
        Interlocked.Exchange(ref _typedAt, _surroundings.Time.GetUtcNow().UtcTicks);
        return TryWrite(bytes);
    }

    /// <summary>When a person last typed, or their terminal sent something by itself; null for never in this host.</summary>
    public DateTimeOffset? TypedAt => Interlocked.Read(ref _typedAt) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Accepts text and the key that submits it, together, as <see cref="IHeldTerminal.TrySubmit"/> does.</summary>
    public bool TrySubmit(ReadOnlyMemory<byte> text, TimeSpan pause, byte key) => Present is { } screen && screen.Input.TrySubmit(text, pause, key);

    /// <summary>Sets the size on behalf of <paramref name="leader"/>, who leads from now on. An ended terminal keeps its size.</summary>
    public void Resize(TerminalSize size, object leader) => Present?.Resize(size, leader);

    /// <summary>Begins to end the process, or has it ended once it is there; its exit is reported like any other. A forced stop overtakes a gentle one.</summary>
    public void Stop(bool isForced, TimeSpan? grace)
    {
        var wanted = isForced ? StopGrace.None : grace is { } total ? StopGrace.Within(total) : StopGrace.Default;
        Terminal? process;
        lock (_lock)
        {
            process = _process;
            _stopWanted = wanted;
        }

        if (process is not null) Stop(process, wanted);
    }

    /// <summary>There is and will be no process: viewers are told the end.</summary>
    public void Abandon() => Present?.Complete(new TerminalExit(null, null));

    /// <summary>The end of the program is stored with the session: what was kept for the case that it is not may go.</summary>
    public void Settle()
    {
        Terminal? process;
        lock (_lock)
        {
            if (!_isKept) return;
            (process, _process) = (_process, null);
        }

        process?.Forget();
        if (!_isRawNeeded) _archive.DeleteRaw(_epoch);
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
        await _running;
        if (_process is not null) await _process.DisposeAsync();
        _closing.Dispose();
    }

    // The screen that is in memory; nothing is read back.
    private TerminalScreen? Present
    {
        get
        {
            lock (_lock) return _screen;
        }
    }

    private void Announce(ScreenSignal signal)
    {
        var isTelling = signal is ScreenSignal.StatusReported { Report.Id: null } or ScreenSignal.Notified or ScreenSignal.BellRang;
        if (isTelling || (_hasTellingTitle && signal is ScreenSignal.TitleChanged)) Spoke?.Invoke();
    }

    private TerminalScreen Prepare(int run)
    {
        var epoch = new TerminalEpoch(run);
        TerminalScreen screen;
        lock (_lock)
        {
            var isFresh = _screen is not null && !_isKept && _epoch == epoch;
            screen = isFresh ? _screen! : new TerminalScreen(epoch.ToString(), _screen?.Size ?? _size, _surroundings.Colors);
            (_epoch, _screen, _isKept, _isRawNeeded, _remains, _exit, _process, _stopWanted) = (epoch, screen, false, false, null, null, null, null);
            if (isFresh) return screen;
        }

        // What the run before showed is kept while it is not certain that this one shows anything.
        _archive.DeleteRun(new TerminalEpoch(run - 2));
        Replaced?.Invoke();
        return screen;
    }

    private async Task RunAsync(TerminalLabel label, LaunchSpec spec, TerminalScreen screen)
    {
        await Task.Yield();
        Terminal process;
        try
        {
            process = await Terminal.StartAsync(label, screen, spec, _surroundings.Holder, _closing.Token);
        }
        catch (LaunchFailedException exception)
        {
            screen.Complete(new TerminalExit(null, null));
            _report(new ReportStartFailed(exception.Message));
            return;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The host ends; the next one finds the program, or none.
            return;
        }

        StopGrace? stop;
        lock (_lock) (_process, stop) = (process, _stopWanted);
        // The start is reported before anything that follows from it can be.
        _report(new ReportStarted(process.Process.Pid, process.Process));
        if (stop is not null) Stop(process, stop);
        await WatchAsync(process);
    }

    private void Stop(Terminal process, StopGrace grace) =>
        _stopping = Task.WhenAll(_stopping, process.StopAsync(grace, _closing.Token));

    private async Task WatchAsync(Terminal process)
    {
        var ending = new TerminalEnding(_archive, _epoch, _surroundings.Time, _surroundings.Logger);
        if (await ending.WatchAsync(process, () => _stopping, _closing.Token) is not { } end) return;
        if (end.IsKept)
            lock (_lock) (_remains, _exit, _size, _isKept) = (end.Remains, end.Exit, new(end.Remains.Columns, end.Remains.Rows), true);
        _report(new ReportExited(end.Exit, end.Remains, end.LastLines, LastOutputAt: end.Exit.IsLost ? LastOutputAt : null));
    }
}
