namespace Orchestrator.Terminals;

/// <summary>
/// Ends everything that belongs to one terminal process: interrupt, terminate, kill, each after the grace before it.
/// There is one stop in its life; whoever asks again joins it. Any thread may call.
/// </summary>
/// <param name="signal">Signals the processes; false when nothing was left to signal.</param>
/// <param name="exited">Completes when the leader is gone.</param>
/// <param name="time">The clock.</param>
internal sealed class ProcessStop(Func<TerminalSignal, bool> signal, Task exited, TimeProvider time)
{
    // A killed process may take a moment to go; one that the kernel cannot end is not waited for.
    private const int KillRounds = 100;
    private static readonly TimeSpan KillRound = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private Task? _stop;

    /// <summary>Begins the stop or joins it; without grace everything is killed at once, also when a gentler one is under way.</summary>
    public Task StopAsync(StopGrace grace)
    {
        if (grace == StopGrace.None) signal(TerminalSignal.Kill);
        lock (_gate) return _stop ??= RunAsync(grace);
    }

    private async Task RunAsync(StopGrace grace)
    {
        // The caller holds the lock, and looking at processes takes a while.
        await Task.Yield();
        if (!await EndsAfterAsync(TerminalSignal.Interrupt, grace.Interrupt))
            await EndsAfterAsync(TerminalSignal.Terminate, grace.Terminate);

        if (exited.IsCompleted && grace.Remains > TimeSpan.Zero && signal(TerminalSignal.Terminate))
            await Task.Delay(grace.Remains, time, CancellationToken.None);
        for (var round = 0; round < KillRounds && signal(TerminalSignal.Kill); round++)
            await Task.Delay(KillRound, time, CancellationToken.None);

        await exited;
    }

    private async Task<bool> EndsAfterAsync(TerminalSignal step, TimeSpan grace)
    {
        if (grace > TimeSpan.Zero && !exited.IsCompleted)
        {
            signal(step);
            await Task.WhenAny(exited, Task.Delay(grace, time, CancellationToken.None));
        }

        return exited.IsCompleted;
    }
}
