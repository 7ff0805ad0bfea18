using System.Text.Json;

namespace Orchestrator.Agents.Transcripts;

/// <summary>
/// Kimi: <c>sessions/wd_NAME_HASH/session_ID/agents/main/wire.jsonl</c>, with subagents beside <c>main</c> and the folder
/// in <c>state.json</c>.
/// </summary>
internal sealed class KimiStore(ITranscriptFormat format) : ITranscriptStore
{
    public ITranscriptFormat Format => format;

    public string Root(IReadOnlyDictionary<string, string> environment) =>
        Path.Combine(TranscriptFolder.Home(environment, "KIMI_CODE_HOME", ".kimi-code"), "sessions");

    public string? Find(string root, string folder, string nativeSessionId) => TranscriptFolder.Folders(root, "wd_*")
        .Select(project => WireOf(Path.Combine(project, nativeSessionId))).FirstOrDefault(File.Exists);

    public IEnumerable<string> Children(string transcript) =>
        TranscriptFolder.Folders(Path.GetDirectoryName(Path.GetDirectoryName(transcript))!, "agent-*")
            .Select(agent => Path.Combine(agent, "wire.jsonl"))
            .Where(File.Exists);

    public IEnumerable<BegunConversation> BegunIn(string root, string folder, DateTimeOffset from, DateTimeOffset until) =>
        from project in TranscriptFolder.Folders(root, "wd_*")
        from session in TranscriptFolder.Folders(project, "session_*")
        where WasBegun(session, folder, @from, until)
        select new BegunConversation(Path.GetFileName(session), WireOf(session));

    private static string WireOf(string session) => Path.Combine(session, "agents", "main", "wire.jsonl");

    // {"id":"session_..","cwd":"/src/repo","createdAt":1795317634003, ..
    private static bool WasBegun(string session, string folder, DateTimeOffset from, DateTimeOffset until)
    {
        try
        {
            using var state = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(session, "state.json")));
            var at = DateTimeOffset.FromUnixTimeMilliseconds(state.RootElement.GetProperty("createdAt").GetInt64());
            return state.RootElement.GetProperty("cwd").GetString() == folder && at >= from && at <= until;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
            or InvalidOperationException or FormatException or ArgumentOutOfRangeException)
        {
            // What does not say where and when it began is nobody's.
            return false;
        }
    }
}
