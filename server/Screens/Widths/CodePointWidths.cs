namespace Orchestrator.Screens.Widths;

/// <summary>Columns that a code point takes by itself, exactly as the terminal of VS Code counts them.</summary>
internal static class CodePointWidths
{
    /// <summary>
    /// The version by which xterm.js and VS Code call these widths (their setting is "11"). The data behind that name
    /// are those of Unicode 12.1.
    /// </summary>
    public const string UnicodeVersion = "11.0";

    /// <summary>
    /// 0, 1 or 2 columns of a code point up to U+10FFFF. Wide is what Unicode calls wide or fullwidth; nothing is taken
    /// by marks (Mn, Me), by format characters (Cf) other than the soft hyphen, by the jamo U+1160 to U+11FF, and by
    /// control characters. Surrogates take one.
    /// </summary>
    public static int Of(int codePoint) => CodePointWidthTable.Of(codePoint);
}
