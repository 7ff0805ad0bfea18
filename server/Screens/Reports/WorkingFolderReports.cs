namespace Orchestrator.Screens.Reports;

/// <summary>Reads in which folder a program works, in the forms that shells tell it.</summary>
internal static class WorkingFolderReports
{
    private const int MaxHost = 255;

    // Every byte of a path can be written as %AB.
    private const int MaxUrlPath = ReportText.MaxPath * 3;

    /// <summary>OSC 7: <c>file://host/some%20folder</c>, or <c>kitty-shell-cwd://host/some folder</c> where nothing is encoded.</summary>
    public static ScreenSignal.WorkingFolderChanged? ReadUrl(ReadOnlySpan<char> url)
    {
        const string Encoded = "file://", Plain = "kitty-shell-cwd://";
        if (url.StartsWith(Encoded, StringComparison.OrdinalIgnoreCase)) return ReadHostAndPath(url[Encoded.Length..], isEncoded: true);
        if (url.StartsWith(Plain, StringComparison.OrdinalIgnoreCase)) return ReadHostAndPath(url[Plain.Length..], isEncoded: false);
        return null;
    }

    /// <summary>A path alone.</summary>
    public static ScreenSignal.WorkingFolderChanged? ReadPath(ReadOnlySpan<char> path) =>
        ReportText.Path(path) is { } folder ? new(folder, null) : null;

    /// <summary>A path behind the name of a property, such as <c>CurrentDir=</c>; nothing for another property.</summary>
    public static ScreenSignal.WorkingFolderChanged? ReadProperty(ReadOnlySpan<char> text, string property) =>
        text.StartsWith(property, StringComparison.Ordinal) ? ReadPath(text[property.Length..]) : null;

    private static ScreenSignal.WorkingFolderChanged? ReadHostAndPath(ReadOnlySpan<char> text, bool isEncoded)
    {
        var slash = text.IndexOf('/');
        if (slash is < 0 or > MaxHost || text.Length - slash > MaxUrlPath) return null;
        var path = isEncoded ? Uri.UnescapeDataString(text[slash..]) : text[slash..];
        // file:///C:/folder
        if (path is ['/', _, ':', '/' or '\\', ..] && char.IsAsciiLetter(path[1])) path = path[1..];
        var host = ReportText.IsIdentifier(text[..slash]) ? text[..slash].ToString() : null;
        return ReportText.Path(path) is { } folder ? new(folder, host) : null;
    }
}
