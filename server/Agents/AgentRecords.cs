using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Agents;

/// <summary>What one agent leaves in files of what it does.</summary>
/// <param name="Store">Its transcripts; null when they are not read.</param>
/// <param name="Hooks">What it is made to tell by hooks; null when it has none that are used.</param>
internal sealed record AgentRecords(ITranscriptStore? Store, IAgentHooks? Hooks)
{
    /// <summary>The records of an agent; null when it has none that are read.</summary>
    public static AgentRecords? Of(string agentId) =>
        (TranscriptStores.Of(agentId), AgentHooks.Of(agentId)) is var (store, hooks) && (store is not null || hooks is not null)
            ? new AgentRecords(store, hooks)
            : null;
}
