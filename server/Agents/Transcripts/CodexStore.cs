using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Terminals;

namespace Orchestrator.Agents.Transcripts;

/// <summary>
/// Codex: <c>sessions/2026/11/22/rollout-2026-11-22T03-19-55-ID.jsonl</c>. An id holds the time at which its conversation
/// began, so that neither a clock's zone nor a file's date has to be believed.
/// </summary>
internal sealed partial class CodexStore(ITranscriptFormat format) : ITranscriptStore
{
    public ITranscriptFormat Format => format;

    public string Root(IReadOnlyDictionary<string, string> environment) =>
        Path.Combine(TranscriptFolder.Home(environment, "CODEX_HOME", ".codex"), "sessions");

    public string? Find(string root, string folder, string nativeSessionId) => BeganAt(nativeSessionId) is { } at
        ? Days(root, at, at).SelectMany(day => TranscriptFolder.Files(day, $"rollout-*-{nativeSessionId}.jsonl")).FirstOrDefault()
        : null;

    public bool TellsCurrent => OperatingSystem.IsLinux();

    // It keeps the file open as long as it runs.
    public string? Current(string root, ProcessIdentity process)
    {
        var ids = ProcessFiles.OpenedBy(process)
            .Where(path => path.StartsWith(root, StringComparison.Ordinal))
            .Select(IdOf).OfType<string>().Distinct().Take(2).ToList();
        return ids.Count == 1 ? ids[0] : null;
    }

    public IEnumerable<BegunConversation> BegunIn(string root, string folder, DateTimeOffset from, DateTimeOffset until) =>
        from day in Days(root, @from, until)
        from path in TranscriptFolder.Files(day, "rollout-*.jsonl")
        let id = IdOf(path)
        where id is not null && BeganAt(id) is { } at && at >= @from && at <= until && FolderOf(path) == folder
        select new BegunConversation(id, path);

    // Folders are named by the local day, wherever that was.
    private static IEnumerable<string> Days(string root, DateTimeOffset from, DateTimeOffset until)
    {
        for (var day = from.UtcDateTime.Date.AddDays(-1); day <= until.UtcDateTime.Date.AddDays(1); day = day.AddDays(1))
            yield return Path.Combine(root, day.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture));
    }

    private static string? IdOf(string path) => RolloutName().Match(Path.GetFileName(path)) is { Success: true } match ? match.Groups["id"].Value : null;

    // The first 48 bits of a version 7 UUID are milliseconds.
    private static DateTimeOffset? BeganAt(string id) =>
        Guid.TryParse(id, out var uuid) && uuid.Version == 7
        && long.TryParse(id.Replace("-", "", StringComparison.Ordinal)[..12], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    // {"timestamp":"..","type":"session_meta","payload":{"id":"..","cwd":"/src/repo", ..
    private static string? FolderOf(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            using var line = JsonDocument.Parse(reader.ReadLine() ?? "");
            return line.RootElement.TryGetProperty("payload", out var meta) && meta.TryGetProperty("cwd", out var folder) ? folder.GetString() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            // What does not say where it began is nobody's.
            return null;
        }
    }

    [GeneratedRegex(@"\Arollout-.*-(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl\z", RegexOptions.CultureInvariant)]
    private static partial Regex RolloutName();
}
