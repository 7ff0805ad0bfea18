using System.Runtime.CompilerServices;

namespace Orchestrator.Screens.Cells;

/// <summary>
/// The lines of one screen, primary or alternate: scrollback, then the visible ones, in a ring that reuses its oldest
/// line. With them everything that each screen has of its own: cursor, margins, tab stops.
/// </summary>
internal sealed class ScreenBuffer
{
    /// <summary>Distance of the tab stops a terminal starts with.</summary>
    public const int TabWidth = 8;

    private const int MaxColumns = 1000;

    private readonly int _scrollbackLines;
    private readonly int _scrollbackBytes;
    private Row[] _ring;
    private int _first;

    /// <param name="columns">Columns.</param>
    /// <param name="rows">Visible rows.</param>
    /// <param name="scrollbackLines">Most lines of scrollback.</param>
    /// <param name="scrollbackBytes">Most bytes of scrollback; decides when lines are very long.</param>
    public ScreenBuffer(int columns, int rows, int scrollbackLines, int scrollbackBytes)
    {
        _scrollbackLines = scrollbackLines;
        _scrollbackBytes = scrollbackBytes;
        Columns = columns;
        Rows = rows;
        MarginBottom = rows - 1;
        _ring = new Row[CapacityFor(columns, rows)];
        SetUsualTabStops();
        for (var row = 0; row < rows; row++) Push(new Row());
    }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Lines that are kept: the scrollback, then the visible ones.</summary>
    public int Count { get; private set; }

    /// <summary>Index of the first visible line; the number of lines in the scrollback.</summary>
    public int Top { get; set; }

    /// <summary>True once lines have been dropped from the scrollback.</summary>
    public bool HasDropped { get; private set; }

    /// <summary>Column of the cursor from 0; the number of columns while a wrap is pending.</summary>
    public int X { get; set; }

    /// <summary>Row of the cursor from 0, counted from <see cref="Top"/>.</summary>
    public int Y { get; set; }

    /// <summary>First row of the scroll region, from 0.</summary>
    public int MarginTop { get; set; }

    /// <summary>Last row of the scroll region, from 0.</summary>
    public int MarginBottom { get; set; }

    public SavedCursor Saved { get; set; }

    /// <summary>True in the columns that have a tab stop.</summary>
    public bool[] TabStops { get; } = new bool[MaxColumns];

    /// <summary>The line of the cursor.</summary>
    public Row Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Line(Top + Y);
    }

    /// <summary>The line at an index from 0, the oldest, to <see cref="Count"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Row Line(int index)
    {
        var at = _first + index;
        return _ring[at >= _ring.Length ? at - _ring.Length : at];
    }

    /// <summary>A visible line.</summary>
    public Row Visible(int row) => Line(Top + row);

    /// <summary>
    /// Moves the lines of the scroll region up by one. A region that begins at the top gives its first line to the
    /// scrollback, or to nothing when there is no room for it.
    /// </summary>
    /// <param name="blank">What the new line is filled with.</param>
    /// <param name="isWrapped">True when the new line continues the one above it.</param>
    public void Scroll(Cell blank, bool isWrapped)
    {
        if (MarginTop > 0)
        {
            ShiftUp(Top + MarginTop, Top + MarginBottom, blank, isWrapped);
            return;
        }

        if (Count == _ring.Length)
        {
            // Full: the oldest line becomes the newest.
            _first = _first + 1 == _ring.Length ? 0 : _first + 1;
            HasDropped = true;
        }
        else
        {
            SetLine(Count++, new Row());
            Top++;
        }

        var added = Line(Count - 1);
        added.Reset(Columns, blank, isWrapped);
        var last = Top + MarginBottom;
        if (last == Count - 1) return;
        // Lines below the region stay where they are.
        for (var index = Count - 1; index > last; index--) SetLine(index, Line(index - 1));
        SetLine(last, added);
    }

    /// <summary>Drops line <paramref name="first"/>, and puts an empty one at <paramref name="last"/>; both are indexes.</summary>
    public void ShiftUp(int first, int last, Cell blank, bool isWrapped = false)
    {
        var row = Line(first);
        for (var index = first; index < last; index++) SetLine(index, Line(index + 1));
        SetLine(last, row);
        row.Reset(Columns, blank, isWrapped);
    }

    /// <summary>Drops line <paramref name="last"/>, and puts an empty one at <paramref name="first"/>; both are indexes.</summary>
    public void ShiftDown(int first, int last, Cell blank)
    {
        var row = Line(last);
        for (var index = last; index > first; index--) SetLine(index, Line(index - 1));
        SetLine(first, row);
        row.Reset(Columns, blank);
    }

    /// <summary>Drops the scrollback.</summary>
    public void ClearScrollback()
    {
        Saved = Saved with { Line = Math.Max(Saved.Line - Top, 0) };
        DropFirst(Top);
        HasDropped = false;
    }

    /// <summary>Makes every visible cell <paramref name="blank"/>.</summary>
    public void Fill(Cell blank)
    {
        for (var row = 0; row < Rows; row++) Visible(row).Reset(Columns, blank);
    }

    /// <summary>Empties the screen and forgets everything but the saved cursor.</summary>
    public void Clear()
    {
        X = Y = Top = 0;
        MarginTop = 0;
        MarginBottom = Rows - 1;
        SetUsualTabStops();
        Replace(Enumerable.Range(0, Rows).Select(_ => new Row()).ToArray(), CapacityFor(Columns, Rows));
    }

    /// <summary>The column of the next tab stop behind <paramref name="column"/>; the last column when there is none.</summary>
    public int NextTabStop(int column)
    {
        do column++;
        while (column < Columns && !TabStops[column]);
        return Math.Min(column, Columns - 1);
    }

    /// <summary>The column of the next tab stop before <paramref name="column"/>; the first column when there is none.</summary>
    public int PreviousTabStop(int column)
    {
        do column--;
        while (column > 0 && !TabStops[column]);
        return Math.Clamp(column, 0, Columns - 1);
    }

    internal int CapacityFor(int columns, int rows) =>
        rows + Math.Min(_scrollbackLines, _scrollbackBytes / (columns * sizeof(ulong)));

    internal void SetLine(int index, Row row)
    {
        var at = _first + index;
        _ring[at >= _ring.Length ? at - _ring.Length : at] = row;
    }

    internal void Push(Row row)
    {
        SetLine(Count, row);
        Count++;
    }

    internal void DropFirst(int count)
    {
        for (var index = 0; index < count; index++) SetLine(index, null!);
        _first = (_first + count) % _ring.Length;
        Count -= count;
        Top = Math.Max(Top - count, 0);
        if (count > 0) HasDropped = true;
    }

    /// <summary>Replaces all lines by <paramref name="lines"/>, with room for <paramref name="capacity"/>.</summary>
    internal void Replace(IReadOnlyList<Row> lines, int capacity)
    {
        _ring = new Row[capacity];
        _first = 0;
        Count = 0;
        foreach (var line in lines) Push(line);
    }

    internal void SetSize(int columns, int rows)
    {
        Columns = columns;
        Rows = rows;
    }

    /// <summary>Adds tab stops for columns that are new, and forgets those of columns that are gone.</summary>
    internal void ExtendTabStops()
    {
        Array.Clear(TabStops, Columns, TabStops.Length - Columns);
        var from = PreviousTabStop(Columns);
        for (var column = from; column < Columns; column += TabWidth) TabStops[column] = true;
    }

    private void SetUsualTabStops()
    {
        Array.Clear(TabStops);
        for (var column = 0; column < Columns; column += TabWidth) TabStops[column] = true;
    }
}
