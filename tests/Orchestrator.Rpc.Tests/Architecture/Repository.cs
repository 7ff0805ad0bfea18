namespace Orchestrator.Rpc.Tests.Architecture;

/// <summary>The source tree the tests were built from.</summary>
internal static class Repository
{
    private const string Marker = "Orchestrator.Rpc.sln";

    public static string Root { get; } = FindRoot();

    /// <summary>Every file that is not ignored, by its path from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. FilesUnder("", IgnoredFolders()).Order(StringComparer.Ordinal)];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Marker)))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No folder above the tests holds {Marker}.");
    }

    private static IEnumerable<string> FilesUnder(string folder, HashSet<string> ignored)
    {
        foreach (var entry in new DirectoryInfo(Path.Combine(Root, folder)).EnumerateFileSystemInfos())
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (entry is FileInfo)
                yield return path;
            else if (entry.LinkTarget is null && !ignored.Contains(entry.Name) && !ignored.Contains(path))
                foreach (var file in FilesUnder(path, ignored))
                    yield return file;
        }
    }

    // The tree may be an export without a git folder, so git is not asked: .gitignore names whole folders, as in "bin/".
    private static HashSet<string> IgnoredFolders() =>
        [.. File.ReadLines(Path.Combine(Root, ".gitignore"))
            .Where(line => line.EndsWith('/'))
            .Select(line => line.Trim('/'))
            .Append(".git")];
}
