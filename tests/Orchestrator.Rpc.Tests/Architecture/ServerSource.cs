using System.Text.RegularExpressions;

namespace Orchestrator.Rpc.Tests.Architecture;

/// <summary>One C# file of the server, with its code apart from its comments.</summary>
/// <param name="Path">Path from the root, such as <c>server/Rpc/Connection.cs</c>.</param>
/// <param name="Lines">Its lines without comments; the first is line 1.</param>
internal sealed partial record ServerSource(string Path, IReadOnlyList<string> Lines)
{
    public static IReadOnlyList<ServerSource> All { get; } =
    [
        .. Repository.Files
            .Where(path => path.StartsWith("server/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => Parse(path, Repository.Read(path))),
    ];

    /// <summary>The folder directly under <c>server</c>; empty for a file outside every folder.</summary>
    public string Layer => Folders.FirstOrDefault("");

    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The namespace the file's folder asks for.</summary>
    public string ExpectedNamespace => string.Join('.', Folders.Prepend("Orchestrator"));

    private IEnumerable<string> Folders => Path.Split('/')[1..^1];

    public static ServerSource Parse(string path, string text) =>
        new(path, [.. text.Split('\n').Select(line => Comment().Replace(line, "").TrimEnd())]);

    /// <summary>Every match in the code, each with its place as <c>file:line</c>.</summary>
    public IEnumerable<(string Place, Match Match)> Find(Regex pattern) =>
        Lines.SelectMany((line, index) => pattern.Matches(line).Select(match => ($"{Path}:{index + 1}", match)));

    // Two slashes behind a colon belong to an address.
    [GeneratedRegex("(?<!:)//.*$")]
    private static partial Regex Comment();
}
