using System.Globalization;
using Orchestrator.Screens.Cells;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>The length of the shortest SGR sequence that leads from one style to another.</summary>
internal static class SgrLength
{
    /// <summary>What turns attributes on, what turns them off, and which ones that affects.</summary>
    private static readonly (StyleFlags Flag, string On, string Off)[] Attributes =
    [
        (StyleFlags.Bold, "1", "22"), (StyleFlags.Faint, "2", "22"), (StyleFlags.Italic, "3", "23"),
        (StyleFlags.Blink, "5", "25"), (StyleFlags.Inverse, "7", "27"), (StyleFlags.Invisible, "8", "28"),
        (StyleFlags.Strikethrough, "9", "29"), (StyleFlags.Overline, "53", "55"),
    ];

    private const StyleFlags Weights = StyleFlags.Bold | StyleFlags.Faint;

    /// <summary>Bytes, 0 when the styles look the same. Links are no part of SGR.</summary>
    public static int OfChange(Style from, Style to)
    {
        var plain = new Style();
        var step = Parameters(from, to);
        if (step.Count == 0) return 0;
        // A lone reset needs no parameter at all; before others it is an empty one.
        var afresh = Parameters(plain, to).Prepend("");
        return "\e[m".Length + Math.Min(Joined(step), Joined(afresh));
    }

    private static int Joined(IEnumerable<string> parameters) => string.Join(';', parameters).Length;

    private static List<string> Parameters(Style from, Style to)
    {
        var parameters = new List<string>();
        AddFlags(parameters, from.Flags, to.Flags);
        if (from.Underline != to.Underline) parameters.Add(UnderlineOf(to.Underline));
        if (from.Foreground != to.Foreground) parameters.Add(ColorOf(to.Foreground, 30));
        if (from.Background != to.Background) parameters.Add(ColorOf(to.Background, 40));
        if (from.UnderlineColor != to.UnderlineColor) parameters.Add(ColorOf(to.UnderlineColor, 50));
        return parameters;
    }

    private static void AddFlags(List<string> parameters, StyleFlags from, StyleFlags to)
    {
        if ((from & ~to & Weights) != 0)
        {
            // One parameter ends both weights.
            parameters.Add("22");
            from &= ~Weights;
        }

        foreach (var (flag, on, off) in Attributes)
            if (((from ^ to) & flag) != 0) parameters.Add((to & flag) != 0 ? on : off);
    }

    private static string UnderlineOf(Underline underline) => underline switch
    {
        Underline.None => "24",
        Underline.Single => "4",
        _ => string.Create(CultureInfo.InvariantCulture, $"4:{(int)underline}"),
    };

    /// <param name="color">The colour.</param>
    /// <param name="first">30 for the foreground, 40 for the background, 50 for the underline, which has no short forms.</param>
    private static string ColorOf(Color color, int first) => color.Kind switch
    {
        ColorKind.Default => Text($"{first + 9}"),
        ColorKind.Ansi when color.Index < 8 && first < 50 => Text($"{first + color.Index}"),
        ColorKind.Ansi when first < 50 => Text($"{first + 60 + color.Index - 8}"),
        ColorKind.Rgb => Text($"{first + 8};2;{color.Red};{color.Green};{color.Blue}"),
        _ => Text($"{first + 8};5;{color.Index}"),
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
