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
    private const int ColorBits = 26, BackgroundShift = ColorBits, FlagsShift = 2 * ColorBits, UnderlineShift = 61, LinkShift = 32;
    private const ulong ColorMask = (1UL << ColorBits) - 1;
    private const ulong FlagsMask = (1UL << (UnderlineShift - FlagsShift)) - 1;
    private const ulong UnderlineMask = 7;

    // From the lowest bit: 26 bits of foreground, 26 of background, 9 of flags, 3 of underline.
    private readonly ulong _look;

    // From the lowest bit: 32 bits of underline colour, 32 of link.
    private readonly ulong _rest;

    /// <summary>Colour of the character.</summary>
    public Color Foreground
    {
        get => new((uint)(_look & ColorMask));
        init => _look = (_look & ~ColorMask) | value.Bits;
    }

    /// <summary>Colour behind it.</summary>
    public Color Background
    {
        get => new((uint)(_look >> BackgroundShift & ColorMask));
        init => _look = (_look & ~(ColorMask << BackgroundShift)) | (ulong)value.Bits << BackgroundShift;
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
        get => (Underline)(_look >> UnderlineShift);
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

    /// <summary>What erasing leaves behind: the background alone.</summary>
    public Style ToErased() => new() { Background = Background };

    public bool Equals(Style other) => ((_look ^ other._look) | (_rest ^ other._rest)) == 0;

    public override int GetHashCode()
    {
        var mixed = (_look ^ BitOperations.RotateLeft(_rest, 29)) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> 32);
    }
}
