namespace Orchestrator.Screens.Cells;

/// <summary>The lines of one screen, primary or alternate, with its scrollback, cursor, margins and tab stops.</summary>
internal sealed class ScreenBuffer
{
    /// <summary>Lines that are kept: the scrollback, then the visible ones.</summary>
    public int Count { get; private set; }

    /// <summary>Index of the first visible line; the number of lines in the scrollback.</summary>
    public int Top { get; private set; }

    /// <summary>Column of the cursor from 0; the number of columns while a wrap is pending.</summary>
    public int X { get; set; }

    /// <summary>Row of the cursor from 0, counted from <see cref="Top"/>.</summary>
    public int Y { get; set; }

    /// <summary>First and last row of the scroll region, from 0.</summary>
    public int MarginTop { get; set; }

    public int MarginBottom { get; set; }

    public SavedCursor Saved { get; set; }

    /// <summary>True in the columns that have a tab stop.</summary>
    public bool[] TabStops { get; private set; } = [];

    /// <summary>The line at an index from 0, the oldest, to <see cref="Count"/>.</summary>
    public Row Line(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, $"{Count} lines");
}
