using Orchestrator.Terminals.Unix;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals;

/// <summary>
/// Ends what a holder that is gone has left: its terminals are hung up, so nobody can reach the programs any more, and
/// one that ignores that would go on unseen beside the one that is resumed in its place.
/// </summary>
internal static class OrphanedProcesses
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends the program and what belongs to its terminal; completes when they are gone, or cannot be ended.</summary>
    public static async Task EndAsync(ProcessIdentity leader, TimeProvider time)
    {
        // On Windows the job that the holder had kills them with it.
        if (OperatingSystem.IsWindows()) return;
        await Task.Yield();
        var processes = new TerminalProcesses(leader, isChild: false);
        var stop = new ProcessStop(signal => Signal(processes, signal), GoneAsync(leader, time), time);
        await stop.StopAsync(StopGrace.Default);
    }

    private static bool Signal(TerminalProcesses processes, TerminalSignal signal) => signal == TerminalSignal.Kill
        ? processes.Signal(UnixSignal.Kill)
        : processes.Signal(UnixSignal.HangUp, UnixSignal.Terminate, UnixSignal.Continue);

    // It is no child of this process, so its end is told by nobody. What cannot be told apart is not waited for.
    private static async Task GoneAsync(ProcessIdentity leader, TimeProvider time)
    {
        while (ProcessProbe.Check(leader) == ProcessPresence.Alive) await Task.Delay(Poll, time, CancellationToken.None);
    }
}
