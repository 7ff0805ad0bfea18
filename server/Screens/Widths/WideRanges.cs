using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Orchestrator.Screens.Widths;

/// <summary>
/// The large ranges of characters of one width, told without <see cref="CodePointWidths"/>: four at a time.
/// </summary>
internal static class WideRanges
{
    // CJK ideographs, Hangul syllables, fullwidth forms, katakana; of each the first and how many more.
    private const int FirstIdeograph = 0x4E00, MoreIdeographs = 0x9FFF - FirstIdeograph;
    private const int FirstHangul = 0xAC00, MoreHangul = 0xD7A3 - FirstHangul;
    private const int FirstFullwidth = 0xFF01, MoreFullwidth = 0xFF60 - FirstFullwidth;
    private const int FirstKatakana = 0x30A1, MoreKatakana = 0x30FF - FirstKatakana;
    private const int FirstBox = 0x2500, MoreBoxes = 0x257F - FirstBox;

    /// <summary>True when all are ideographs, Hangul syllables, katakana or fullwidth forms: of two columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreWide(Vector128<int> codePoints) =>
        (In(codePoints, FirstIdeograph, MoreIdeographs) | In(codePoints, FirstHangul, MoreHangul)
            | In(codePoints, FirstFullwidth, MoreFullwidth) | In(codePoints, FirstKatakana, MoreKatakana)) == Vector128<uint>.AllBitsSet;

    /// <summary>True when all are lines and corners: of one column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AreBoxes(Vector128<int> codePoints) => In(codePoints, FirstBox, MoreBoxes) == Vector128<uint>.AllBitsSet;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> In(Vector128<int> codePoints, int first, int more) =>
        Vector128.LessThanOrEqual((codePoints - Vector128.Create(first)).AsUInt32(), Vector128.Create((uint)more));
}
