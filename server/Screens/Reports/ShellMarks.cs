using System.Globalization;
using System.Text;

namespace Orchestrator.Screens.Reports;

/// <summary>Reads the marks that shells set around prompts and commands.</summary>
internal static class ShellMarks
{
    // \xAB stands for one character.
    private const int EscapeLength = 4;

    /// <summary>OSC 133: <c>A</c>, <c>B</c>, <c>C</c>, <c>D;0</c>, each with options such as <c>;aid=1</c> that say nothing here.</summary>
    public static ScreenSignal.PromptMarked? ReadFinalTerm(ReadOnlySpan<char> payload) => ReportFields.Take(ref payload, ';') switch
    {
        "A" => new(PromptMark.PromptStart, null, null),
        "B" => new(PromptMark.InputStart, null, null),
        "C" => new(PromptMark.OutputStart, null, null),
        "D" => new(PromptMark.CommandEnd, ReadExitCode(payload), null),
        _ => null,
    };

    /// <summary>OSC 633, those of 133 and <c>E;command line</c>, <c>P;Cwd=/folder</c>, with escapes in both.</summary>
    public static ScreenSignal? ReadCode(ReadOnlySpan<char> payload)
    {
        var rest = payload;
        return ReportFields.Take(ref rest, ';') switch
        {
            "E" => new ScreenSignal.PromptMarked(PromptMark.CommandLine, null, ReadCommandLine(rest)),
            "P" => ReadProperty(rest),
            _ => ReadFinalTerm(payload),
        };
    }

    private static int? ReadExitCode(ReadOnlySpan<char> payload)
    {
        var field = ReportFields.Take(ref payload, ';');
        if (!long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)) return null;
        // Windows shells tell 0xC000013A as 3221225786, which is the same 32 bits.
        return code is >= int.MinValue and <= uint.MaxValue ? unchecked((int)code) : null;
    }

    // Cwd=/some\x3bfolder; too long a path is left out, not cut.
    private static ScreenSignal.WorkingFolderChanged? ReadProperty(ReadOnlySpan<char> text) =>
        text.Length > ReportText.MaxPath * EscapeLength ? null : WorkingFolderReports.ReadProperty(Unescape(text), "Cwd=");

    // A semicolon of the command is escaped; what follows a bare one is a nonce.
    private static string ReadCommandLine(ReadOnlySpan<char> payload) =>
        ReportText.Body(Unescape(ReportText.Cut(ReportFields.Take(ref payload, ';'), ReportText.MaxBody * EscapeLength)));

    // git commit -m \x22a\x3b b\\c\x22
    private static string Unescape(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        while (text.IndexOf('\\') is >= 0 and var escape)
        {
            plain.Append(text[..escape]);
            text = text[escape..];
            var (character, length) = ReadEscape(text);
            plain.Append(character);
            text = text[length..];
        }

        return plain.Append(text).ToString();
    }

    private static (char Character, int Length) ReadEscape(ReadOnlySpan<char> text)
    {
        if (text is ['\\', '\\', ..]) return ('\\', 2);
        if (text is ['\\', 'x' or 'X', _, _, ..]
            && byte.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            return ((char)code, EscapeLength);
        return ('\\', 1);
    }
}
