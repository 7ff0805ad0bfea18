namespace Orchestrator.Agents.Transcripts;

/// <summary>Copilot: <c>session-state/ID/events.jsonl</c>, which exists from the first prompt on.</summary>
internal sealed class CopilotStore(ITranscriptFormat format) : ITranscriptStore
{
    public ITranscriptFormat Format => format;

    public string Root(IReadOnlyDictionary<string, string> environment) =>
        Path.Combine(TranscriptFolder.Home(environment, "COPILOT_HOME", ".copilot"), "session-state");

    public string? Find(string root, string folder, string nativeSessionId)
    {
        var path = Path.Combine(root, nativeSessionId, "events.jsonl");
        return File.Exists(path) ? path : null;
    }
}
