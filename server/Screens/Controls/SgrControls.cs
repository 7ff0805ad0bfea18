using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>SGR: how the next characters look. Colours may be separated by semicolons or by colons.</summary>
internal static class SgrControls
{
    private const int MaxUnderline = (int)Underline.Dashed;

    public static Style Apply(Style pen, Params parameters)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            var code = parameters[index];
            if (code is 38 or 48 or 58) index += ApplyColor(ref pen, parameters, index);
            else pen = Apply(pen, code, parameters.Subparams(index));
        }

        return pen;
    }

    private static Style Apply(in Style pen, int code, ReadOnlySpan<int> subparams) => code switch
    {
        0 => new Style(default, default, default, StyleFlags.None, Underline.None, pen.Link),
        1 => With(pen, StyleFlags.Bold),
        2 => With(pen, StyleFlags.Faint),
        3 => With(pen, StyleFlags.Italic),
        4 => pen with { Underline = UnderlineOf(subparams) },
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

    private static Style With(in Style pen, StyleFlags flags) => pen with { Flags = pen.Flags | flags };

    private static Style Without(in Style pen, StyleFlags flags) => pen with { Flags = pen.Flags & ~flags };

    private static Underline UnderlineOf(ReadOnlySpan<int> subparams) =>
        subparams.IsEmpty || subparams[0] is < 0 or > MaxUnderline ? Underline.Single : (Underline)subparams[0];

    // 38;5;n  38;2;r;g;b  38:5:n  38:2:space:r:g:b, and mixtures of them. The answer is how many further parameters it took.
    private static int ApplyColor(ref Style pen, Params parameters, int at)
    {
        // Target, model, colour space, then up to three numbers. Semicolons leave the colour space out.
        Span<int> parts = [0, 0, -1, 0, 0, 0];
        var taken = 0;
        var skipped = 0;
        do
        {
            parts[taken + skipped] = parameters[at + taken];
            var subparams = parameters.Subparams(at + taken);
            if (!subparams.IsEmpty)
            {
                TakeSubparams(parts, subparams, taken, skipped);
                break;
            }

            if ((parts[1] == 5 && taken + skipped >= 2) || (parts[1] == 2 && taken + skipped >= 5)) break;
            if (parts[1] != 0) skipped = 1;
            taken++;
        }
        while (at + taken < parameters.Count && taken + skipped < parts.Length);

        foreach (ref var part in parts[2..]) part = Math.Max(part, 0);
        if (ColorOf(parts) is not { } color) return taken;
        pen = parts[0] switch
        {
            38 => pen with { Foreground = color },
            48 => pen with { Background = color },
            _ => pen with { UnderlineColor = color },
        };
        return taken;
    }

    private static void TakeSubparams(Span<int> parts, ReadOnlySpan<int> subparams, int taken, int skipped)
    {
        for (var index = 0; index < subparams.Length; index++)
        {
            if (parts[1] == 5) skipped = 1;
            var place = taken + index + 1 + skipped;
            if (place >= parts.Length) return;
            parts[place] = subparams[index];
        }
    }

    private static Color? ColorOf(ReadOnlySpan<int> parts) => parts[1] switch
    {
        2 => Color.Rgb(parts[3], parts[4], parts[5]),
        5 => Color.Indexed(parts[3]),
        _ => null,
    };
}
