namespace Orchestrator.Screens.Widths;

/// <summary>What a code point is to the rules of grapheme clusters (UAX #29); the numbers are those of the table.</summary>
internal enum BreakClass
{
    Other = 0,

    /// <summary>CR and LF too.</summary>
    Control = 1,
    Prepend = 2,
    Extend = 3,
    ZeroWidthJoiner = 4,
    SpacingMark = 5,
    RegionalIndicator = 6,
    HangulLeading = 7,
    HangulVowel = 8,
    HangulTrailing = 9,

    /// <summary>LV and LVT.</summary>
    HangulSyllable = 10,
    Pictograph = 11,
}
