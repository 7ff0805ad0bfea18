using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Orchestrator.Screens.Reports;

/// <summary>
/// Answers XTGETTCAP, where programs ask what a terminal can do by the names of terminfo, in hexadecimal digits. Only
/// what is true of this terminal is told; writing the clipboard (<c>Ms</c>) and keys are not among it.
/// </summary>
internal static class TerminfoAnswers
{
    /// <summary>Most names of one query that are answered.</summary>
    public const int MaxNames = 128;

    /// <summary>Most hexadecimal digits of a name; no name of terminfo is nearly as long.</summary>
    public const int MaxDigits = 64;

    // By the name in digits as programs write them; null for abilities that have no value.
    private static readonly FrozenDictionary<string, string?> Values = new Dictionary<string, string?>
    {
        ["TN"] = "xterm-256color",
        ["name"] = "xterm-256color",
        ["Co"] = "256",
        ["colors"] = "256",
        ["RGB"] = "8",
        ["Tc"] = null,
        ["Su"] = null,
        ["setrgbf"] = "\e[38;2;%p1%d;%p2%d;%p3%dm",
        ["setrgbb"] = "\e[48;2;%p1%d;%p2%d;%p3%dm",
        ["Smulx"] = "\e[4:%p1%dm",
        ["Setulc"] = "\e[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%dm",
        ["Smol"] = "\e[53m",
        ["Rmol"] = "\e[55m",
        ["smxx"] = "\e[9m",
        ["rmxx"] = "\e[29m",
        ["Ss"] = "\e[%p1%d q",
        ["Se"] = "\e[2 q",
    }.ToFrozenDictionary(entry => Hex(entry.Key), entry => entry.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers each name of <paramref name="names"/>, such as <c>544e;436f</c>, on its own.</summary>
    public static void Write(IBufferWriter<byte> target, ReadOnlySpan<char> names)
    {
        for (var count = 0; count < MaxNames && !names.IsEmpty; count++)
            WriteName(target, ReportFields.Take(ref names, ';'));
    }

    private static void WriteName(IBufferWriter<byte> target, ReadOnlySpan<char> name)
    {
        // What is sent back becomes the program's input: nothing but digits may come through.
        if (!IsHex(name)) name = [];
        var isKnown = Values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var value);
        target.Write(isKnown ? "\eP1+r"u8 : "\eP0+r"u8);
        target.WriteAscii(name);
        if (value is not null)
        {
            target.Write("="u8);
            target.WriteAscii(Hex(value));
        }

        target.Write("\e\\"u8);
    }

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
            if (!char.IsAsciiHexDigit(digit)) return false;
        return digits.Length <= MaxDigits;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
