namespace Orchestrator.Agents.Transcripts;

/// <summary>
/// Gemini: <c>tmp/PROJECT/chats/session-2026-11-22T03-20-ID8.jsonl</c>, named by the first eight characters of the id. A
/// conversation that is taken up again begins another file.
/// </summary>
internal sealed class GeminiStore(ITranscriptFormat format) : ITranscriptStore
{
    public ITranscriptFormat Format => format;

    public string Root(IReadOnlyDictionary<string, string> environment) =>
        Path.Combine(TranscriptFolder.Home(environment, "GEMINI_CLI_HOME", ""), ".gemini", "tmp");

    public string? Find(string root, string folder, string nativeSessionId) => TranscriptFolder.Folders(root, "*")
        .SelectMany(project => TranscriptFolder.Files(Path.Combine(project, "chats"), $"session-*-{nativeSessionId[..8]}.jsonl"))
        .Where(path => BeginsWith(path, nativeSessionId))
        .OrderByDescending(Path.GetFileName, StringComparer.Ordinal)
        .FirstOrDefault();

    // {"sessionId":"414a3c60-a283-..", ..
    private static bool BeginsWith(string path, string id)
    {
        try
        {
            using var reader = new StreamReader(path);
            var first = new char[1024];
            var read = reader.ReadBlock(first);
            return first.AsSpan(0, read).IndexOf($"\"sessionId\":\"{id}\"", StringComparison.Ordinal) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
