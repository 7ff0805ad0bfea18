using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Terminals;

namespace Orchestrator.Agents.Transcripts;

/// <summary>
/// Claude: <c>projects/-src-repo/ID.jsonl</c>, with subagents in <c>projects/-src-repo/ID/subagents</c>. Which
/// conversation a running program has stands in <c>sessions/PID.json</c>, also after it has begun another one.
/// </summary>
internal sealed partial class ClaudeStore(ITranscriptFormat format) : ITranscriptStore
{
    private const int MaxRegistration = 64 * 1024;

    public ITranscriptFormat Format => format;

    public string Root(IReadOnlyDictionary<string, string> environment) =>
        Path.Combine(TranscriptFolder.Home(environment, "CLAUDE_CONFIG_DIR", ".claude"), "projects");

    public string? Find(string root, string folder, string nativeSessionId)
    {
        var path = Path.Combine(root, OtherThanLetters().Replace(folder, "-"), nativeSessionId + ".jsonl");
        if (File.Exists(path)) return path;
        // The folder may have been reached by another name.
        return TranscriptFolder.Folders(root, "*").Select(project => Path.Combine(project, nativeSessionId + ".jsonl")).FirstOrDefault(File.Exists);
    }

    public IEnumerable<string> Children(string transcript) =>
        TranscriptFolder.Files(Path.Combine(Path.ChangeExtension(transcript, null), "subagents"), "agent-*.jsonl");

    public bool TellsCurrent => true;

    public string? Current(string root, ProcessIdentity process)
    {
        var path = Path.Combine(Path.GetDirectoryName(root)!, "sessions", process.Pid.ToString(CultureInfo.InvariantCulture) + ".json");
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: < MaxRegistration }) return null;
            using var registration = JsonDocument.Parse(File.ReadAllBytes(path));
            // One that was killed leaves its file to the next program with its number.
            return registration.RootElement.GetProperty("procStart").GetString() == process.StartTime.ToString(CultureInfo.InvariantCulture)
                ? registration.RootElement.GetProperty("sessionId").GetString()
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // It is written anew at times, and nobody promised its form.
            return null;
        }
    }

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex OtherThanLetters();
}
