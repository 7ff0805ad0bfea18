namespace Orchestrator.Agents.Transcripts;

/// <summary>Looks for files in folders that may be missing, closed to us, or changing meanwhile: then they hold nothing.</summary>
internal static class TranscriptFolder
{
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseSensitive };

    /// <summary>The files of a folder that match a pattern.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) => List(folder, () => Directory.GetFiles(folder, pattern, Readable));

    /// <summary>The folders of a folder that match a pattern.</summary>
    public static IReadOnlyList<string> Folders(string folder, string pattern) => List(folder, () => Directory.GetDirectories(folder, pattern, Readable));

    /// <summary>The environment's value, or a folder below the home of its user.</summary>
    public static string Home(IReadOnlyDictionary<string, string> environment, string variable, string belowHome)
    {
        if (environment.GetValueOrDefault(variable) is { Length: > 0 } told) return told;
        var home = environment.GetValueOrDefault("HOME") is { Length: > 0 } own ? own : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.Combine(home, belowHome);
    }

    private static string[] List(string folder, Func<string[]> list)
    {
        try
        {
            return Directory.Exists(folder) ? list() : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It went away meanwhile.
            return [];
        }
    }
}
