using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Screens.Controls;

/// <summary>Puts characters onto the screen.</summary>
internal sealed class Printer(ScreenState state)
{
    private const int FirstBeyondAscii = 0x7F;
    private const int WidenedAtOnce = sizeof(ulong);

    private readonly Joiner _joiner = new(state);

    /// <summary>Characters U+0020 to U+007E.</summary>
    public void Print(ReadOnlySpan<byte> text)
    {
        if (!IsPlain || state.Charsets.Current is not null)
        {
            foreach (var character in text) PrintOne(character);
            return;
        }

        // No more than the first of them can belong to a cluster.
        if (state.Modes.GraphemeClusters && state.PrecedingWidth > 0)
        {
            PrintOne(text[0]);
            text = text[1..];
        }

        while (!text.IsEmpty)
        {
            var buffer = state.Active;
            if (buffer.X >= buffer.Columns)
            {
                buffer.EmptyCutCharacter(state.PenNumber);
                Wrap();
            }

            var count = Math.Min(text.Length, buffer.Columns - buffer.X);
            Write(buffer, text[..count]);
            text = text[count..];
        }

        state.PrecedingWidth = 1;
    }

    /// <summary>Characters from U+00A0 on.</summary>
    public void Print(ReadOnlySpan<int> codePoints)
    {
        if (!IsPlain || state.Modes.GraphemeClusters)
        {
            foreach (var codePoint in codePoints) PrintOne(codePoint);
            return;
        }

        while (!codePoints.IsEmpty)
        {
            var count = Write(codePoints);
            codePoints = codePoints[count..];
            if (codePoints.IsEmpty) return;
            // A mark that joins, or a character for the next line.
            PrintOne(codePoints[0]);
            codePoints = codePoints[1..];
        }
    }

    /// <summary>REP: prints the last character again, as often as the screen has cells at most.</summary>
    public void Repeat(int count)
    {
        if (state.PrecedingWidth <= 0) return;
        var column = state.Active.X - state.PrecedingWidth;
        var text = column < 0 ? "" : state.Tables.TextOf(state.Active.Current[column]);
        count = Math.Min(count, state.Columns * state.Rows);
        for (; count > 0; count--)
            foreach (var rune in text.EnumerateRunes()) PrintOne(rune.Value);
    }

    private bool IsPlain
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => state.Modes is { Insert: false, LeftRightMargins: false, AutoWrap: true };
    }

    // Writes what fits into the line; the number of characters taken.
    private int Write(ReadOnlySpan<int> codePoints)
    {
        var buffer = state.Active;
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = buffer.X;
        var style = Cell.StyleBits(state.PenNumber);
        var spacer = new Cell(style).WithWidth(0);
        if (column > 0 && column <= cells.Length && cells[column - 1].Width == 2) cells[column - 1] = new Cell(style);
        var taken = 0;
        var width = state.PrecedingWidth;
        for (; taken < codePoints.Length; taken++)
        {
            var codePoint = codePoints[taken];
            var next = CodePointWidths.Of(codePoint);
            if (next == 0 || column + next > cells.Length) break;
            width = next;
            cells[column++] = new Cell((uint)codePoint | Cell.WidthBits(width) | style);
            if (width == 2) cells[column++] = spacer;
        }

        state.PrecedingWidth = width;
        buffer.X = column;
        if (column < cells.Length && cells[column].IsSpacer) cells[column] = new Cell(style);
        return taken;
    }

    private void Write(ScreenBuffer buffer, ReadOnlySpan<byte> text)
    {
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = buffer.X;
        var style = Cell.StyleBits(state.PenNumber);
        if (column > 0 && cells[column - 1].Width == 2) cells[column - 1] = new Cell(style);
        Widen(text, MemoryMarshal.Cast<Cell, ulong>(cells.AsSpan(column, text.Length)), style);
        buffer.X = column += text.Length;
        if (column < cells.Length && cells[column].IsSpacer) cells[column] = new Cell(style);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(ReadOnlySpan<byte> text, Span<ulong> target, ulong style)
    {
        if (text.Length < WidenedAtOnce)
        {
            for (var index = 0; index < text.Length; index++) target[index] = text[index] | style;
            return;
        }

        var styles = Vector256.Create(style);
        var last = text.Length - WidenedAtOnce;
        for (var index = 0; index < last; index += WidenedAtOnce) WidenEight(text[index..], target[index..], styles);
        // Some of the last ones may be written twice.
        WidenEight(text[last..], target[last..], styles);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WidenEight(ReadOnlySpan<byte> text, Span<ulong> target, Vector256<ulong> style)
    {
        var narrow = Vector128.CreateScalarUnsafe(BinaryPrimitives.ReadUInt64LittleEndian(text)).AsByte();
        var (low, high) = Vector256.Widen(Vector256.WidenLower(Vector128.WidenLower(narrow).ToVector256Unsafe()));
        (low | style).CopyTo(target);
        (high | style).CopyTo(target[Vector256<ulong>.Count..]);
    }

    private void PrintOne(int codePoint)
    {
        if (codePoint < FirstBeyondAscii && state.Charsets.Current is { } charset) codePoint = charset.Map(codePoint);
        var width = codePoint < FirstBeyondAscii ? 1 : CodePointWidths.Of(codePoint);
        if (state.Modes.GraphemeClusters) PrintByCluster(codePoint);
        else if (width == 0 && state.PrecedingWidth != 0) _joiner.Join(codePoint);
        else Put(Cell.Of(codePoint, width, state.PenNumber));
    }

    private void PrintByCluster(int codePoint)
    {
        if (!_joiner.TryExtend(codePoint, out var moved))
        {
            Span<char> text = stackalloc char[2];
            var width = GraphemeClusters.Width(text[..new Rune(codePoint).EncodeToUtf16(text)]);
            Put(Cell.Of(codePoint, width, state.PenNumber));
        }
        else if (moved is { } cluster)
        {
            Put(cluster);
        }
    }

    private void Put(Cell cell)
    {
        var (buffer, width) = (state.Active, cell.Width);
        var end = buffer.X > state.Right ? state.Columns : state.Right + 1;
        buffer.EmptyCutCharacter(state.PenNumber);
        if (buffer.X + width > end && !MakeRoom(width, end)) return;
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = buffer.X;
        // A mark with nothing to stand on, behind the last column.
        if (column >= cells.Length) return;
        if (state.Modes.Insert) buffer.Current.Insert(buffer.Columns, column, column <= state.Right ? state.Right + 1 : state.Columns, width, Cell.Blank(state.PenNumber));
        cells[column] = cell;
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
            var (row, left) = (state.Active.Current, state.Active.X);
            Wrap();
            for (var column = left; column < end; column++) row.Cells(state.Columns)[column] = Cell.Blank(state.PenNumber);
            return true;
        }

        state.Active.X = end - 1;
        state.Active.EmptyCutCharacter(state.PenNumber);
        if (width == 1) return true;
        state.PrecedingWidth = ScreenState.Lost;
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
}
