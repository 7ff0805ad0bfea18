using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Common;

namespace Orchestrator.Agents.Dialogs;

/// <summary>
/// The folders that the user's settings say agents may trust, each with all below it; none by default. What is wrong with
/// the settings the user is told. Any thread may call.
/// </summary>
internal sealed class TrustedFolders
{
    private const string Subject = "trusted folders";
    private const string Setting = "trustedFolders";
    private const int MostShown = 200;

    private readonly SettingsFile _settings;
    private readonly NoticeBoard _notices;
    private volatile string[] _folders = [];

    public TrustedFolders(SettingsFile settings, NoticeBoard notices)
    {
        _settings = settings;
        _notices = notices;
        settings.Changed += Take;
        Take();
    }

    /// <summary>The real path of a folder that agents may trust, as the settings are now; null of any other one.</summary>
    /// <param name="folder">A full path.</param>
    public string? Trusted(string folder)
    {
        _settings.Read();
        // What a name stood for when it was written down may be another folder now.
        return RealPath.Of(folder) is { } real && _folders.Any(trusted => RealPath.Of(trusted) is { } above && RealPath.IsWithin(real, above))
            ? real
            : null;
    }

    private void Take()
    {
        var (folders, problems) = Read(_settings.Current.TrustedFolders);
        _folders = [.. folders];
        if (problems.IsEmpty) _notices.Resolve(Subject, $"The trusted folders in '{SettingsFile.Name}' are in order again.");
        else _notices.Post(Subject, $"'{SettingsFile.Name}': {string.Join(' ', problems)} Everything else in it is in force.");
    }

    // ["~/src", "/srv/checkouts"]
    private static (ImmutableArray<string> Folders, ImmutableArray<string> Problems) Read(JsonElement? setting)
    {
        if (setting is not { ValueKind: not JsonValueKind.Null } list) return ([], []);
        if (list.ValueKind != JsonValueKind.Array)
            return ([], [$"'{Setting}' is no list. Write the folders in brackets, such as [\"~/src\"]; until then none is trusted."]);
        var entries = list.EnumerateArray().Select(entry => (Path: PathOf(entry), Text: Shown(entry))).ToList();
        return (
            [.. entries.Select(entry => entry.Path).OfType<string>()],
            [.. entries.Where(entry => entry.Path is null).Select(entry =>
                $"In '{Setting}' {entry.Text} is left out: a folder is a full path, or one that begins with \"~/\".")]);
    }

    private static string? PathOf(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.String || entry.GetString() is not { Length: > 0 } text || text.Contains('\0')) return null;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var path = text == "~" ? home : text.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, text[2..]) : text;
        return Path.IsPathFullyQualified(path) ? path : null;
    }

    private static string Shown(JsonElement entry) => DisplayText.OneLine(entry.GetRawText(), MostShown);
}
