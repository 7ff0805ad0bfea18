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

/// <summary>How a cell looks: everything that SGR, DECSCA and OSC 8 set.</summary>
/// <param name="Foreground">Colour of the character.</param>
/// <param name="Background">Colour behind it.</param>
/// <param name="UnderlineColor">Colour of the line under it; default means that of the character.</param>
/// <param name="Flags">Attributes that are on.</param>
/// <param name="Underline">Shape of the line under it.</param>
/// <param name="Link">Number of its link in the link table; 0 for none.</param>
internal readonly record struct Style(
    Color Foreground,
    Color Background,
    Color UnderlineColor,
    StyleFlags Flags,
    Underline Underline,
    int Link)
{
    /// <summary>What erasing leaves behind: the background alone.</summary>
    public Style ToErased() => new(default, Background, default, StyleFlags.None, Underline.None, 0);
}
