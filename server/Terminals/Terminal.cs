using Orchestrator.Terminals.Content;

namespace Orchestrator.Terminals;

/// <summary>
/// One program in one terminal: starts it, feeds its screen, and ends it. Any thread may call. Input and signals after
/// the end are refused or have no effect; they never reach another process.
/// </summary>
internal sealed class Terminal : ITerminalSink, IAsyncDisposable
{
    // A killed process may take a moment to go; one that the kernel cannot end is not waited for.
    private const int KillRounds = 100;
    private static readonly TimeSpan KillRound = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<TerminalExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITerminalProcess _process = null!;
    private Task _release = null!;
    private Task<TerminalExit>? _stop;

    private Terminal(string id, TerminalScreen screen)
    {
        Id = id;
        Screen = screen;
    }

    public string Id { get; }

    public TerminalScreen Screen { get; }

    public TerminalLog Log => Screen.Log;

    public ProcessIdentity Process => _process.Identity;

    /// <summary>Completes when the program is gone and <see cref="Log"/> holds all its output. Never fails.</summary>
    public Task<TerminalExit> Exited => _exited.Task;

    /// <summary>
    /// Starts <paramref name="spec"/>, whose output goes to <paramref name="screen"/>; some may be there before this
    /// returns. The screen is made before the process, so that it can be watched from the first byte.
    /// </summary>
    /// <exception cref="LaunchFailedException">The program, the folder or the terminal cannot be had.</exception>
    public static Terminal Start(string id, TerminalScreen screen, LaunchSpec spec, ITerminalHolder holder)
    {
        var terminal = new Terminal(id, screen);
        terminal._process = holder.Start(spec, terminal);
        screen.Attach(terminal._process, spec.Size);
        terminal._release = terminal.ReleaseAsync();
        return terminal;
    }

    /// <summary>Interrupts what runs in the foreground. False when nothing was left to interrupt.</summary>
    public bool Interrupt() => _process.Signal(TerminalSignal.Interrupt);

    /// <summary>
    /// Ends the program and everything it started: interrupt, terminate, kill, each after the grace before it. Called
    /// again it joins the stop under way, whose graces stay; cancelling stops the waiting, not the stop.
    /// </summary>
    public Task<TerminalExit> StopAsync(StopGrace grace, TimeProvider time, CancellationToken cancellationToken)
    {
        lock (_gate)
            _stop ??= RunStopAsync(grace, time);
        return _stop.WaitAsync(cancellationToken);
    }

    /// <summary>Ends everything at once, also when a gentler stop is under way.</summary>
    public Task<TerminalExit> KillAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        _process.Signal(TerminalSignal.Kill);
        return StopAsync(StopGrace.None, time, cancellationToken);
    }

    /// <summary>Kills what still runs and joins its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync(TimeProvider.System, CancellationToken.None);
        await _release;
    }

    void ITerminalSink.OnOutput(ReadOnlySpan<byte> bytes) => Screen.Feed(bytes);

    void ITerminalSink.OnExited(TerminalExit exit)
    {
        Screen.Complete(exit);
        _exited.TrySetResult(exit);
    }

    private async Task<TerminalExit> RunStopAsync(StopGrace grace, TimeProvider time)
    {
        // The caller holds the lock, and looking at processes takes a while.
        await Task.Yield();
        if (!await EndsAfterAsync(TerminalSignal.Interrupt, grace.Interrupt, time))
            await EndsAfterAsync(TerminalSignal.Terminate, grace.Terminate, time);

        if (Exited.IsCompleted && grace.Remains > TimeSpan.Zero && _process.Signal(TerminalSignal.Terminate))
            await Task.Delay(grace.Remains, time, CancellationToken.None);
        for (var round = 0; round < KillRounds && _process.Signal(TerminalSignal.Kill); round++)
            await Task.Delay(KillRound, time, CancellationToken.None);

        var exit = await Exited;
        await _release;
        return exit;
    }

    private async Task<bool> EndsAfterAsync(TerminalSignal signal, TimeSpan grace, TimeProvider time)
    {
        if (grace > TimeSpan.Zero && !Exited.IsCompleted)
        {
            _process.Signal(signal);
            await Task.WhenAny(Exited, Task.Delay(grace, time, CancellationToken.None));
        }

        return Exited.IsCompleted;
    }

    private async Task ReleaseAsync()
    {
        await Exited;
        await _process.DisposeAsync();
    }
}
