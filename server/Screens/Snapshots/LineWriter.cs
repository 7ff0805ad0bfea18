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
    // U+3000, the space of two columns.
    private static ReadOnlySpan<byte> WideSpace => "\u3000"u8;

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
        if (first < end && buffer.Line(first).IsWrapped && buffer.Rows > 1) WrapIntoFirst(buffer);
        for (var index = first; index < end; index++)
        {
            var line = buffer.Line(index);
            var start = index > first && line.IsWrapped ? WrapInto(buffer, index) : Begin(index > first);
            var isContinued = index + 1 < end && buffer.Line(index + 1).IsWrapped && IsFree(line[buffer.Columns - 1]);
            WriteCells(line, start, isContinued ? buffer.Columns - 1 : EndOf(line), buffer.Columns);
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

    // Continues a line that is full: only printing beyond its end makes the reader know that the two belong together.
    private int WrapInto(ScreenBuffer buffer, int index)
    {
        var (last, first) = (buffer.Line(index - 1)[buffer.Columns - 1], buffer.Line(index)[0]);
        if (IsFree(last)) return WrapPastFreeCell(last, first, buffer.Columns);
        // A mark that stands alone would join what is above.
        var isPrinted = first.HasContent && first.Width > 0;
        pen.Set(first.Style);
        WriteText(isPrinted ? first : Cell.Empty);
        _column = isPrinted ? first.Width : 1;
        TakeBackBackground(first.Style);
        if (isPrinted) return _column;
        GoTo(0);
        pen.Set(tables.Styles[first.Style].ToErased());
        target.Write("\e[X"u8);
        return 0;
    }

    // A wide character does not fit into the last column, so it wraps and leaves that empty in the style of the pen.
    private int WrapPastFreeCell(Cell last, Cell first, int columns)
    {
        GoTo(columns - 1);
        pen.Set(last.Style);
        _column = 2;
        if (first.Width == 2 && first.Style == last.Style)
        {
            WriteText(first);
            TakeBackBackground(first.Style);
            return _column;
        }

        target.Write(WideSpace);
        GoTo(0);
        pen.Set(default(Style));
        target.Write("\e["u8);
        target.WriteNumber(columns);
        target.Write("X"u8);
        return 0;
    }

    private static bool IsFree(Cell cell) => !cell.HasContent && !cell.IsSpacer;

    // The first line continues one that is gone: wraps into the last line of the empty screen and brings it to the top.
    private void WrapIntoFirst(ScreenBuffer buffer)
    {
        target.Write("\e["u8);
        target.WriteNumber(buffer.Rows);
        target.Write("H"u8);
        WriteColumn(buffer.Columns - 1);
        target.Write("  \e[3J\e[H\e["u8);
        target.WriteNumber(buffer.Rows - 1);
        target.Write("M\e[X"u8);
        _column = 0;
    }

    // A line that is scrolled in by wrapping is filled with the background of the pen.
    private void TakeBackBackground(int style)
    {
        if (tables.Styles[style].Background == default) return;
        pen.Set(default(Style));
        target.Write("\e[K"u8);
    }

    private void WriteCells(Row line, int start, int end, int columns)
    {
        for (var column = start; column < end;)
        {
            var cell = line[column];
            if (cell.IsSpacer) column++;
            else if (!cell.HasContent) column = Skip(line, column, end, columns);
            else column = WriteCell(cell, column, columns);
        }
    }

    private int WriteCell(Cell cell, int column, int columns)
    {
        GoTo(column);
        // A mark that stands alone must not join what is before it, nor a cluster another one.
        if (cell.Width == 0 || (layoutIsByCluster && MayJoin(cell))) WriteColumn(column);
        pen.Set(cell.Style);
        WriteText(cell);
        _column = column + Math.Max(cell.Width, 1);
        var isDisputed = cell.IsCluster && (layoutIsByCluster || WidthByCodePoint(tables.Clusters[cell.Content]) != cell.Width);
        if (isDisputed && _column < columns) WriteColumn(_column);
        return _column;
    }

    private static bool MayJoin(Cell cell) => cell.IsCluster || (cell.Content >= 0x80 && GraphemeClusters.MayJoin(cell.Content));

    // Cells without content: never touched, or erased with a background.
    private int Skip(Row line, int column, int end, int columns)
    {
        var cell = line[column];
        var style = tables.Styles[cell.Style];
        if (style != style.ToErased()) return WriteCut(line, column, columns);
        var next = column + 1;
        while (next < end && line[next] == cell) next++;
        if (cell == Cell.Empty && _column >= 0) return next;
        GoTo(column);
        pen.Set(style);
        target.Write("\e["u8);
        if (next - column > 1) target.WriteNumber(next - column);
        target.Write("X"u8);
        return next;
    }

    // The empty cell that is left of a wide character when its other half is overwritten: it has the style of what did
    // that, so the same is done here.
    private int WriteCut(Row line, int column, int columns)
    {
        var (isLast, style) = (column + 1 == columns, line[column].Style);
        // The wide character covers the cell and its neighbour, which is overwritten and then written anew.
        var neighbour = isLast ? column - 1 : column + 1;
        GoTo(Math.Min(column, neighbour));
        target.Write(WideSpace);
        WriteColumn(neighbour);
        pen.Set(style);
        target.Write(" "u8);
        WriteColumn(neighbour);
        pen.Set(default(Style));
        target.Write("\e[X"u8);
        _column = neighbour;
        if (isLast) WriteCells(line, line[neighbour].IsSpacer ? neighbour - 1 : neighbour, column, columns);
        return column + 1;
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
