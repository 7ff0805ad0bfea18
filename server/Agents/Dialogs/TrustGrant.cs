using System.Collections.Immutable;
using System.Text;

namespace Orchestrator.Agents.Dialogs;

/// <summary>How an agent's program is told at its start that it may trust its folder, for that run alone. Nothing is typed for it.</summary>
internal sealed record TrustGrant
{
    /// <summary>Stands in an argument for the folder, as a text of TOML.</summary>
    public const string FolderPlace = "{folder}";

    /// <summary>Arguments that say it.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Environment variables that say it.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The arguments for a folder.</summary>
    public IEnumerable<string> ArgumentsFor(string folder) =>
        Arguments.Select(argument => argument.Replace(FolderPlace, Toml(folder), StringComparison.Ordinal));

    // "/src/my \"repo\""
    private static string Toml(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (char.IsControl(character)) quoted.Append($"\\u{(int)character:X4}");
            else quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }
}
