using System.Collections.Frozen;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The agents whose transcripts are read. A session is only ever read through the store of its own agent.</summary>
internal static class TranscriptStores
{
    private static readonly FrozenDictionary<string, ITranscriptStore> ByAgent = new Dictionary<string, ITranscriptStore>
    {
        ["claude"] = new ClaudeStore(new ClaudeTranscript()),
        ["codex"] = new CodexStore(new CodexTranscript()),
        ["gemini"] = new GeminiStore(new GeminiTranscript()),
        ["kimi"] = new KimiStore(new KimiTranscript()),
    }.ToFrozenDictionary();

    /// <summary>How an agent keeps its transcripts; null when they are not read.</summary>
    public static ITranscriptStore? Of(string agentId) => ByAgent.GetValueOrDefault(agentId);
}
