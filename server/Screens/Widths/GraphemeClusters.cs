using System.Globalization;
using System.Text;

namespace Orchestrator.Screens.Widths;

/// <summary>
/// What belongs together in one cell and how wide it is, for programs that turned on mode 2027. Clusters are those of
/// <see cref="StringInfo"/>, which needs no ICU: in .NET 10 the data of Unicode 16.0 with the rules of UAX #29,
/// revision 35, that is without GB9c, so that Indic conjuncts fall apart after their virama.
/// </summary>
internal static class GraphemeClusters
{
    /// <summary>The version of the data that both clusters and their widths go by.</summary>
    public const string UnicodeVersion = "16.0";

    /// <summary>
    /// Characters at the end of a cluster that decide. Text has none that is longer; of what somebody piles up all the
    /// same, a pictograph further back no longer takes another one.
    /// </summary>
    private const int DecidingChars = 64;

    private const int TextSelector = 0xFE0E, EmojiSelector = 0xFE0F;

    /// <summary>True when <paramref name="codePoint"/> belongs to the cluster that stands before it.</summary>
    /// <param name="cluster">What stands there; nothing joins an empty one.</param>
    /// <param name="codePoint">A code point that is shown.</param>
    public static bool Joins(ReadOnlySpan<char> cluster, int codePoint)
    {
        if (cluster.IsEmpty || !Rune.TryCreate(codePoint, out var rune)) return false;
        var deciding = cluster[^Math.Min(cluster.Length, DecidingChars)..];
        Span<char> text = stackalloc char[DecidingChars + 2];
        deciding.CopyTo(text);
        text = text[..(deciding.Length + rune.EncodeToUtf16(text[deciding.Length..]))];

        var position = 0;
        while (position < deciding.Length) position += StringInfo.GetNextTextElementLength(text[position..]);
        return position > deciding.Length;
    }

    /// <summary>
    /// False when a code point neither joins another nor takes one in, so that <see cref="Joins"/> is false when this is
    /// for both the new code point and the last one of the cluster: Latin, Cyrillic, Han, kana, line drawing. True does
    /// not tell that it joins.
    /// </summary>
    public static bool MayJoin(int codePoint) => ClassOf(codePoint) is not (BreakClass.Other or BreakClass.Control);

    /// <summary>
    /// Sharper with the last code point before: also false between Hangul syllables and between emoji that no joiner
    /// connects. False exactly when no cluster that ends in <paramref name="last"/> takes <paramref name="codePoint"/>,
    /// but for the difference between LV and LVT.
    /// </summary>
    public static bool MayJoin(int last, int codePoint) => (TakenAfter(ClassOf(codePoint)) >> (int)ClassOf(last) & 1) != 0;

    /// <summary>
    /// Columns of a cluster, 1 or 2: those of its first code point, which the selectors change. U+FE0F makes two of a
    /// code point that has both presentations, U+FE0E makes one of it; a code point that Unicode lists no presentations
    /// for (emoji-variation-sequences.txt) keeps its own. A pair of regional indicators, a flag, has two, a single one
    /// has one.
    /// </summary>
    /// <remarks>
    /// The rule of <see href="https://sw.kovidgoyal.net/kitty/text-sizing-protocol/#unicode-variation-selectors">kitty's
    /// text sizing protocol</see>, with the code points that ghostty lets selectors apply to: kitty narrows all emoji.
    /// </remarks>
    public static int Width(ReadOnlySpan<char> cluster)
    {
        Rune.DecodeFromUtf16(cluster, out var first, out var length);
        var last = PresentationsOf(first.Value);
        var width = last.HasFlag(Presentations.Wide) ? 2 : 1;
        var lastIsFlagHalf = ClassOf(first.Value) == BreakClass.RegionalIndicator;
        foreach (var rune in cluster[length..].EnumerateRunes())
        {
            var isFlagHalf = ClassOf(rune.Value) == BreakClass.RegionalIndicator;
            if (isFlagHalf && lastIsFlagHalf) width = 2;
            if (last.HasFlag(Presentations.Selectable))
                width = rune.Value switch
                {
                    EmojiSelector => 2,
                    TextSelector when last.HasFlag(Presentations.Wide) => 1,
                    _ => width,
                };
            last = PresentationsOf(rune.Value);
            lastIsFlagHalf = isFlagHalf;
        }
        return width;
    }

    private static BreakClass ClassOf(int codePoint) => (BreakClass)BreakClassTable.Of(codePoint);

    private static Presentations PresentationsOf(int codePoint) => (Presentations)PresentationTable.Of(codePoint);

    // The classes after which a class may continue a cluster, one bit each; the rules are those of UAX #29.
    private static int TakenAfter(BreakClass joining) => joining switch
    {
        BreakClass.Control => 0, // GB5
        BreakClass.Extend or BreakClass.ZeroWidthJoiner or BreakClass.SpacingMark => ~Bit(BreakClass.Control), // GB9, GB9a
        BreakClass.HangulLeading or BreakClass.HangulSyllable => Bit(BreakClass.Prepend) | Bit(BreakClass.HangulLeading), // GB6
        BreakClass.HangulVowel => Bit(BreakClass.Prepend) | Bit(BreakClass.HangulLeading) | Bit(BreakClass.HangulVowel) | Bit(BreakClass.HangulSyllable), // GB6, GB7
        BreakClass.HangulTrailing => Bit(BreakClass.Prepend) | Bit(BreakClass.HangulVowel) | Bit(BreakClass.HangulTrailing) | Bit(BreakClass.HangulSyllable), // GB7, GB8
        BreakClass.Pictograph => Bit(BreakClass.Prepend) | Bit(BreakClass.ZeroWidthJoiner), // GB11
        BreakClass.RegionalIndicator => Bit(BreakClass.Prepend) | Bit(BreakClass.RegionalIndicator), // GB12
        _ => Bit(BreakClass.Prepend), // GB9b
    };

    private static int Bit(BreakClass value) => 1 << (int)value;
}
