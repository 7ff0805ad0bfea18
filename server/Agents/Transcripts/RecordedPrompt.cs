using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Orchestrator.Agents.Transcripts;

/// <summary>A prompt that an agent has on record. Its text stays where it is: a fingerprint tells whether it is a given one.</summary>
/// <param name="Fingerprint">See <see cref="FingerprintOf"/>.</param>
/// <param name="At">When the agent had it; null when the record does not say.</param>
internal sealed partial record RecordedPrompt(string Fingerprint, DateTimeOffset? At)
{
    /// <summary>How many are remembered, the newest ones.</summary>
    public const int MaxRemembered = 8;

    private const int FingerprintBytes = 8;

    // What begins with one of these is for the program, or for a shell, and stands in no record as a prompt.
    private const string SpecialStarts = "/!#?";

    public static RecordedPrompt Of(string text, DateTimeOffset? at) => new(FingerprintOf(text), at);

    /// <summary>True of a text that a program takes for a prompt, and not for a command to itself.</summary>
    public static bool IsPrompt(string text) => text.TrimStart() is [var first, ..] && !SpecialStarts.Contains(first, StringComparison.Ordinal);

    /// <summary>
    /// The same for all that agents make of one text: they add or change white space, lose control characters, and put
    /// a long paste between tags of their own.
    /// </summary>
    public static string FingerprintOf(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var rune in PasteTag().Replace(text, "").EnumerateRunes())
            if (!Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune)) bare.Append(rune);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(bare.ToString())).AsSpan(0, FingerprintBytes));
    }

    // <pasted_content id="1">…</pasted_content>
    [GeneratedRegex("</?pasted_content[^>]*>")]
    private static partial Regex PasteTag();
}
