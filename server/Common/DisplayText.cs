using System.Text;

namespace Orchestrator.Common;

/// <summary>Makes text from programs and users fit for showing: control characters cannot reach a client's interface.</summary>
internal static class DisplayText
{
    /// <summary>
    /// One line of at most <paramref name="maxLength"/> characters: control characters and those that turn the
    /// direction of text go, runs of white space become one blank.
    /// </summary>
    public static string OneLine(string text, int maxLength)
    {
        var line = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > maxLength) break;
            if (Rune.IsWhiteSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            }
            else if (IsShown(rune))
            {
                line.Append(rune);
            }
        }

        return line.ToString().TrimEnd();
    }

    /// <summary>Several lines: as <see cref="OneLine"/>, but line breaks and indentation stay.</summary>
    public static string Lines(string text)
    {
        var lines = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is '\n' or '\t' || IsShown(rune)) lines.Append(rune);
        return lines.ToString().TrimEnd();
    }

    // Bidirectional overrides and isolates can make a text look like another one.
    private static bool IsShown(Rune rune) =>
        !Rune.IsControl(rune) && rune.Value is not ((>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF);
}
