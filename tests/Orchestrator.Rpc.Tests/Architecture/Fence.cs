using System.Text.RegularExpressions;

namespace Orchestrator.Rpc.Tests.Architecture;

/// <summary>Something that only some of the server's folders may use.</summary>
/// <param name="Name">What is fenced, for the message.</param>
/// <param name="Pattern">How its use looks in code.</param>
/// <param name="Layers">Folders that may use it.</param>
/// <param name="Files">Names of single files that may use it too, each with the reason.</param>
internal sealed record Fence(string Name, Regex Pattern, string[] Layers, params (string File, string Reason)[] Files)
{
    public static IReadOnlyList<Fence> All { get; } =
    [
        new("StreamJsonRpc", new(@"\bStreamJsonRpc\b"), ["Protocol", "Rpc"],
            ("ContractSurface.cs", "reads the attributes that give the contract's methods their names")),
        new("SQLite", new(@"\b(Microsoft\.Data\.Sqlite|SQLitePCL)\b"), ["Storage"]),
        new("starting a process", new(@"\bProcess\.Start\(|\bnew Process\b|\bProcessStartInfo\b"), ["Terminals"],
            ("CommandRunner.cs", "runs short commands such as git; everything that lasts belongs to Terminals")),
        new("the console", new(@"\bConsole\."), ["Hosting"]),
        new("native calls", new(@"\b(LibraryImport|DllImport)\b"), ["Terminals"],
            ("PeerIdentity.cs", "asks the system which user is at the other end of a socket")),
        new("ConfigureAwait", new(@"\bConfigureAwait\("), []),
    ];

    /// <summary>Forbidden uses in a file, each with its place.</summary>
    public IEnumerable<string> Offences(ServerSource source)
    {
        if (Layers.Contains(source.Layer) || Files.Any(allowed => allowed.File == source.FileName))
            return [];
        return source.Find(Pattern).Select(use => $"{use.Place} uses {Name}");
    }
}
