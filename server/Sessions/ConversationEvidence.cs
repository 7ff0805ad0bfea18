using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Sessions.Enrichment;

namespace Orchestrator.Sessions;

/// <summary>
/// Whether there is anything in a session's conversation: an agent that is given the id of a new one keeps nothing of it,
/// not even what a fork was copied from, before it is prompted. Only reads.
/// </summary>
internal static class ConversationEvidence
{
    /// <summary>True where the program's hooks told of its start and of no prompt, and it left nothing that could be resumed.</summary>
    /// <param name="state">The session.</param>
    /// <param name="enrichment">What was read of its agent's records.</param>
    /// <param name="agent">Its agent.</param>
    /// <param name="hostEnvironment">The environment that the session's own variables are laid over.</param>
    public static bool IsEmpty(
        SessionState state, SessionEnrichment enrichment, AgentDefinition agent, ImmutableDictionary<string, string> hostEnvironment) =>
        enrichment.Hooks is { Reading.FirstPrompt: null } && !MayHaveBegun(state, enrichment, agent, hostEnvironment);

    /// <summary>False only where it is known that the conversation has not begun.</summary>
    /// <param name="state">The session.</param>
    /// <param name="enrichment">What was read of its agent's records.</param>
    /// <param name="agent">Its agent.</param>
    /// <param name="hostEnvironment">The environment that the session's own variables are laid over.</param>
    public static bool MayHaveBegun(
        SessionState state, SessionEnrichment enrichment, AgentDefinition agent, ImmutableDictionary<string, string> hostEnvironment)
    {
        // Where the agent chooses the id, it tells that of a conversation that there is.
        if (state.NativeSessionId is not { } id || agent.Resume?.NewIdArguments is null) return true;
        if (enrichment.Hooks?.Reading.FirstPrompt is not null || AgentRecords.Of(agent.Id)?.Store is not { } store) return true;
        return store.Find(store.Root(hostEnvironment.SetItems(state.Launch.Environment)), state.Launch.Cwd, id) is not null;
    }
}
