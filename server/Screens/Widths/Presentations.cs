namespace Orchestrator.Screens.Widths;

/// <summary>How a code point is presented; the bits are those of the table.</summary>
[Flags]
internal enum Presentations
{
    None = 0,

    /// <summary>Its East Asian Width is W or F, as that of everything presented as an emoji unless told otherwise.</summary>
    Wide = 1,

    /// <summary>It has a text and an emoji presentation, between which U+FE0E and U+FE0F choose.</summary>
    Selectable = 2,
}
