using System.Collections.Immutable;
using System.Text;

namespace Orchestrator.Agents.Transcripts;

/// <summary>Tells lines by their first bytes. Quotes within JSON texts are escaped, so a text never looks like a member.</summary>
internal static class LineStart
{
    /// <summary>The starts as UTF-8.</summary>
    public static ImmutableArray<byte[]> Of(params ReadOnlySpan<string> starts) =>
        [.. starts.ToArray().Select(Encoding.UTF8.GetBytes)];

    /// <summary>The starts of objects whose first member is this type.</summary>
    public static ImmutableArray<byte[]> OfTypes(params ReadOnlySpan<string> types) =>
        [.. types.ToArray().Select(type => Encoding.UTF8.GetBytes("{\"type\":\"" + type + "\""))];

    public static bool StartsWithAny(this ReadOnlySpan<byte> line, ImmutableArray<byte[]> starts)
    {
        foreach (var start in starts)
            if (line.StartsWith(start)) return true;
        return false;
    }

    public static bool ContainsAny(this ReadOnlySpan<byte> line, ImmutableArray<byte[]> parts)
    {
        foreach (var part in parts)
            if (line.IndexOf(part) >= 0) return true;
        return false;
    }
}
