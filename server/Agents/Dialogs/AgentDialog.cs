using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Dialogs;

/// <summary>A dialog of an agent's program that is known by the words on its screen: before it takes prompts, or amid a turn.</summary>
internal sealed class AgentDialog
{
    // Linear, whatever a program prints; a screen has many lines.
    internal const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    // Made for the first screen that is looked at: those of all agents would hold up the start of the host.
    private readonly Lazy<Regex> _words;

    /// <param name="asks">What the program wants, in plain words that go on from its name.</param>
    /// <param name="words">
    /// Regular expression of the words that a screen ends with while the dialog stands on it; the group <c>folder</c> is the
    /// folder that it is about, the group <c>told</c> what people are told of it in its own words.
    /// </param>
    public AgentDialog(string asks, [StringSyntax(StringSyntaxAttribute.Regex)] string words)
    {
        Asks = asks;
        // Below a conversation that quotes the words stands a composer.
        _words = new Lazy<Regex>(() => new Regex($@"{words}\z", Options));
    }

    public string Asks { get; }

    public Regex Words => _words.Value;

    /// <summary>What the agent is doing, as people are told, while the dialog stands there.</summary>
    public SessionActivity Activity { get; init; } = SessionActivity.NeedsAnswer;

    /// <summary>What the program says of it where it reports that it is blocked (OSC 7501); null where it says nothing.</summary>
    public string? Report { get; init; }

    /// <summary>
    /// The keys that say yes, one after the other, each for the words of a screen on which it does only that; none where
    /// nothing is typed.
    /// </summary>
    public ImmutableArray<DialogKey> YesKeys { get; init; } = [];

    /// <summary>Which of these dialogs stands on a screen with these words; null for none.</summary>
    public static SeenDialog? Find(ImmutableArray<AgentDialog> dialogs, string words)
    {
        foreach (var dialog in dialogs)
        {
            if (dialog.Words.Match(words) is { Success: true } match)
                return new SeenDialog(dialog, words, Group(match, "folder"), match.Index == 0) { Told = Group(match, "told") };
        }

        return null;
    }

    private static string? Group(Match match, string name) => match.Groups[name] is { Success: true } group ? group.Value : null;
}

/// <summary>A key that is pressed while certain words stand on the screen.</summary>
/// <param name="key">What the terminal sends for it.</param>
/// <param name="at">Regular expression of the words.</param>
internal sealed class DialogKey(string key, [StringSyntax(StringSyntaxAttribute.Regex)] string at)
{
    private readonly Lazy<Regex> _at = new(() => new Regex(at, AgentDialog.Options));

    public string Key => key;

    public Regex At => _at.Value;
}

/// <summary>A dialog as it stands on a screen.</summary>
/// <param name="Dialog">Which one.</param>
/// <param name="Words">All words of the screen.</param>
/// <param name="Folder">The folder that it is about, as it is shown; null where none can be read.</param>
/// <param name="IsAlone">True when nothing else stands on the screen.</param>
internal sealed record SeenDialog(AgentDialog Dialog, string Words, string? Folder, bool IsAlone)
{
    /// <summary>What people are told of it in its own words; null where those of <see cref="AgentDialog.Asks"/> say it better.</summary>
    public string? Told { get; init; }

    /// <summary>What it wants, as people are told.</summary>
    public string Asks => Told ?? Dialog.Asks;

    /// <summary>True when it is about this folder and no other one.</summary>
    public bool IsAbout(string folder) => Folder is not null && ScreenWords.Squeeze(Folder) == ScreenWords.Squeeze(folder);
}
