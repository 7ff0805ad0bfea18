using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Common;

namespace Orchestrator.Agents.Own;

/// <summary>Checks what users wrote of their own agents.</summary>
internal static class OwnAgentText
{
    private const int MostArguments = 1000;

    /// <exception cref="InvalidDataException">One of them cannot be an argument.</exception>
    public static ImmutableArray<string> Arguments(ImmutableArray<string>? texts, string member)
    {
        var given = texts ?? [];
        return given.Length <= MostArguments && given.All(text => text?.Contains('\0') == false)
            ? given
            : throw new InvalidDataException($"its '{member}' are not at most {MostArguments} texts.");
    }

    /// <summary>A member that means nothing is a slip of the pen for one that does.</summary>
    /// <exception cref="InvalidDataException">There is one.</exception>
    public static void RequireNone(Dictionary<string, JsonElement>? others, string place)
    {
        if (others?.Keys.FirstOrDefault() is { } name)
            throw new InvalidDataException($"'{place}{DisplayText.OneLine(name, 100)}' means nothing there.");
    }
}
