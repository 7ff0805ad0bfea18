using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.Screens.Parsing;

/// <summary>
/// Looks for printable characters that are whole and of which no byte is wrong. What it does not take is the business of
/// <see cref="Utf8Decoder"/>.
/// </summary>
internal static class Utf8Runs
{
    private const byte FirstAscii = 0x20, Delete = 0x7F;
    private const int FirstPrintable = 0xA0, ByteOrderMark = 0xFEFF;
    private const int FirstOfThreeBytes = 0x800, FirstOfFourBytes = 0x10000, LastOfAll = 0x10FFFF;
    private const int FirstSurrogate = 0xD800, SurrogateMask = 0xF800;

    /// <summary>
    /// The number of bytes from 0x20 to 0x7E at the start. One added, they are all that is above 0x20 with a sign.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AsciiLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        for (; text.Length - length >= Vector256<byte>.Count; length += Vector256<byte>.Count)
        {
            var block = Vector256.Create(text[length..]) + Vector256<byte>.One;
            var others = Vector256.LessThanOrEqual(block.AsSByte(), Vector256.Create((sbyte)FirstAscii)).ExtractMostSignificantBits();
            if (others != 0) return length + BitOperations.TrailingZeroCount(others);
        }

        while (length < text.Length && text[length] is >= FirstAscii and < Delete) length++;
        return length;
    }

    /// <summary>The length of the printable character at the start; 0 when there is none, or fewer than four bytes are left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DecodeOne(ReadOnlySpan<byte> text, out int codePoint)
    {
        codePoint = 0;
        if (text.Length < sizeof(uint)) return 0;
        var bytes = BinaryPrimitives.ReadUInt32BigEndian(text);
        if ((bytes & 0xF0C0C000) == 0xE0808000)
        {
            codePoint = (int)(bytes >> 12 & 0xF000 | bytes >> 10 & 0xFC0 | bytes >> 8 & 0x3F);
            return codePoint >= FirstOfThreeBytes && (codePoint & SurrogateMask) != FirstSurrogate && codePoint != ByteOrderMark ? 3 : 0;
        }

        if ((bytes & 0xE0C00000) == 0xC0800000)
        {
            codePoint = (int)(bytes >> 18 & 0x7C0 | bytes >> 16 & 0x3F);
            return codePoint >= FirstPrintable ? 2 : 0;
        }

        return DecodeOther(bytes, out codePoint);
    }

    /// <summary>
    /// Decodes what may be four characters of three bytes at the start of sixteen bytes; those that are not, or for
    /// <see cref="Utf8Decoder"/>, are less than U+0800.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> DecodeThreeBytes(ReadOnlySpan<byte> text)
    {
        const byte none = 0xFF;
        var order = Vector128.Create(2, 1, 0, none, 5, 4, 3, none, 8, 7, 6, none, 11, 10, 9, none);
        var bytes = Vector128.Shuffle(Vector128.Create(text), order).AsInt32();
        var points = (bytes >> 4 & Vector128.Create(0xF000)) | (bytes >> 2 & Vector128.Create(0xFC0)) | (bytes & Vector128.Create(0x3F));
        return points & Vector128.Equals(bytes & Vector128.Create(0xF0C0C0), Vector128.Create(0xE08080));
    }

    // One of four bytes, or of ASCII.
    private static int DecodeOther(uint bytes, out int codePoint)
    {
        var first = bytes >> 24;
        if (first < Delete)
        {
            codePoint = (int)first;
            return first >= FirstAscii ? 1 : 0;
        }

        codePoint = (int)(bytes >> 6 & 0x1C0000 | bytes >> 4 & 0x3F000 | bytes >> 2 & 0xFC0 | bytes & 0x3F);
        return (bytes & 0xF8C0C0C0) == 0xF0808080 && codePoint is >= FirstOfFourBytes and <= LastOfAll ? 4 : 0;
    }
}
