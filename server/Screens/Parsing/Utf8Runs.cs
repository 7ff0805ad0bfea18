using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.Screens.Parsing;

/// <summary>
/// Decodes runs of printable characters beyond ASCII, as far as they are whole and no byte is wrong. What it does not
/// take is the business of <see cref="Utf8Decoder"/>.
/// </summary>
internal static class Utf8Runs
{
    private const int FirstPrintable = 0xA0, ByteOrderMark = 0xFEFF;
    private const int FirstOfThreeBytes = 0x800, FirstOfFourBytes = 0x10000, LastOfAll = 0x10FFFF;
    private const int FirstSurrogate = 0xD800, SurrogateMask = 0xF800;

    /// <summary>
    /// Decodes until <paramref name="decoded"/> has no room for four more characters, or less than sixteen bytes are left;
    /// the number of bytes taken.
    /// </summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<int> decoded, out int count)
    {
        var (at, found) = (0, 0);
        while (found <= decoded.Length - Vector128<int>.Count && text.Length - at >= Vector128<byte>.Count)
        {
            if ((text[at] & 0xF0) != 0xE0)
            {
                var length = DecodeOne(BinaryPrimitives.ReadUInt32BigEndian(text[at..]), out var codePoint);
                if (length == 0) break;
                decoded[found++] = codePoint;
                at += length;
                continue;
            }

            var taken = DecodeThreeBytes(text[at..], decoded[found..]);
            if (taken == 0) break;
            if (taken == Vector128<int>.Count)
            {
                // The usual case apart from the others: where the next ones begin need not be waited for.
                found += Vector128<int>.Count;
                at += Vector128<int>.Count * 3;
            }
            else
            {
                found += taken;
                at += taken * 3;
            }
        }

        count = found;
        return at;
    }

    // Up to four characters of three bytes at the start of sixteen; the number of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DecodeThreeBytes(ReadOnlySpan<byte> text, Span<int> decoded)
    {
        const byte none = 0xFF;
        var order = Vector128.Create(2, 1, 0, none, 5, 4, 3, none, 8, 7, 6, none, 11, 10, 9, none);
        var bytes = Vector128.Shuffle(Vector128.Create(text), order).AsInt32();
        var points = (bytes >> 4 & Vector128.Create(0xF000)) | (bytes >> 2 & Vector128.Create(0xFC0)) | (bytes & Vector128.Create(0x3F));
        points.CopyTo(decoded);
        var isRight = Vector128.Equals(bytes & Vector128.Create(0xF0C0C0), Vector128.Create(0xE08080))
            & Vector128.GreaterThanOrEqual(points, Vector128.Create(FirstOfThreeBytes))
            & ~Vector128.Equals(points & Vector128.Create(SurrogateMask), Vector128.Create(FirstSurrogate))
            & ~Vector128.Equals(points, Vector128.Create(ByteOrderMark));
        return BitOperations.TrailingZeroCount(~isRight.ExtractMostSignificantBits());
    }

    // The length of the character of two or four bytes in the highest of four; 0 when it is not for this path.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int DecodeOne(uint bytes, out int codePoint)
    {
        if ((bytes & 0xE0C00000) == 0xC0800000)
        {
            codePoint = (int)(bytes >> 18 & 0x7C0 | bytes >> 16 & 0x3F);
            return codePoint >= FirstPrintable ? 2 : 0;
        }

        codePoint = (int)(bytes >> 6 & 0x1C0000 | bytes >> 4 & 0x3F000 | bytes >> 2 & 0xFC0 | bytes & 0x3F);
        return (bytes & 0xF8C0C0C0) == 0xF0808080 && codePoint is >= FirstOfFourBytes and <= LastOfAll ? 4 : 0;
    }
}
