using Orchestrator.Terminals.Content;

namespace Orchestrator.Terminals;

/// <summary>
/// One program in one terminal: starts it or takes it over, feeds its screen, and ends it. Any thread may call. Input
/// and signals after the end are refused or have no effect; they never reach another process.
/// </summary>
internal sealed class Terminal : ITerminalSink, IAsyncDisposable
{
    private readonly TaskCompletionSource<TerminalExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IHeldTerminal _held = null!;

    private Terminal(TerminalScreen screen) => Screen = screen;

    public TerminalScreen Screen { get; }

    public TerminalLog Log => Screen.Log;

    public ProcessIdentity Process => _held.Identity;

    /// <summary>Completes when the program is gone and <see cref="Log"/> holds all its output. Never fails.</summary>
    public Task<TerminalExit> Exited => _exited.Task;

    /// <summary>
    /// Starts <paramref name="spec"/>, whose output goes to <paramref name="screen"/>; some may be there before this
    /// completes. The screen is made before the process, so that it can be watched from the first byte.
    /// </summary>
    /// <exception cref="LaunchFailedException">The program, the folder or the terminal cannot be had.</exception>
    public static async Task<Terminal> StartAsync(
        TerminalLabel label, TerminalScreen screen, LaunchSpec spec, ITerminalHolder holder, CancellationToken cancellationToken)
    {
        var terminal = new Terminal(screen);
        terminal._held = await holder.StartAsync(label, spec, terminal, cancellationToken);
        screen.Attach(terminal._held, spec.Size);
        return terminal;
    }

    /// <summary>Takes over a program that an earlier host started; <paramref name="screen"/> is brought up to date before this returns.</summary>
    public static Terminal Adopt(HeldReport held, TerminalScreen screen, ITerminalHolder holder)
    {
        var terminal = new Terminal(screen);
        terminal._held = holder.Adopt(held, terminal, screen.Position);
        screen.Attach(terminal._held, screen.Size);
        return terminal;
    }

    /// <summary>Interrupts what runs in the foreground.</summary>
    public void Interrupt() => _held.Interrupt();

    /// <summary>As <see cref="IHeldTerminal.StopAsync"/>; cancelling stops the waiting, not the stop.</summary>
    public async Task<TerminalExit> StopAsync(StopGrace grace, CancellationToken cancellationToken)
    {
        await _held.StopAsync(grace).WaitAsync(cancellationToken);
        return await Exited.WaitAsync(cancellationToken);
    }

    /// <summary>How it ended is stored.</summary>
    public void Forget() => _held.Forget();

    /// <summary>Lets go of the program: one that ends with the host is killed, any other goes on.</summary>
    public ValueTask DisposeAsync() => _held.DisposeAsync();

    void ITerminalSink.OnOutput(long offset, ReadOnlySpan<byte> bytes) => Screen.Feed(offset, bytes);

    void ITerminalSink.OnExited(TerminalExit exit)
    {
        Screen.Complete(exit);
        _exited.TrySetResult(exit);
    }
}
