using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>
/// Reads a colour of SGR 38, 48 and 58: <c>38;5;n</c>, <c>38;2;r;g;b</c>, <c>38:5:n</c>, <c>38:2:space:r:g:b</c>, and
/// mixtures of them, which are read as xterm.js reads them.
/// </summary>
internal static class SgrColor
{
    /// <summary>
    /// Reads the colour that begins at a parameter, and answers how many further parameters it took; the colour is null
    /// when its model is unknown.
    /// </summary>
    public static int Read(Params parameters, int at, out Color? color)
    {
        if (parameters.HasSubparams) return ReadMixed(parameters, at, out color);
        var left = parameters.Count - at - 1;
        switch (parameters[at + 1])
        {
            case 5 when left > 0:
                color = Color.Indexed(parameters[at + 2]);
                return Math.Min(left, 2) + (left < 2 ? 1 : 0);
            case 2 when left > 0:
                color = Color.Rgb(parameters[at + 2], parameters[at + 3], parameters[at + 4]);
                return Math.Min(left, 4) + (left < 4 ? 1 : 0);
            default:
                return ReadMixed(parameters, at, out color);
        }
    }

    private static int ReadMixed(Params parameters, int at, out Color? color)
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
        color = parts[1] switch
        {
            2 => Color.Rgb(parts[3], parts[4], parts[5]),
            5 => Color.Indexed(parts[3]),
            _ => null,
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
}
