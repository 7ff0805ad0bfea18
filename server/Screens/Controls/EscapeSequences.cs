using Orchestrator.Screens.Cells;

namespace Orchestrator.Screens.Controls;

/// <summary>What each escape sequence and each single control does to the screen.</summary>
internal static class EscapeSequences
{
    private const string Designators = "()*+";
    private const string DesignatorsOf96 = "-./";

    /// <summary>Obeys an escape sequence; does nothing when it is unknown.</summary>
    public static void Apply(ScreenState state, int function)
    {
        switch (function)
        {
            case '7': state.SaveCursor(); break;
            case '8': state.RestoreCursor(); break;
            case 'D': CursorControls.Index(state); break;
            case 'E': NextLine(state); break;
            case 'H': SetTab(state); break;
            case 'M': CursorControls.ReverseIndex(state); break;
            case '=': state.Modes.ApplicationKeypad = true; break;
            case '>': state.Modes.ApplicationKeypad = false; break;
            case 'c': state.Reset(); break;
            case 'n' or '}': state.Charsets.Shift(2); break;
            case 'o' or '|': state.Charsets.Shift(3); break;
            case '~': state.Charsets.Shift(1); break;
            case '#' << 8 | '8': EraseControls.Align(state); break;
            case '%' << 8 | '@' or '%' << 8 | 'G': SelectAscii(state); break;
            default: Designate(state, (char)(function >> 8), (char)(byte)function); break;
        }
    }

    /// <summary>Obeys a control of C0 or C1; does nothing when it has no meaning.</summary>
    public static void Execute(ScreenState state, int control)
    {
        switch (control)
        {
            case '\b': CursorControls.Backspace(state); break;
            case '\t': CursorControls.Tab(state, 1); break;
            case '\n' or '\v' or '\f': CursorControls.LineFeed(state); break;
            case '\r': CursorControls.CarriageReturn(state); break;
            case 0x0E: state.Charsets.Shift(1); break;
            case 0x0F: state.Charsets.Shift(0); break;
            case 0x84: CursorControls.Index(state); break;
            case 0x85: NextLine(state); break;
            case 0x88: SetTab(state); break;
        }
    }

    private static void NextLine(ScreenState state)
    {
        CursorControls.CarriageReturn(state);
        CursorControls.Index(state);
    }

    private static void SetTab(ScreenState state) => state.Active.TabStops[Math.Min(state.Active.X, state.Columns - 1)] = true;

    private static void SelectAscii(ScreenState state)
    {
        state.Charsets.Shift(0);
        state.Charsets.Designate(0, null);
    }

    private static void Designate(ScreenState state, char designator, char final)
    {
        if (!Charset.IsKnown(final)) return;
        var level = Designators.IndexOf(designator, StringComparison.Ordinal);
        // Sets of 96 characters can go to G1 to G3; viewers take the same tables for them, and leave G3 alone.
        if (level < 0) level = DesignatorsOf96.IndexOf(designator, StringComparison.Ordinal) is var of96 and >= 0 and < 2 ? of96 + 1 : -1;
        if (level >= 0) state.Charsets.Designate(level, Charset.Find(final));
    }
}
