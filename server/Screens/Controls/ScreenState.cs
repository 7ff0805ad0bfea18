using System.Runtime.CompilerServices;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Screens.Controls;

/// <summary>Everything that output can change, and the few steps that most controls share. The controls are beside it.</summary>
internal sealed class ScreenState
{
    /// <summary>Stands for a character that found no room; marks on it are lost with it.</summary>
    public const int Lost = -1;

    private Style _pen;
    private (int X, int Y)? _pendingWrap;
    private int? _penNumber;

    public ScreenState(int columns, int rows)
    {
        Primary = new ScreenBuffer(columns, rows, Screen.ScrollbackLines, Screen.ScrollbackBytes);
        Alternate = new ScreenBuffer(columns, rows, scrollbackLines: 0, scrollbackBytes: 0);
        Active = Primary;
        SetMargins(0, Columns - 1);
    }

    public ScreenBuffer Primary { get; private set; }

    public ScreenBuffer Alternate { get; private set; }

    /// <summary>The buffer that is shown.</summary>
    public ScreenBuffer Active { get; private set; }

    public bool IsAlternate => ReferenceEquals(Active, Alternate);

    public int Columns => Active.Columns;

    public int Rows => Active.Rows;

    public ScreenModes Modes { get; } = new();

    public CellTables Tables { get; } = new();

    public CharacterSets Charsets { get; } = new();

    public KeyboardFlags Keyboard { get; } = new();

    public WindowTitles Titles { get; } = new();

    /// <summary>The colours in force.</summary>
    public Palette Palette { get; } = new();

    public KittyNotifications Notifications { get; } = new();

    /// <summary>The folder the program said it works in; null until it has.</summary>
    public string? WorkingFolder { get; set; }

    /// <summary>How far the program said it is; null until it has.</summary>
    public ScreenSignal.ProgressChanged? Progress { get; set; }

    /// <summary>How the next character will look.</summary>
    public Style Pen
    {
        get => _pen;
        set
        {
            _pen = value;
            _penNumber = null;
        }
    }

    /// <summary>Number of the pen in the style table.</summary>
    public int PenNumber
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _penNumber ??= Tables.Styles.NumberOf(_pen);
    }

    /// <summary>What erasing leaves behind: an empty cell with the pen's background.</summary>
    public Cell Erased => _pen.Background == default ? Cell.Empty : Cell.Blank(Tables.Styles.NumberOf(_pen.ToErased()));

    /// <summary>
    /// Columns of the character that the next one could join or REP could repeat; 0 when anything else came in between,
    /// <see cref="Lost"/> when that character found no room.
    /// </summary>
    public int PrecedingWidth { get; set; }

    /// <summary>First column of the scroll region, the same on both screens (DECSLRM).</summary>
    public int Left { get; private set; }

    /// <summary>Last column of the scroll region.</summary>
    public int Right { get; private set; }

    public bool HasFullWidthRegion => Left == 0 && Right == Columns - 1;

    public bool IsCursorInRegion =>
        Active.Y >= Active.MarginTop && Active.Y <= Active.MarginBottom && Active.X >= Left && Active.X <= Right;

    /// <summary>True while the cursor stands behind the region because the last column of it was printed.</summary>
    public bool IsWrapPending => _pendingWrap == (Active.X, Active.Y);

    /// <summary>A character was printed; it may have been in the last column of the region.</summary>
    public void NotePrinted() => _pendingWrap = Active.X == Right + 1 ? (Active.X, Active.Y) : null;

    /// <summary>Brings the cursor back into the screen, and into the region in origin mode; ends a pending wrap.</summary>
    public void Restrict()
    {
        _pendingWrap = null;
        Restrict(Columns - 1);
    }

    /// <summary>Like <see cref="Restrict()"/>, up to a column that may lie behind the last one.</summary>
    public void Restrict(int lastColumn)
    {
        var buffer = Active;
        buffer.X = Modes.Origin && !HasFullWidthRegion ? Math.Clamp(buffer.X, Left, Right) : Math.Clamp(buffer.X, 0, lastColumn);
        buffer.Y = Modes.Origin
            ? Math.Clamp(buffer.Y, buffer.MarginTop, buffer.MarginBottom)
            : Math.Clamp(buffer.Y, 0, Rows - 1);
    }

    /// <summary>Moves the cursor to a position as programs count it: in origin mode from the corner of the region.</summary>
    public void MoveTo(int column, int row)
    {
        CursorControls.ToColumn(this, column);
        CursorControls.ToRow(this, row);
    }

    /// <summary>Sets the first and the last column of the scroll region.</summary>
    public void SetMargins(int left, int right) => (Left, Right) = (left, right);

    /// <summary>Shows the other buffer; the cursor stays where it is.</summary>
    public void Switch(bool toAlternate)
    {
        if (toAlternate == IsAlternate) return;
        var (from, to) = (Active, toAlternate ? Alternate : Primary);
        // The alternate screen is always new, and costs nothing while it is not shown.
        if (toAlternate) Alternate.Fill(Erased);
        (to.X, to.Y) = (from.X, from.Y);
        if (!toAlternate) Alternate.Clear();
        Active = to;
    }

    public void SaveCursor() =>
        Active.Saved = new SavedCursor(Math.Min(Active.X, Columns - 1), Active.Top + Active.Y, Pen with { Link = 0 }, Charsets.Current);

    public void RestoreCursor()
    {
        var saved = Active.Saved;
        Active.X = saved.Column;
        Active.Y = Math.Max(saved.Line - Active.Top, 0);
        Pen = saved.Pen with { Link = Pen.Link };
        Charsets.Restore(saved.Charset);
        Restrict();
    }

    /// <summary>Everything as at the start (RIS), but for the titles.</summary>
    public void Reset()
    {
        var (columns, rows) = (Columns, Rows);
        Primary = new ScreenBuffer(columns, rows, Screen.ScrollbackLines, Screen.ScrollbackBytes);
        Alternate = new ScreenBuffer(columns, rows, scrollbackLines: 0, scrollbackBytes: 0);
        Active = Primary;
        SetMargins(0, Columns - 1);
        Modes.Reset();
        Modes.ResetBeyondSoftReset();
        Charsets.Reset();
        Keyboard.Reset();
        Palette.Reset();
        Notifications.Reset();
        if (Progress is not null) Progress = new ScreenSignal.ProgressChanged(ProgressState.None, 0);
        Pen = default;
        PrecedingWidth = 0;
    }

    public void Resize(int columns, int rows)
    {
        var column = Active.X;
        Primary.Resize(columns, rows, reflows: true);
        if (IsAlternate) Alternate.Resize(columns, rows, reflows: false);
        else Alternate.ResizeEmpty(columns, rows);
        SetMargins(0, Columns - 1);
        // The character before the cursor is another one now.
        if (Active.X != column) PrecedingWidth = 0;
    }

    /// <summary>Gives back the numbers of styles, clusters and links that nothing shows any more.</summary>
    public void Sweep()
    {
        Tables.Sweep([Primary, Alternate], _pen);
        _penNumber = null;
    }
}
