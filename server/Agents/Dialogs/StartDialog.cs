using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Orchestrator.Agents.Dialogs;

/// <summary>A dialog that an agent's program shows by itself before it takes prompts.</summary>
internal sealed class StartDialog
{
    // Linear, whatever a program prints; a screen has many lines.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    /// <param name="asks">What the program wants, in plain words that go on from its name.</param>
    /// <param name="words">
    /// Regular expression of the words that a screen ends with while the dialog stands on it; the group <c>folder</c> is the
    /// folder that it is about.
    /// </param>
    public StartDialog(string asks, [StringSyntax(StringSyntaxAttribute.Regex)] string words)
    {
        Asks = asks;
        // Below a conversation that quotes the words stands a composer.
        Words = new Regex($@"{words}\z", Options);
    }

    public string Asks { get; }

    public Regex Words { get; }

    /// <summary>What the program says of it where it reports that it is blocked (OSC 7501); null where it says nothing.</summary>
    public string? Report { get; init; }

    /// <summary>
    /// The keys that say yes, one after the other, each for the words of a screen on which it does only that; none where
    /// nothing is typed.
    /// </summary>
    public ImmutableArray<DialogKey> YesKeys { get; init; } = [];

    /// <summary>A key for what stands on the screen.</summary>
    public static DialogKey Key(string key, [StringSyntax(StringSyntaxAttribute.Regex)] string at) => new(key, new Regex(at, Options));
}

/// <summary>A key that is pressed while certain words stand on the screen.</summary>
/// <param name="Key">What the terminal sends for it.</param>
/// <param name="At">The words.</param>
internal sealed record DialogKey(string Key, Regex At);

/// <summary>A dialog as it stands on a screen.</summary>
/// <param name="Dialog">Which one.</param>
/// <param name="Words">All words of the screen.</param>
/// <param name="Folder">The folder that it is about, as it is shown; null where none can be read.</param>
/// <param name="IsAlone">True when nothing else stands on the screen.</param>
internal sealed record SeenDialog(StartDialog Dialog, string Words, string? Folder, bool IsAlone)
{
    /// <summary>True when it is about this folder and no other one.</summary>
    public bool IsAbout(string folder) => Folder is not null && ScreenWords.Squeeze(Folder) == ScreenWords.Squeeze(folder);
}
