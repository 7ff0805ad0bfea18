using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>SGR: how the next characters look. Colours may be separated by semicolons or by colons.</summary>
internal static class SgrControls
{
    private const int MaxUnderline = (int)Underline.Dashed;

    public static Style Apply(in Style pen, Params parameters)
    {
        var look = new Look(pen);
        for (var index = 0; index < parameters.Count; index++)
        {
            var code = parameters[index];
            if (code is 38 or 48 or 58) index += look.ApplyColor(parameters, index);
            else look.Apply(code, parameters, index);
        }

        return look.ToStyle(pen.Link);
    }

    // The parts of a style, to be changed one by one.
    private ref struct Look(in Style pen)
    {
        private Color _foreground = pen.Foreground;
        private Color _background = pen.Background;
        private Color _underlineColor = pen.UnderlineColor;
        private StyleFlags _flags = pen.Flags;
        private Underline _underline = pen.Underline;

        public readonly Style ToStyle(int link) => new(_foreground, _background, _underlineColor, _flags, _underline, link);

        public void Apply(int code, Params parameters, int index)
        {
            switch (code)
            {
                case 0: this = default; break;
                case 1: _flags |= StyleFlags.Bold; break;
                case 2: _flags |= StyleFlags.Faint; break;
                case 3: _flags |= StyleFlags.Italic; break;
                case 4: _underline = UnderlineOf(parameters.Subparams(index)); break;
                case 5: _flags |= StyleFlags.Blink; break;
                case 7: _flags |= StyleFlags.Inverse; break;
                case 8: _flags |= StyleFlags.Invisible; break;
                case 9: _flags |= StyleFlags.Strikethrough; break;
                case 21: _underline = Underline.Double; break;
                case 22: _flags &= ~(StyleFlags.Bold | StyleFlags.Faint); break;
                case 23: _flags &= ~StyleFlags.Italic; break;
                case 24: _underline = Underline.None; break;
                case 25: _flags &= ~StyleFlags.Blink; break;
                case 27: _flags &= ~StyleFlags.Inverse; break;
                case 28: _flags &= ~StyleFlags.Invisible; break;
                case 29: _flags &= ~StyleFlags.Strikethrough; break;
                case >= 30 and <= 37: _foreground = Color.Ansi(code - 30); break;
                case 39: _foreground = default; break;
                case >= 40 and <= 47: _background = Color.Ansi(code - 40); break;
                case 49: _background = default; break;
                case 53: _flags |= StyleFlags.Overline; break;
                case 55: _flags &= ~StyleFlags.Overline; break;
                case 59: _underlineColor = default; break;
                case >= 90 and <= 97: _foreground = Color.Ansi(code - 90 + 8); break;
                case >= 100 and <= 107: _background = Color.Ansi(code - 100 + 8); break;
            }
        }

        // The answer is how many further parameters the colour took.
        public int ApplyColor(Params parameters, int at)
        {
            var taken = SgrColor.Read(parameters, at, out var color);
            if (color is not { } known) return taken;
            switch (parameters[at])
            {
                case 38: _foreground = known; break;
                case 48: _background = known; break;
                default: _underlineColor = known; break;
            }

            return taken;
        }

        private static Underline UnderlineOf(ReadOnlySpan<int> subparams) =>
            subparams.IsEmpty || subparams[0] is < 0 or > MaxUnderline ? Underline.Single : (Underline)subparams[0];
    }
}
