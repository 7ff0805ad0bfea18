namespace Orchestrator.Screens.Controls;

/// <summary>Which mouse events a program wants (DECSET 9, 1000, 1002, 1003); the last one set counts.</summary>
internal enum MouseTracking
{
    None = 0,
    X10 = 9,
    Normal = 1000,
    ButtonEvent = 1002,
    AnyEvent = 1003,
}

/// <summary>How mouse events are encoded (DECSET 1005, 1006, 1015, 1016); the last one set counts.</summary>
internal enum MouseEncoding
{
    Usual = 0,
    Utf8 = 1005,
    Sgr = 1006,
    Urxvt = 1015,
    SgrPixels = 1016,
}

/// <summary>The modes of a terminal that are on or off, and the settings beside them.</summary>
internal sealed class ScreenModes
{
    /// <summary>IRM, 4.</summary>
    public bool Insert { get; set; }

    /// <summary>LNM, 20.</summary>
    public bool NewLine { get; set; }

    /// <summary>DECCKM, ?1.</summary>
    public bool ApplicationCursorKeys { get; set; }

    /// <summary>DECSCNM, ?5.</summary>
    public bool ReverseVideo { get; set; }

    /// <summary>DECOM, ?6.</summary>
    public bool Origin { get; set; }

    /// <summary>DECAWM, ?7; on at first.</summary>
    public bool AutoWrap { get; set; } = true;

    /// <summary>?12; null while the program has left it to the user.</summary>
    public bool? CursorBlink { get; set; }

    /// <summary>DECTCEM, ?25; on at first.</summary>
    public bool CursorVisible { get; set; } = true;

    /// <summary>?45.</summary>
    public bool ReverseWrap { get; set; }

    /// <summary>DECNKM, ?66; ESC = and ESC &gt;.</summary>
    public bool ApplicationKeypad { get; set; }

    /// <summary>DECLRMM, ?69.</summary>
    public bool LeftRightMargins { get; set; }

    public MouseTracking MouseTracking { get; set; }

    public MouseEncoding MouseEncoding { get; set; }

    /// <summary>?1004.</summary>
    public bool FocusReports { get; set; }

    /// <summary>?1007.</summary>
    public bool AlternateScroll { get; set; }

    /// <summary>?2004.</summary>
    public bool BracketedPaste { get; set; }

    /// <summary>?2026.</summary>
    public bool SynchronizedOutput { get; set; }

    /// <summary>?2027: characters are laid out by grapheme cluster, not by code point.</summary>
    public bool GraphemeClusters { get; set; }

    /// <summary>?2031.</summary>
    public bool ColorSchemeReports { get; set; }

    /// <summary>DECSCUSR, 0 to 6.</summary>
    public int CursorStyle { get; set; }

    /// <summary>XTMODKEYS 4, 0 to 3.</summary>
    public int ModifyOtherKeys { get; set; }

    /// <summary>What DECSTR resets.</summary>
    public void Reset()
    {
        Insert = ApplicationCursorKeys = Origin = ReverseWrap = ApplicationKeypad = LeftRightMargins = false;
        FocusReports = BracketedPaste = SynchronizedOutput = GraphemeClusters = false;
        AutoWrap = CursorVisible = true;
        CursorStyle = 0;
    }

    /// <summary>What only RIS resets.</summary>
    public void ResetBeyondSoftReset()
    {
        NewLine = ReverseVideo = AlternateScroll = ColorSchemeReports = false;
        // Viewers that saw it set must see it reset.
        if (CursorBlink is not null) CursorBlink = false;
        MouseTracking = MouseTracking.None;
        MouseEncoding = MouseEncoding.Usual;
        ModifyOtherKeys = 0;
    }
}
