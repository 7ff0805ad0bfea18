using System.Buffers;
using System.Text;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Screens.Snapshots;

/// <summary>
/// Writes the lines of a buffer one below the other onto an empty screen, so that those that do not fit become
/// scrollback. Tells apart what was written, what was erased and what was never touched, and wraps where lines wrapped.
/// </summary>
internal sealed class LineWriter(CellTables tables, PenWriter pen, IBufferWriter<byte> target, bool layoutIsByCluster)
{
    private const byte Space = 0x20;
    private const int MaxUtf8 = 4;

    // Column of the reader's cursor; the number of columns while a wrap is pending.
    private int _column;

    /// <summary>Writes the lines from index <paramref name="first"/> on; the cursor must stand at the top left.</summary>
    public void Write(ScreenBuffer buffer, int first)
    {
        var end = buffer.Count;
        // Empty lines at the end matter only when they push others into the scrollback.
        if (end - first <= buffer.Rows) while (end > first && EndOf(buffer.Line(end - 1)) == 0 && !buffer.Line(end - 1).IsWrapped) end--;
        _column = 0;
        for (var index = first; index < end; index++)
        {
            var line = buffer.Line(index);
            var start = index > first && line.IsWrapped ? WrapInto(buffer, index) : Begin(index > first);
            WriteCells(line, start, EndOf(line), buffer.Columns);
        }
    }

    /// <summary>Writes what stands in a cell; the pen and the cursor are where they must be.</summary>
    public void WriteText(Cell cell)
    {
        if (cell.IsCluster)
        {
            target.Write(Encoding.UTF8.GetBytes(tables.Clusters[cell.Content]));
            return;
        }

        if (cell.Content < 0x80)
        {
            target.GetSpan(1)[0] = cell.HasContent ? (byte)cell.Content : Space;
            target.Advance(1);
            return;
        }

        target.Advance(new Rune(cell.Content).EncodeToUtf8(target.GetSpan(MaxUtf8)));
    }

    private int Begin(bool isNext)
    {
        if (!isNext) return 0;
        pen.ClearBackground();
        if (_column > 0) target.Write("\r"u8);
        target.Write("\n"u8);
        return _column = 0;
    }

    // Continues a line that is full. Only printing beyond its end makes the reader know that the two belong together,
    // so where a cell on either side of the wrap is empty something is printed and taken away again.
    private int WrapInto(ScreenBuffer buffer, int index)
    {
        var columns = buffer.Columns;
        var (above, line) = (buffer.Line(index - 1), buffer.Line(index));
        var (last, first) = (above[columns - 1], line[0]);
        var isLeftOver = !last.HasContent && first.Width == 2 && last.Style == first.Style;
        var isFilled = !isLeftOver && !last.HasContent && !last.IsSpacer;
        if (isLeftOver) GoTo(columns - 1);
        else if (isFilled || _column < columns) Fill(columns);

        pen.Set(first.Style);
        WriteText(first);
        var width = Math.Max(first.Width, 1);
        _column = width;
        TakeBackBackground(width, first);
        if (isFilled && buffer.Rows > 1) EmptyLastCellAbove(last, columns);
        if (first.HasContent) return width;
        GoTo(0);
        return 0;
    }

    private void Fill(int columns)
    {
        GoTo(columns - 1);
        pen.Set(default(Style));
        target.Write(" "u8);
        _column = columns;
    }

    // A line that is scrolled in by wrapping is filled with the background of the pen.
    private void TakeBackBackground(int column, Cell first)
    {
        if (tables.Styles[first.Style].Background == default) return;
        pen.Set(default(Style));
        target.Write("\e[K"u8);
        _column = column;
    }

    private void EmptyLastCellAbove(Cell last, int columns)
    {
        target.Write("\e[A"u8);
        _column = -1;
        GoTo(columns - 1);
        pen.Set(last.Style);
        target.Write("\e[X\e[B"u8);
        _column = -1;
        GoTo(1);
    }

    private void WriteCells(Row line, int start, int end, int columns)
    {
        for (var column = start; column < end;)
        {
            var cell = line[column];
            if (cell.IsSpacer) column++;
            else if (!cell.HasContent) column = Skip(line, column, end);
            else column = WriteCell(cell, column, columns);
        }
    }

    private int WriteCell(Cell cell, int column, int columns)
    {
        GoTo(column);
        // A mark that stands alone must not join what is before it.
        if (cell.Width == 0) WriteColumn(column);
        pen.Set(cell.Style);
        WriteText(cell);
        _column = column + Math.Max(cell.Width, 1);
        var isDisputed = cell.IsCluster && (layoutIsByCluster || WidthByCodePoint(tables.Clusters[cell.Content]) != cell.Width);
        if (isDisputed && _column < columns) WriteColumn(_column);
        return _column;
    }

    // Cells without content: never touched, or erased with a background.
    private int Skip(Row line, int column, int end)
    {
        var cell = line[column];
        var next = column + 1;
        while (next < end && line[next] == cell) next++;
        if (cell == Cell.Empty && _column >= 0) return next;
        GoTo(column);
        pen.Set(tables.Styles[cell.Style]);
        target.Write("\e["u8);
        if (next - column > 1) target.WriteNumber(next - column);
        target.Write("X"u8);
        return next;
    }

    private void GoTo(int column)
    {
        if (_column == column) return;
        WriteColumn(column);
        _column = column;
    }

    private void WriteColumn(int column)
    {
        target.Write("\e["u8);
        if (column > 0) target.WriteNumber(column + 1);
        target.Write("G"u8);
    }

    private static int EndOf(Row line)
    {
        var written = line.Written;
        var end = written.Length;
        while (end > 0 && written[end - 1] == Cell.Empty) end--;
        return end;
    }

    // What a reader that lays out by code point takes for a cluster.
    private static int WidthByCodePoint(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += rune.Value < 0x7F ? 1 : CodePointWidths.Of(rune.Value);
        return width;
    }
}
