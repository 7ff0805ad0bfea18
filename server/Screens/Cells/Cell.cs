namespace Orchestrator.Screens.Cells;

/// <summary>
/// One cell packed into 8 bytes: what stands in it, how wide it is, and the number of its style in the
/// style table of its screen. The default value is an empty cell in the default style.
/// </summary>
/// <param name="Bits">
/// From the lowest bit: 21 bits of content (a code point, or the number of a cluster), 1 bit that says which,
/// 2 bits of width (stored so that 0 means one column), 8 bits unused, 32 bits of style.
/// </param>
internal readonly record struct Cell(ulong Bits)
{
    /// <summary>An empty cell: nothing was written, or it was erased.</summary>
    public static readonly Cell Empty;

    private const int ContentBits = 21;
    private const ulong ContentMask = (1UL << ContentBits) - 1;
    private const ulong ClusterFlag = 1UL << ContentBits;
    private const int WidthShift = ContentBits + 1;
    private const ulong WidthMask = 3UL << WidthShift;
    private const int StyleShift = 32;
    private const ulong StyleMask = 0xFFFFFFFFUL << StyleShift;

    /// <summary>The code point, or the number of the cluster; 0 when empty.</summary>
    public int Content => (int)(Bits & ContentMask);

    /// <summary>True when the content is more than one code point.</summary>
    public bool IsCluster => (Bits & ClusterFlag) != 0;

    /// <summary>True when something was written here; a space counts.</summary>
    public bool HasContent => (Bits & (ContentMask | ClusterFlag)) != 0;

    /// <summary>Columns: 1, 2 for a wide character, 0 for the cell behind one.</summary>
    public int Width => (int)((Bits & WidthMask) >> WidthShift) ^ 1;

    /// <summary>True for the cell behind a wide character.</summary>
    public bool IsSpacer => Width == 0 && !HasContent;

    /// <summary>Number of the style.</summary>
    public int Style => (int)(Bits >> StyleShift);

    /// <summary>The bits that a style adds to any cell.</summary>
    public static ulong StyleBits(int style) => (ulong)(uint)style << StyleShift;

    /// <summary>The bits that a width adds to any cell.</summary>
    public static ulong WidthBits(int width) => (ulong)(width ^ 1) << WidthShift;

    /// <summary>A cell with one code point.</summary>
    public static Cell Of(int codePoint, int width, int style) => new((uint)codePoint | WidthBits(width) | StyleBits(style));

    /// <summary>A cell with a cluster of code points.</summary>
    public static Cell OfCluster(int cluster, int width, int style) => new((uint)cluster | ClusterFlag | WidthBits(width) | StyleBits(style));

    /// <summary>An empty cell with a style, as erasing leaves it.</summary>
    public static Cell Blank(int style) => new(StyleBits(style));

    public Cell WithStyle(int style) => new((Bits & ~StyleMask) | StyleBits(style));

    public Cell WithWidth(int width) => new((Bits & ~WidthMask) | WidthBits(width));
}
