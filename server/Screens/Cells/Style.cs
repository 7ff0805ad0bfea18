using System.Numerics;

namespace Orchestrator.Screens.Cells;

/// <summary>Attributes of a cell that are on or off.</summary>
[Flags]
internal enum StyleFlags : ushort
{
    None = 0,
    Bold = 1 << 0,
    Faint = 1 << 1,
    Italic = 1 << 2,
    Blink = 1 << 3,
    Inverse = 1 << 4,
    Invisible = 1 << 5,
    Strikethrough = 1 << 6,
    Overline = 1 << 7,

    /// <summary>Guarded against selective erase (DECSCA).</summary>
    Protected = 1 << 8,
}

/// <summary>Shape of the line under a character; the numbers are those of SGR 4:n.</summary>
internal enum Underline : byte
{
    None = 0,
    Single = 1,
    Double = 2,
    Curly = 3,
    Dotted = 4,
    Dashed = 5,
}

/// <summary>
/// How a cell looks: everything that SGR, DECSCA and OSC 8 set. Packed into two numbers, because it is copied, changed
/// and compared for every change of style that a program prints.
/// </summary>
internal readonly record struct Style
{
    private const int BackgroundShift = 24, KindsShift = 48, BackgroundKindShift = 50, UnderlineShift = 52, FlagsShift = 55, LinkShift = 32;
    private const ulong ValueMask = 0xFFFFFF, KindMask = 3, UnderlineMask = 7, FlagsMask = 0x1FF;
    private const ulong ProtectedBit = (ulong)StyleFlags.Protected << FlagsShift;
    private const int PackedFlag = int.MinValue;

    // From the lowest bit: 24 bits of foreground, 24 of background, 2 and 2 of their kinds, 3 of underline, 9 of flags.
    private readonly ulong _look;

    // From the lowest bit: 32 bits of underline colour, 32 of link.
    private readonly ulong _rest;

    private Style(ulong look) => _look = look;

    /// <summary>Colour of the character.</summary>
    public Color Foreground
    {
        get => ColorAt(0, KindsShift);
        init => _look = WithColor(value, 0, KindsShift);
    }

    /// <summary>Colour behind it.</summary>
    public Color Background
    {
        get => ColorAt(BackgroundShift, BackgroundKindShift);
        init => _look = WithColor(value, BackgroundShift, BackgroundKindShift);
    }

    /// <summary>Colour of the line under it; default means that of the character.</summary>
    public Color UnderlineColor
    {
        get => new((uint)_rest);
        init => _rest = (_rest >> LinkShift << LinkShift) | value.Bits;
    }

    /// <summary>Attributes that are on.</summary>
    public StyleFlags Flags
    {
        get => (StyleFlags)(_look >> FlagsShift & FlagsMask);
        init => _look = (_look & ~(FlagsMask << FlagsShift)) | (ulong)value << FlagsShift;
    }

    /// <summary>Shape of the line under it.</summary>
    public Underline Underline
    {
        get => (Underline)(_look >> UnderlineShift & UnderlineMask);
        init => _look = (_look & ~(UnderlineMask << UnderlineShift)) | (ulong)value << UnderlineShift;
    }

    /// <summary>Number of its link in the link table; 0 for none.</summary>
    public int Link
    {
        get => (int)(_rest >> LinkShift);
        init => _rest = (uint)_rest | (ulong)value << LinkShift;
    }

    /// <summary>True for the style of a terminal that was told nothing.</summary>
    public bool IsDefault => (_look | _rest) == 0;

    // Neither red, green and blue, whose kind has both bits, nor anything else that does not fit into 31 bits.
    private bool IsPackable => ((_look & _look >> 1 & 5UL << KindsShift) | (_look & ProtectedBit) | _rest) == 0;

    /// <summary>
    /// The whole style as a negative number when it fits into one: colours of the palette only, no link, no colour of
    /// the underline, not protected. See <see cref="Unpack"/>.
    /// </summary>
    public bool TryPack(out int packed)
    {
        packed = (int)(_look >> KindsShift) << 16 | (byte)(_look >> BackgroundShift) << 8 | (byte)_look | PackedFlag;
        return IsPackable;
    }

    /// <summary>The style that <see cref="TryPack"/> made <paramref name="packed"/> of.</summary>
    public static Style Unpack(int packed)
    {
        var rest = (ulong)(packed & ~PackedFlag);
        return new Style(rest >> 16 << KindsShift | (rest >> 8 & 0xFF) << BackgroundShift | rest & 0xFF);
    }

    /// <summary>What erasing leaves behind: the background alone.</summary>
    public Style ToErased() => new() { Background = Background };

    public bool Equals(Style other) => ((_look ^ other._look) | (_rest ^ other._rest)) == 0;

    public override int GetHashCode()
    {
        var mixed = (_look ^ BitOperations.RotateLeft(_rest, 29)) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 32);
    }

    private Color ColorAt(int shift, int kindShift) =>
        new((uint)(_look >> kindShift & KindMask) << Color.KindShift | (uint)(_look >> shift & ValueMask));

    private ulong WithColor(Color color, int shift, int kindShift) =>
        (_look & ~(ValueMask << shift | KindMask << kindShift))
            | (ulong)color.Kind << kindShift | (color.Bits & ValueMask) << shift;
}
