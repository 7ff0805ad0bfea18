namespace Orchestrator.Screens.Parsing;

/// <summary>What viewers get of a sequence.</summary>
internal enum Visibility
{
    /// <summary>The sequence as it came.</summary>
    Kept,

    /// <summary>Nothing.</summary>
    Dropped,

    /// <summary>Other bytes, in <see cref="IParserActions.Replacement"/>.</summary>
    Replaced,
}

/// <summary>Kind of a string sequence.</summary>
internal enum StringKind
{
    /// <summary>OSC.</summary>
    OperatingSystemCommand,

    /// <summary>DCS.</summary>
    DeviceControl,

    /// <summary>SOS, PM or APC.</summary>
    Other,
}

/// <summary>A string sequence that has ended.</summary>
/// <param name="Kind">What introduced it.</param>
/// <param name="Function">For DCS its intermediates and final, one byte each, the final lowest; else 0.</param>
/// <param name="IsBellTerminated">True when BEL ended it; an answer ends alike.</param>
internal readonly record struct StringSequence(StringKind Kind, int Function, bool IsBellTerminated);

/// <summary>
/// Receives what the parser reads. A <em>function</em> is the private marker, the intermediates and the final of a
/// sequence, one byte each, the final in the lowest.
/// </summary>
internal interface IParserActions
{
    /// <summary>What viewers get instead, after <see cref="Visibility.Replaced"/>.</summary>
    ReadOnlySpan<byte> Replacement { get; }

    /// <summary>Characters U+0020 to U+007E.</summary>
    void Print(ReadOnlySpan<byte> ascii);

    /// <summary>
    /// Prints the characters at the start of <paramref name="text"/>, as far as <see cref="Utf8Runs"/> knows them; the number
    /// of bytes taken.
    /// </summary>
    int PrintMixed(ReadOnlySpan<byte> text);

    /// <summary>A character from U+0020 to U+007E, or from U+00A0 on.</summary>
    void Print(int codePoint);

    /// <summary>A C0 or C1 control.</summary>
    Visibility Execute(int control);

    /// <summary>An escape sequence.</summary>
    Visibility Escape(int function);

    /// <summary>A control sequence.</summary>
    Visibility Control(int function, Params parameters);

    /// <summary>A string that has ended; <paramref name="payload"/> is valid UTF-8 for OSC.</summary>
    Visibility String(StringSequence sequence, Params parameters, ReadOnlySpan<byte> payload);
}
