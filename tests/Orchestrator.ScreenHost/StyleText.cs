using System.Globalization;
using System.Text;
using Orchestrator.Screens.Cells;

namespace Orchestrator.ScreenHost;

/// <summary>Styles as text, each made once; the default style is empty.</summary>
internal sealed class StyleText(CellTables tables)
{
    private static readonly (StyleFlags Flag, char Letter)[] Letters =
    [
        (StyleFlags.Bold, 'B'), (StyleFlags.Faint, 'F'), (StyleFlags.Italic, 'I'), (StyleFlags.Blink, 'K'),
        (StyleFlags.Inverse, 'V'), (StyleFlags.Invisible, 'H'), (StyleFlags.Strikethrough, 'S'),
        (StyleFlags.Overline, 'O'), (StyleFlags.Protected, 'P'),
    ];

    private readonly Dictionary<int, string> _known = [];

    public string Of(Cell cell)
    {
        if (_known.TryGetValue(cell.Style, out var text)) return text;
        return _known[cell.Style] = Of(tables.Styles[cell.Style]);
    }

    public string Of(Style style)
    {
        if (style == default) return "";
        var text = new StringBuilder();
        AddColor(text, 'f', style.Foreground);
        AddColor(text, 'b', style.Background);
        if (style.Underline != Underline.None) text.Append('u').Append((int)style.Underline);
        // The colour of a line that is not drawn is kept by nobody.
        if (style.Underline != Underline.None || style.Link != 0) AddColor(text, 'c', style.UnderlineColor);
        AddFlags(text, style.Flags);
        if (style.Link != 0) text.Append('L').Append(tables.Links[style.Link].Uri);
        return text.ToString();
    }

    /// <summary>What an xterm keeps of a pen with the cursor: of the underline only whether there is one.</summary>
    public static string OfSaved(Style style)
    {
        var text = new StringBuilder();
        AddColor(text, 'f', style.Foreground);
        AddColor(text, 'b', style.Background);
        if (style.Underline != Underline.None) text.Append('u');
        AddFlags(text, style.Flags);
        return text.ToString();
    }

    private static void AddFlags(StringBuilder text, StyleFlags flags)
    {
        foreach (var (flag, letter) in Letters)
            if ((flags & flag) != 0) text.Append(letter);
    }

    private static void AddColor(StringBuilder text, char use, Color color)
    {
        switch (color.Kind)
        {
            case ColorKind.Ansi:
                text.Append(use).Append('a').Append(CultureInfo.InvariantCulture, $"{color.Index:x}");
                break;
            case ColorKind.Indexed:
                text.Append(use).Append('i').Append(CultureInfo.InvariantCulture, $"{color.Index:x}");
                break;
            case ColorKind.Rgb:
                text.Append(use).Append('r').Append(CultureInfo.InvariantCulture, $"{color.Bits & 0xFFFFFF:x}");
                break;
        }
    }
}
