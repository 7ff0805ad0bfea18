using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>SGR: how the next characters look. Colours may be separated by semicolons or by colons.</summary>
internal static class SgrControls
{
    private const int MaxUnderline = (int)Underline.Dashed;

    /// <summary>The pen after a sequence; its link stays.</summary>
    public static Style Apply(Style pen, Params parameters)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            var code = parameters[index];
            if (code is 38 or 48 or 58)
            {
                var taken = SgrColor.Read(parameters, index, out var color);
                if (color is { } known) pen = WithColor(pen, code, known);
                index += taken;
            }
            else
            {
                pen = Apply(pen, code, parameters, index);
            }
        }

        return pen;
    }

    private static Style Apply(Style pen, int code, Params parameters, int index) => code switch
    {
        0 => new Style { Link = pen.Link },
        1 => With(pen, StyleFlags.Bold),
        2 => With(pen, StyleFlags.Faint),
        3 => With(pen, StyleFlags.Italic),
        4 => pen with { Underline = UnderlineOf(parameters.Subparams(index)) },
        5 => With(pen, StyleFlags.Blink),
        7 => With(pen, StyleFlags.Inverse),
        8 => With(pen, StyleFlags.Invisible),
        9 => With(pen, StyleFlags.Strikethrough),
        21 => pen with { Underline = Underline.Double },
        22 => Without(pen, StyleFlags.Bold | StyleFlags.Faint),
        23 => Without(pen, StyleFlags.Italic),
        24 => pen with { Underline = Underline.None },
        25 => Without(pen, StyleFlags.Blink),
        27 => Without(pen, StyleFlags.Inverse),
        28 => Without(pen, StyleFlags.Invisible),
        29 => Without(pen, StyleFlags.Strikethrough),
        >= 30 and <= 37 => pen with { Foreground = Color.Ansi(code - 30) },
        39 => pen with { Foreground = default },
        >= 40 and <= 47 => pen with { Background = Color.Ansi(code - 40) },
        49 => pen with { Background = default },
        53 => With(pen, StyleFlags.Overline),
        55 => Without(pen, StyleFlags.Overline),
        59 => pen with { UnderlineColor = default },
        >= 90 and <= 97 => pen with { Foreground = Color.Ansi(code - 90 + 8) },
        >= 100 and <= 107 => pen with { Background = Color.Ansi(code - 100 + 8) },
        _ => pen,
    };

    private static Style With(Style pen, StyleFlags flags) => pen with { Flags = pen.Flags | flags };

    private static Style Without(Style pen, StyleFlags flags) => pen with { Flags = pen.Flags & ~flags };

    private static Style WithColor(Style pen, int code, Color color) => code switch
    {
        38 => pen with { Foreground = color },
        48 => pen with { Background = color },
        _ => pen with { UnderlineColor = color },
    };

    private static Underline UnderlineOf(ReadOnlySpan<int> subparams) =>
        subparams.IsEmpty || subparams[0] is < 0 or > MaxUnderline ? Underline.Single : (Underline)subparams[0];
}
