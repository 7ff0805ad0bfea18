using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>What each control sequence does to the screen. SGR, queries and private modes are elsewhere.</summary>
internal static class ControlSequences
{
    /// <summary>Obeys a sequence; does nothing when it is unknown.</summary>
    public static void Apply(ScreenState state, Printer printer, int function, Params parameters)
    {
        var count = parameters.Amount(0);
        switch (function)
        {
            case '@': EraseControls.InsertCharacters(state, count); break;
            case 'A': CursorControls.Up(state, count); break;
            case 'B': CursorControls.Down(state, count); break;
            case 'C' or 'a': CursorControls.Forward(state, count); break;
            case 'D': CursorControls.Backward(state, count); break;
            case 'E': CursorControls.Down(state, count); CursorControls.CarriageReturn(state); break;
            case 'F': CursorControls.Up(state, count); CursorControls.CarriageReturn(state); break;
            case 'G' or '`': CursorControls.ToColumn(state, count - 1); break;
            case 'H' or 'f': state.MoveTo(parameters.Amount(1) - 1, count - 1); break;
            case 'I': CursorControls.Tab(state, count); break;
            case 'J': EraseControls.InDisplay(state, parameters[0], sparesProtected: false); break;
            case 'K': EraseControls.InLine(state, parameters[0], sparesProtected: false); break;
            case 'L': EraseControls.InsertLines(state, count); break;
            case 'M': EraseControls.DeleteLines(state, count); break;
            case 'P': EraseControls.DeleteCharacters(state, count); break;
            case 'S': Scrolling.ShiftUp(state, state.Active.MarginTop, count, state.Erased); break;
            case 'T': Scrolling.ShiftDown(state, state.Active.MarginTop, count, Cell.Empty); break;
            case 'X': EraseControls.Characters(state, count); break;
            case 'Z': CursorControls.BackTab(state, count); break;
            case 'b': printer.Repeat(count); break;
            case 'd': CursorControls.ToRow(state, count - 1); break;
            case 'e': CursorControls.MoveBy(state, 0, count); break;
            case 'g': CursorControls.ClearTabs(state, parameters[0]); break;
            case 'h' or 'l': SetModes(state, parameters, function == 'h'); break;
            case 'r': CursorControls.SetVerticalMargins(state, parameters); break;
            case 's': SaveOrSetMargins(state, parameters); break;
            case 'u': state.RestoreCursor(); break;
            default: ApplyMarked(state, function, parameters, count); break;
        }
    }

    // Sequences with a private marker or an intermediate.
    private static void ApplyMarked(ScreenState state, int function, Params parameters, int count)
    {
        switch (function)
        {
            case '?' << 8 | 'J': EraseControls.InDisplay(state, parameters[0], sparesProtected: true); break;
            case '?' << 8 | 'K': EraseControls.InLine(state, parameters[0], sparesProtected: true); break;
            case ' ' << 8 | '@': EraseControls.DeleteColumns(state, state.Left, count); break;
            case ' ' << 8 | 'A': EraseControls.InsertColumns(state, state.Left, count); break;
            case '\'' << 8 | '}': EraseControls.InsertColumns(state, state.Active.X % state.Columns, count); break;
            case '\'' << 8 | '~': EraseControls.DeleteColumns(state, state.Active.X % state.Columns, count); break;
            case ' ' << 8 | 'q': SetCursorStyle(state, parameters[0]); break;
            case '"' << 8 | 'q': Protect(state, parameters[0]); break;
            case '>' << 8 | 'u': state.Keyboard.Push(state.IsAlternate, parameters[0]); break;
            case '<' << 8 | 'u': state.Keyboard.Pop(state.IsAlternate, count); break;
            case '=' << 8 | 'u': state.Keyboard.Set(state.IsAlternate, parameters[0], parameters[1]); break;
            case '>' << 8 | 'm': SetModifyOtherKeys(state, parameters); break;
            case '>' << 8 | 'n': if (parameters[0] == 4) state.Modes.ModifyOtherKeys = 0; break;
        }
    }

    private static void SetModes(ScreenState state, Params parameters, bool isOn)
    {
        for (var index = 0; index < parameters.Count; index++) ModeControls.Set(state, parameters[index], isOn);
    }

    // CSI s is DECSLRM while DECLRMM is on, else SCOSC.
    private static void SaveOrSetMargins(ScreenState state, Params parameters)
    {
        if (state.Modes.LeftRightMargins) CursorControls.SetHorizontalMargins(state, parameters);
        else state.SaveCursor();
    }

    private static void SetCursorStyle(ScreenState state, int style)
    {
        if (style <= 6) state.Modes.CursorStyle = style;
    }

    private static void Protect(ScreenState state, int value)
    {
        if (value == 1) state.Pen = state.Pen with { Flags = state.Pen.Flags | StyleFlags.Protected };
        else if (value is 0 or 2) state.Pen = state.Pen with { Flags = state.Pen.Flags & ~StyleFlags.Protected };
    }

    private static void SetModifyOtherKeys(ScreenState state, Params parameters)
    {
        if (parameters[0] is 4 or 0) state.Modes.ModifyOtherKeys = parameters[0] == 4 && parameters[1] <= 3 ? parameters[1] : 0;
    }

    /// <summary>DECSTR.</summary>
    public static void SoftReset(ScreenState state)
    {
        state.Modes.Reset();
        state.SetMargins(0, state.Columns - 1);
        state.Active.MarginTop = 0;
        state.Active.MarginBottom = state.Rows - 1;
        state.Pen = default;
        state.Charsets.Reset();
        state.Active.Saved = new SavedCursor(0, state.Active.Top, default, null);
    }
}
