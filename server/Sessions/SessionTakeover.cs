using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>
/// What a host that has just started does with one session that an earlier one left running: goes on with its program, or
/// ends it as lost. Only the session's loop calls.
/// </summary>
/// <param name="terminal">Its terminal.</param>
/// <param name="attention">What its agent does and wants.</param>
/// <param name="journal">Stores facts.</param>
/// <param name="surroundings">What all sessions share.</param>
/// <param name="actAsync">Decides on a command, stores what follows, and acts.</param>
/// <param name="exitAsync">Does that for the end of the program.</param>
internal sealed class SessionTakeover(
    SessionTerminal terminal,
    SessionAttention attention,
    SessionJournal journal,
    SessionSurroundings surroundings,
    Func<SessionCommand, Task> actAsync,
    Func<ReportExited, Task> exitAsync)
{
    /// <summary>The program runs, or has ended with nobody to see it.</summary>
    public async Task AdoptAsync(Adopt adopt)
    {
        attention.Begin(adopt.Held.Fed);
        terminal.Adopt(adopt.Held, journal.State.Report);
        // Told before the next one is typed.
        await RecoverPromptsAsync();
        await actAsync(adopt);
    }

    /// <summary>Nobody holds the program any more.</summary>
    public async Task LoseAsync()
    {
        // One that ignores the loss of its terminal must not go on beside the one that is resumed in its place.
        if (journal.State.Process is { } process) await OrphanedProcesses.EndAsync(process, surroundings.Time);
        var lastOutputAt = terminal.LastOutputAt;
        // An exit says more, but only of a program that is known to have run.
        var hasRun = PhaseTable.Next(journal.State.Phase, PhaseTrigger.Exited) is not null;
        if (await terminal.LoseAsync() is { } exit && hasRun) await exitAsync(new ReportExited(exit, Terminal: null, LastLines: null));
        else await actAsync(new Lose(lastOutputAt));
        await RecoverPromptsAsync();
    }

    /// <summary>Tells of the prompts whose delivery the end of the earlier host cut off.</summary>
    public Task RecoverPromptsAsync() =>
        journal.CommitAsync(PromptRecovery.Decide(journal.State, surroundings.Time.GetUtcNow()), isReport: true);
}
