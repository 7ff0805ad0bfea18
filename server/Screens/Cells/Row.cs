using System.Runtime.CompilerServices;

namespace Orchestrator.Screens.Cells;

/// <summary>One line of a screen. Its cells are made when the first of them is written, so that an unused line costs little.</summary>
internal sealed class Row
{
    private Cell[] _cells = [];

    /// <summary>True when this line continues the one above it because that one was full.</summary>
    public bool IsWrapped { get; set; }

    /// <summary>The cells; none at all while the line is empty in the default style.</summary>
    public ReadOnlySpan<Cell> Written => _cells;

    /// <summary>The cell in a column.</summary>
    public Cell this[int column] => column < _cells.Length ? _cells[column] : Cell.Empty;

    /// <summary>The cells, all <paramref name="columns"/> of them, to write to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Cell[] Cells(int columns)
    {
        if (_cells.Length != columns) Array.Resize(ref _cells, columns);
        return _cells;
    }

    /// <summary>Makes every cell <paramref name="cell"/>; the line no longer continues another.</summary>
    public void Reset(int columns, Cell cell, bool isWrapped = false)
    {
        IsWrapped = isWrapped;
        if (cell == Cell.Empty) Array.Clear(_cells);
        else Cells(columns).AsSpan().Fill(cell);
    }

    /// <summary>Columns up to and including the last one that was written to.</summary>
    public int ContentLength()
    {
        for (var column = _cells.Length - 1; column >= 0; column--)
            if (_cells[column].HasContent) return column + _cells[column].Width;
        return 0;
    }

    /// <summary>
    /// Gives up the cells beyond <paramref name="columns"/>. A wide character of which a half is lost, here or when the
    /// lines were laid out anew, leaves an empty cell.
    /// </summary>
    public void Trim(int columns)
    {
        if (_cells.Length > columns) Array.Resize(ref _cells, columns);
        if (_cells.Length == 0) return;
        if (_cells[0].IsSpacer) _cells[0] = Cell.Empty;
        if (_cells.Length == columns && _cells[^1].Width == 2) _cells[^1] = Cell.Empty;
    }
}
