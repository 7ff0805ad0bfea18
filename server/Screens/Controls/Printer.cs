using System.Runtime.InteropServices;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Screens.Controls;

/// <summary>Puts characters onto the screen.</summary>
internal sealed class Printer(ScreenState state)
{
    /// <summary>Longest cluster, in UTF-16 units; more marks on one character are not kept.</summary>
    private const int MaxClusterLength = 64;

    private const int FirstBeyondAscii = 0x7F;

    /// <summary>Characters U+0020 to U+007E.</summary>
    public void Print(ReadOnlySpan<byte> text)
    {
        var isPlain = state.Charsets.Current is null && !state.Modes.Insert && !state.Modes.LeftRightMargins && state.Modes.AutoWrap;
        if (!isPlain || (state.Modes.GraphemeClusters && state.PrecedingWidth > 0))
        {
            foreach (var character in text) PrintOne(character);
            return;
        }

        while (!text.IsEmpty)
        {
            var buffer = state.Active;
            if (buffer.X >= state.Columns) Wrap();
            var count = Math.Min(text.Length, state.Columns - buffer.X);
            Write(buffer, text[..count]);
            text = text[count..];
        }

        state.PrecedingWidth = 1;
    }

    /// <summary>A character from U+00A0 on.</summary>
    public void Print(int codePoint) => PrintOne(codePoint);

    /// <summary>REP: prints the last character again, as often as the screen has cells at most.</summary>
    public void Repeat(int count)
    {
        if (state.PrecedingWidth == 0) return;
        var column = state.Active.X - state.PrecedingWidth;
        var text = column < 0 ? "" : state.Tables.TextOf(state.Active.Current[column]);
        count = Math.Min(count, state.Columns * state.Rows);
        for (; count > 0; count--)
            foreach (var rune in text.EnumerateRunes()) PrintOne(rune.Value);
    }

    private void Write(ScreenBuffer buffer, ReadOnlySpan<byte> text)
    {
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = buffer.X;
        var style = Cell.StyleBits(state.PenNumber);
        if (column > 0 && cells[column - 1].Width == 2) cells[column - 1] = new Cell(style);
        var target = MemoryMarshal.Cast<Cell, ulong>(cells.AsSpan(column, text.Length));
        for (var index = 0; index < text.Length; index++) target[index] = text[index] | style;
        buffer.X = column += text.Length;
        if (column < cells.Length && cells[column].IsSpacer) cells[column] = new Cell(style);
    }

    private void PrintOne(int codePoint)
    {
        if (codePoint < FirstBeyondAscii && state.Charsets.Current is { } charset) codePoint = charset.Map(codePoint);
        var width = codePoint < FirstBeyondAscii ? 1 : CodePointWidths.Of(codePoint);
        if (width == 0 && state.PrecedingWidth > 0) Join(codePoint);
        else Put(codePoint, width);
    }

    private void Put(int codePoint, int width)
    {
        var buffer = state.Active;
        var end = buffer.X > state.Right ? state.Columns : state.Right + 1;
        if (buffer.X + width > end && !MakeRoom(width, end)) return;
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = buffer.X;
        // A mark with nothing to stand on, behind the last column.
        if (column >= cells.Length) return;
        if (column > 0 && cells[column - 1].Width == 2) cells[column - 1] = Cell.Blank(state.PenNumber);
        if (state.Modes.Insert) buffer.Current.Insert(buffer.Columns, column, column <= state.Right ? state.Right + 1 : state.Columns, width, Cell.Blank(state.PenNumber));
        cells[column] = Cell.Of(codePoint, width, state.PenNumber);
        if (width == 2) cells[column + 1] = Cell.Blank(state.PenNumber).WithWidth(0);
        buffer.X = column += Math.Max(width, 1);
        if (column < cells.Length && cells[column].IsSpacer) cells[column] = Cell.Blank(state.PenNumber);
        state.PrecedingWidth = width;
    }

    // False when the character is lost: it does not fit, and lines do not wrap.
    private bool MakeRoom(int width, int end)
    {
        if (state.Modes.AutoWrap)
        {
            var row = state.Active.Current;
            for (var column = state.Active.X; column < end; column++) row.Cells(state.Columns)[column] = Cell.Blank(state.PenNumber);
            Wrap();
            return true;
        }

        state.Active.X = end - 1;
        if (width == 1) return true;
        state.PrecedingWidth = width;
        return false;
    }

    private void Wrap()
    {
        var buffer = state.Active;
        buffer.X = state.Left;
        if (buffer.Y == buffer.MarginBottom)
        {
            Scrolling.Up(state, isWrapped: true);
            return;
        }

        buffer.Y = Math.Min(buffer.Y + 1, state.Rows - 1);
        buffer.Current.IsWrapped = true;
    }

    private void Join(int codePoint)
    {
        var buffer = state.Active;
        if (buffer.X == 0) return;
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = cells[buffer.X - 1].Width > 0 || buffer.X == 1 ? buffer.X - 1 : buffer.X - 2;
        var cell = cells[column];
        if (!cell.HasContent)
        {
            cells[column] = Cell.Of(codePoint, state.PrecedingWidth, cell.Style);
            return;
        }

        var text = state.Tables.TextOf(cell);
        if (text.Length >= MaxClusterLength) return;
        var cluster = state.Tables.Clusters.NumberOf(text + char.ConvertFromUtf32(codePoint));
        cells[column] = Cell.OfCluster(cluster, state.PrecedingWidth, cell.Style);
    }
}
