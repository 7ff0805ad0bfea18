namespace Orchestrator.Screens.Cells;

/// <summary>Where a colour comes from.</summary>
internal enum ColorKind : byte
{
    /// <summary>The terminal's own.</summary>
    Default = 0,

    /// <summary>One of the 16 of SGR 30 to 37, 40 to 47, 90 to 97 and 100 to 107.</summary>
    Ansi = 1,

    /// <summary>One of the palette of 256 of SGR 38;5.</summary>
    Indexed = 2,

    /// <summary>Red, green and blue of SGR 38;2.</summary>
    Rgb = 3,
}

/// <summary>A colour as a program named it. The default value is the terminal's own colour.</summary>
/// <param name="Bits">The kind in the highest byte; an index, or red, green and blue in the lower three.</param>
internal readonly record struct Color(uint Bits)
{
    /// <summary>Where the kind begins.</summary>
    public const int KindShift = 24;

    public ColorKind Kind => (ColorKind)(Bits >> KindShift);

    /// <summary>Number in the palette; only of <see cref="ColorKind.Ansi"/> and <see cref="ColorKind.Indexed"/>.</summary>
    public int Index => (int)(Bits & 0xFF);

    public byte Red => (byte)(Bits >> 16);

    public byte Green => (byte)(Bits >> 8);

    public byte Blue => (byte)Bits;

    public static Color Ansi(int index) => new((uint)ColorKind.Ansi << KindShift | (uint)index & 0xF);

    public static Color Indexed(int index) => new((uint)ColorKind.Indexed << KindShift | (uint)index & 0xFF);

    public static Color Rgb(int red, int green, int blue) =>
        new((uint)ColorKind.Rgb << KindShift | ((uint)red & 0xFF) << 16 | ((uint)green & 0xFF) << 8 | (uint)blue & 0xFF);
}
