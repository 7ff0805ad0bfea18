using System.Collections.Frozen;

namespace Orchestrator.Screens.Cells;

/// <summary>
/// A character set that a program can designate (SCS): what it shows instead of some ASCII characters. There is one
/// object for each final byte, so that a set can be told by reference.
/// </summary>
internal sealed class Charset
{
    private const char Ascii = 'B';
    private const int AsciiCharacters = 128;

    /// <summary>
    /// DEC special graphics, and the national replacement sets of the VT220 (Programmer Reference Manual, tables 2-4 to
    /// 2-15): their final bytes, the ASCII characters they replace, and what is shown for these.
    /// </summary>
    private static readonly (string Finals, string Replaced, string Shown)[] Sets =
    [
        ("0", "`abcdefghijklmnopqrstuvwxyz{|}~", "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"),
        ("A", "#", "£"), // British
        // Dutch. xterm.js writes the ligature ij and the florin with plain letters, of which a cell takes the first.
        ("4", "#@[\\]{|}~", "£¾i½|¨f¼´"),
        ("C5", "[\\]^`{|}~", "ÄÖÅÜéäöåü"), // Finnish
        ("R", "#@[\\]{|}~", "£à°ç§éùè¨"), // French
        ("Q", "@[\\]^`{|}~", "àâçêîôéùèû"), // French Canadian
        ("K", "@[\\]{|}~", "§ÄÖÜäöüß"), // German
        ("Y", "#@[\\]`{|}~", "£§°çéùàòèì"), // Italian
        ("E6", "@[\\]^`{|}~", "ÄÆØÅÜäæøåü"), // Norwegian and Danish
        ("Z", "#@[\\]{|}", "£§¡Ñ¿°ñç"), // Spanish
        ("H7", "@[\\]^`{|}~", "ÉÄÖÅÜéäöåü"), // Swedish
        ("=", "#@[\\]^_`{|}~", "ùàéçêîèôäöüû"), // Swiss
    ];

    private static readonly FrozenDictionary<char, Charset> ByFinal = Sets
        .SelectMany(set => set.Finals.Select(final => new Charset(final, Shown(set.Replaced, set.Shown))))
        .ToFrozenDictionary(charset => charset.Final);

    private readonly char[] _shown;

    private Charset(char final, char[] shown)
    {
        Final = final;
        _shown = shown;
    }

    /// <summary>The byte that designates it.</summary>
    public char Final { get; }

    /// <summary>The code point shown for an ASCII one.</summary>
    public int Map(int ascii) => _shown[ascii];

    /// <summary>The set that <paramref name="final"/> designates; null for plain ASCII and for sets that are not known.</summary>
    public static Charset? Find(char final) => ByFinal.GetValueOrDefault(final);

    /// <summary>True when <paramref name="final"/> designates a set or plain ASCII; other designations change nothing.</summary>
    public static bool IsKnown(char final) => final == Ascii || ByFinal.ContainsKey(final);

    private static char[] Shown(string replaced, string shown)
    {
        var table = new char[AsciiCharacters];
        for (var code = 0; code < table.Length; code++) table[code] = (char)code;
        for (var index = 0; index < replaced.Length; index++) table[replaced[index]] = shown[index];
        return table;
    }
}
