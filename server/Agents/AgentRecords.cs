using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Agents;

/// <summary>What one agent leaves in files of what it does. A session is only ever read through the records of its own agent.</summary>
/// <param name="Store">Its transcripts; null when it has none that are read.</param>
/// <param name="Database">Its database of conversations; null when it has none that is read.</param>
/// <param name="Hooks">What it is made to tell by hooks; null when it has none that are used.</param>
internal sealed record AgentRecords(ITranscriptStore? Store = null, IConversationDatabase? Database = null, IAgentHooks? Hooks = null)
{
    private static readonly Dictionary<string, AgentRecords> ByAgent = new()
    {
        ["claude"] = new(new ClaudeStore(new ClaudeTranscript()), Hooks: new ClaudeHooks()),
        ["codex"] = new(new CodexStore(new CodexTranscript())),
        ["gemini"] = new(new GeminiStore(new GeminiTranscript())),
        ["kimi"] = new(new KimiStore(new KimiTranscript())),
        ["copilot"] = new(new CopilotStore(new CopilotTranscript())),
        ["qwen"] = new(new QwenStore(new QwenTranscript())),
        ["opencode"] = new(Database: new OpenCodeDatabase()),
    };

    /// <summary>The records of an agent; null when it has none that are read.</summary>
    public static AgentRecords? Of(string agentId) => ByAgent.GetValueOrDefault(agentId);

    /// <summary>The conversations that began in a folder within a time, whoever began them.</summary>
    public IEnumerable<BegunConversation> BegunIn(string place, string folder, DateTimeOffset from, DateTimeOffset until) =>
        Store?.BegunIn(place, folder, from, until) ?? Database?.BegunIn(place, folder, from, until) ?? [];

    /// <summary>Where programs with this environment keep what is not told by hooks: a folder of transcripts, or a database.</summary>
    public string PlaceOf(IReadOnlyDictionary<string, string> environment) =>
        Store?.Root(environment) ?? Database?.PathOf(environment) ?? throw new InvalidOperationException("An agent that has records has a place for them.");
}
