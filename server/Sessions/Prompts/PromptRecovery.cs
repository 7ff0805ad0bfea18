using System.Collections.Immutable;

namespace Orchestrator.Sessions.Prompts;

/// <summary>
/// What a host that has just started makes of the prompts of a stored session, whether or not its program still runs.
/// Pure.
/// </summary>
internal static class PromptRecovery
{
    /// <summary>
    /// The facts about its prompts. One that was being typed may have reached the agent or not: it is told, and neither
    /// typed again nor dropped silently. Those that waited still wait, and need no fact.
    /// </summary>
    /// <param name="state">The state behind the facts about its process, so that what is told here stays told.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<SessionEvent> Decide(SessionState state, DateTimeOffset now) =>
        [.. state.Queue.Where(prompt => prompt.IsDelivering).Select(prompt => new PromptUncertain(now, prompt.MessageId))];
}
