namespace Orchestrator.Common;

/// <summary>Paths of folders without links in them, by which two ways to one folder are known to be the same.</summary>
internal static class RealPath
{
    // What Linux allows; more of them are a circle.
    private const int MostLinks = 40;

    /// <summary>How paths are compared here: what differs in case alone is another folder, except on Windows.</summary>
    public static readonly StringComparison Comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The folder without links and without a separator at its end; null when it is not there, or not to be looked at.</summary>
    /// <param name="folder">A full path.</param>
    public static string? Of(string folder)
    {
        try
        {
            return Path.GetPathRoot(folder) is { Length: > 0 } root && Resolve(root, folder[root.Length..]) is { } real && Directory.Exists(real)
                ? real
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Nothing can be said of a folder that may not be looked at.
            return null;
        }
    }

    /// <summary>True when a folder is another one, or stands below it. Both are real paths.</summary>
    public static bool IsWithin(string folder, string above)
    {
        if (string.Equals(folder, above, Comparison)) return true;
        var prefix = Path.EndsInDirectorySeparator(above) ? above : above + Path.DirectorySeparatorChar;
        return folder.StartsWith(prefix, Comparison);
    }

    private static string? Resolve(string root, string rest)
    {
        var real = root;
        var due = new Stack<string>(Segments(rest));
        for (var links = 0; due.TryPop(out var segment);)
        {
            if (segment == ".") continue;
            // Up from where the links have led, as the system goes.
            if (segment == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, segment);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) return null;
            if (Path.GetPathRoot(target) is { Length: > 0 } targetRoot) (real, target) = (targetRoot, target[targetRoot.Length..]);
            foreach (var part in Segments(target)) due.Push(part);
        }

        return real;
    }

    // The last one first, as they are pushed.
    private static IEnumerable<string> Segments(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse();
}
