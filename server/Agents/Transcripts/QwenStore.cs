using System.Text.RegularExpressions;

namespace Orchestrator.Agents.Transcripts;

/// <summary>Qwen: <c>projects/-src-repo/chats/ID.jsonl</c>, which exists from the first prompt on.</summary>
internal sealed partial class QwenStore(ITranscriptFormat format) : ITranscriptStore
{
    public ITranscriptFormat Format => format;

    public string Root(IReadOnlyDictionary<string, string> environment) =>
        Path.Combine(TranscriptFolder.Home(environment, "QWEN_HOME", ".qwen"), "projects");

    public string? Find(string root, string folder, string nativeSessionId)
    {
        var path = ChatOf(Path.Combine(root, OtherThanLetters().Replace(folder, "-")), nativeSessionId);
        if (File.Exists(path)) return path;
        // The folder may have been reached by another name.
        return TranscriptFolder.Folders(root, "*").Select(project => ChatOf(project, nativeSessionId)).FirstOrDefault(File.Exists);
    }

    private static string ChatOf(string project, string id) => Path.Combine(project, "chats", id + ".jsonl");

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex OtherThanLetters();
}
