using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Screens.Controls;

/// <summary>
/// Writes runs of characters into one line of a screen that lays them out in the usual way, from bytes to cells in one
/// go. What needs more than that it leaves to <see cref="Printer"/>.
/// </summary>
internal sealed class RunWriter(ScreenState state, Joiner joiner)
{
    private const int WidenedAtOnce = sizeof(ulong);
    private const int ThreeBytesAtOnce = 4;
    private const byte FirstPrintable = 0x20, FirstBeyondAscii = 0x80;

    /// <summary>Writes characters from U+0020 to U+007E for which there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteAscii(ScreenBuffer buffer, ReadOnlySpan<byte> text)
    {
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = buffer.X;
        var style = Cell.StyleBits(state.PenNumber);
        if (column > 0 && cells[column - 1].Width == 2) cells[column - 1] = new Cell(style);
        Widen(text, MemoryMarshal.Cast<Cell, ulong>(cells.AsSpan(column, text.Length)), style);
        buffer.X = column += text.Length;
        if (column < cells.Length && cells[column].IsSpacer) cells[column] = new Cell(style);
    }

    /// <summary>
    /// Writes what comes first, up to a character that does not fit into the line, does not begin a cell of its own, or is
    /// near the end of <paramref name="text"/>; the number of bytes taken.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public int WriteMixed(ReadOnlySpan<byte> text)
    {
        var buffer = state.Active;
        var cells = MemoryMarshal.Cast<Cell, ulong>(buffer.Current.Cells(buffer.Columns).AsSpan());
        var column = buffer.X;
        var style = Cell.StyleBits(state.PenNumber);
        var start = column;
        var isCut = column > 0 && column <= cells.Length && new Cell(cells[column - 1]).Width == 2;
        var (at, width) = (0, state.PrecedingWidth);
        while (text.Length - at >= Vector128<byte>.Count && column < cells.Length)
        {
            var rest = text[at..];
            if (rest[0] < FirstPrintable) break;
            var target = cells[column..];
            int columns;
            var length = rest[0] < FirstBeyondAscii
                ? WriteAscii(rest, target, style, ref width, out columns)
                : WriteFour(rest, target, style, ref width, out columns);
            if (length == 0)
            {
                length = Utf8Runs.DecodeOne(rest, out var codePoint);
                if (length == 0) break;
                columns = CodePointWidths.Of(codePoint);
                if (columns > target.Length) break;
                if (columns > 0) WriteOne(codePoint, columns, target, style);
                else if (width == 0) break;
                else Join(buffer, column, width, codePoint);
                if (columns > 0) width = columns;
            }

            at += length;
            column += columns;
        }

        // What is no character, or only the start of one, changes nothing.
        if (at == 0) return 0;
        state.PrecedingWidth = width;
        buffer.X = column;
        if (isCut) cells[start - 1] = style;
        if (column < cells.Length && new Cell(cells[column]).IsSpacer) cells[column] = style;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteAscii(ReadOnlySpan<byte> text, Span<ulong> target, ulong style, ref int width, out int columns)
    {
        columns = Math.Min(Utf8Runs.AsciiLength(text), target.Length);
        if (columns == 0) return 0;
        Widen(text[..columns], target, style);
        width = 1;
        return columns;
    }

    // Four characters that are alike in their length and width, as they nearly always are in what is long.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WriteFour(ReadOnlySpan<byte> text, Span<ulong> target, ulong style, ref int width, out int columns)
    {
        columns = 0;
        if ((text[0] & 0xF0) != 0xE0 || target.Length < 2 * ThreeBytesAtOnce) return 0;
        var points = Utf8Runs.DecodeThreeBytes(text);
        var cells = Vector256.WidenLower(points.AsUInt32().ToVector256Unsafe());
        if (WideRanges.AreWide(points))
        {
            var (character, spacer) = (style | Cell.WidthBits(2), style | Cell.WidthBits(0));
            var added = Vector256.Create(character, spacer, character, spacer);
            var kept = Vector256.Create(ulong.MaxValue, 0, ulong.MaxValue, 0);
            (Vector256.Shuffle(cells, Vector256.Create(0UL, 0, 1, 1)) & kept | added).CopyTo(target);
            (Vector256.Shuffle(cells, Vector256.Create(2UL, 2, 3, 3)) & kept | added).CopyTo(target[ThreeBytesAtOnce..]);
            width = 2;
            columns = 2 * ThreeBytesAtOnce;
            return 3 * ThreeBytesAtOnce;
        }

        if (!WideRanges.AreBoxes(points)) return 0;
        (cells | Vector256.Create(style)).CopyTo(target);
        width = 1;
        columns = ThreeBytesAtOnce;
        return 3 * ThreeBytesAtOnce;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteOne(int codePoint, int width, Span<ulong> target, ulong style)
    {
        target[0] = (uint)codePoint | Cell.WidthBits(width) | style;
        if (width == 2) target[1] = Cell.WidthBits(0) | style;
    }

    private void Join(ScreenBuffer buffer, int column, int width, int codePoint)
    {
        buffer.X = column;
        state.PrecedingWidth = width;
        joiner.Join(codePoint);
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
}
