using System.Text.RegularExpressions;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Architecture;

/// <summary>
/// The rule of the server's folders: they are layers in one line, and a file uses only what stands to the left of its own.
/// </summary>
internal sealed partial class Layers(IReadOnlyList<string> order)
{
    /// <summary>The line as the README states it, such as <c>Protocol &lt; Common &lt; Storage</c>.</summary>
    public static Layers FromReadme()
    {
        var line = LayerLine().Match(Repository.Read("README.md"));
        return line.Success
            ? new Layers(line.Groups["line"].Value.Split(" < "))
            : throw new InvalidOperationException("README.md has no line 'Protocol < Common < …'.");
    }

    public IReadOnlyList<string> Order => order;

    /// <summary>What in a file breaks the rule, each with its place.</summary>
    public IEnumerable<string> Offences(ServerSource source)
    {
        if (!order.Contains(source.Layer))
            return [$"{source.Path}:1 stands in no layer of the README's line"];
        return NamespaceOffences(source).Concat(UseOffences(source));
    }

    private static IEnumerable<string> NamespaceOffences(ServerSource source)
    {
        var declared = source.Find(NamespaceLine()).ToList();
        // Top-level statements have no namespace.
        if (declared.Count == 0 && source.FileName != "Program.cs")
            return [$"{source.Path}:1 declares no namespace"];
        return declared
            .Where(entry => entry.Match.Groups["name"].Value != source.ExpectedNamespace)
            .Select(entry => $"{entry.Place} declares {entry.Match.Groups["name"].Value}, its folder is {source.ExpectedNamespace}");
    }

    private IEnumerable<string> UseOffences(ServerSource source)
    {
        var own = Position(source.Layer);
        return source.Find(QualifiedName())
            .Where(use => Position(use.Match.Groups["layer"].Value) > own)
            .Where(use => use.Match.Groups["root"].Success || IsServerName(use.Match.Value))
            .Select(use => $"{use.Place} uses {use.Match.Value}, but {source.Layer} stands left of {use.Match.Groups["layer"].Value}");
    }

    private int Position(string layer) => order.ToList().IndexOf(layer);

    // "Hosting.Program" inside namespace Orchestrator.Rpc is a qualified name too; "Sessions.Count" usually is not, and
    // "Sessions" alone is a member's name.
    private static bool IsServerName(string name) => name.Contains('.') && ServerNames.Value.Contains($"Orchestrator.{name}");

    private static readonly Lazy<HashSet<string>> ServerNames = new(() =>
        [.. typeof(ProtocolJson).Assembly.GetTypes().SelectMany(type => new[] { type.FullName!.Split('`')[0], type.Namespace ?? "" })]);

    [GeneratedRegex(@"^[ ]*(?<line>Protocol( < \w+)+)\r?$", RegexOptions.Multiline)]
    private static partial Regex LayerLine();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)")]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"(?<![\w.])(?<root>Orchestrator\.)?(?<layer>[A-Z]\w*)(\.[A-Z]\w*)?")]
    private static partial Regex QualifiedName();
}
