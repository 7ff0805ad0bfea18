namespace Orchestrator.Screens.Controls;

/// <summary>SM, RM, DECSET, DECRST, and what DECRQM answers.</summary>
internal static class ModeControls
{
    private const int NotRecognized = 0, On = 1, Off = 2, AlwaysOn = 3, AlwaysOff = 4;

    /// <summary>SM and RM.</summary>
    public static void Set(ScreenState state, int mode, bool isOn)
    {
        if (mode == 4) state.Modes.Insert = isOn;
        else if (mode == 20) state.Modes.NewLine = isOn;
    }

    /// <summary>DECSET and DECRST.</summary>
    public static void SetPrivate(ScreenState state, int mode, bool isOn)
    {
        var modes = state.Modes;
        switch (mode)
        {
            case 1: modes.ApplicationCursorKeys = isOn; break;
            case 2 when isOn: DesignateAscii(state); break;
            case 5: modes.ReverseVideo = isOn; break;
            case 6: SetOrigin(state, isOn); break;
            case 7: modes.AutoWrap = isOn; break;
            case 12: modes.CursorBlink = isOn; break;
            case 25: modes.CursorVisible = isOn; break;
            case 45: modes.ReverseWrap = isOn; break;
            case 47 or 1047 or 1049: SetAlternate(state, mode, isOn); break;
            case 66: modes.ApplicationKeypad = isOn; break;
            case 69: SetLeftRightMargins(state, isOn); break;
            case 9 or 1000 or 1002 or 1003: modes.MouseTracking = isOn ? (MouseTracking)mode : MouseTracking.None; break;
            case 1004: modes.FocusReports = isOn; break;
            // Viewers of the kind of xterm.js know no other encodings, so none of them is ever in force.
            case 1006 or 1016: modes.MouseEncoding = isOn ? (MouseEncoding)mode : MouseEncoding.Usual; break;
            case 1007: modes.AlternateScroll = isOn; break;
            case 1048: SaveOrRestore(state, isOn); break;
            case 2004: modes.BracketedPaste = isOn; break;
            case 2026: modes.SynchronizedOutput = isOn; break;
            case 2027: modes.GraphemeClusters = isOn; break;
            case 2031: modes.ColorSchemeReports = isOn; break;
        }
    }

    /// <summary>The private modes that change what a program wants as input.</summary>
    public static ReadOnlySpan<int> ForInput => [1, 9, 66, 1000, 1002, 1003, 1004, 1006, 1007, 1016, 2004, 2031];

    /// <summary>Which of <see cref="ForInput"/> are on: a bit for each, the first one lowest.</summary>
    public static int ReportForInput(ScreenState state)
    {
        var set = 0;
        for (var index = 0; index < ForInput.Length; index++)
            if (ReportPrivate(state, ForInput[index]) == On) set |= 1 << index;
        return set;
    }

    /// <summary>The value that DECRPM tells of an ANSI mode.</summary>
    public static int Report(ScreenState state, int mode) => mode switch
    {
        2 => AlwaysOff,
        4 => Value(state.Modes.Insert),
        12 => AlwaysOn,
        20 => Value(state.Modes.NewLine),
        _ => NotRecognized,
    };

    /// <summary>The value that DECRPM tells of a private mode.</summary>
    public static int ReportPrivate(ScreenState state, int mode) => mode switch
    {
        1 => Value(state.Modes.ApplicationCursorKeys),
        3 => AlwaysOff,
        5 => Value(state.Modes.ReverseVideo),
        6 => Value(state.Modes.Origin),
        7 => Value(state.Modes.AutoWrap),
        8 => AlwaysOn,
        12 => Value(state.Modes.CursorBlink == true),
        25 => Value(state.Modes.CursorVisible),
        45 => Value(state.Modes.ReverseWrap),
        47 or 1047 or 1049 => Value(state.IsAlternate),
        66 => Value(state.Modes.ApplicationKeypad),
        67 => AlwaysOff,
        69 => Value(state.Modes.LeftRightMargins),
        9 or 1000 or 1002 or 1003 => Value(state.Modes.MouseTracking == (MouseTracking)mode),
        1004 => Value(state.Modes.FocusReports),
        1005 or 1015 => AlwaysOff,
        1006 or 1016 => Value(state.Modes.MouseEncoding == (MouseEncoding)mode),
        1007 => Value(state.Modes.AlternateScroll),
        1048 => On,
        2004 => Value(state.Modes.BracketedPaste),
        2026 => Value(state.Modes.SynchronizedOutput),
        2027 => Value(state.Modes.GraphemeClusters),
        2031 => Value(state.Modes.ColorSchemeReports),
        _ => NotRecognized,
    };

    private static int Value(bool isOn) => isOn ? On : Off;

    private static void DesignateAscii(ScreenState state)
    {
        for (var level = 0; level < 4; level++) state.Charsets.Designate(level, null);
    }

    private static void SetOrigin(ScreenState state, bool isOn)
    {
        state.Modes.Origin = isOn;
        state.MoveTo(0, 0);
    }

    private static void SetLeftRightMargins(ScreenState state, bool isOn)
    {
        state.Modes.LeftRightMargins = isOn;
        state.SetMargins(0, state.Columns - 1);
    }

    private static void SetAlternate(ScreenState state, int mode, bool isOn)
    {
        if (isOn && mode == 1049) state.SaveCursor();
        state.Switch(isOn);
        if (!isOn && mode == 1049) state.RestoreCursor();
    }

    private static void SaveOrRestore(ScreenState state, bool isOn)
    {
        if (isOn) state.SaveCursor();
        else state.RestoreCursor();
    }
}
