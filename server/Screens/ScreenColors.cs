using System.Collections.Immutable;

namespace Orchestrator.Screens;

/// <summary>The colours of the terminal that people look at; told to programs that ask.</summary>
/// <param name="Foreground">Colour of text, 0xRRGGBB.</param>
/// <param name="Background">Colour behind it, 0xRRGGBB.</param>
/// <param name="Cursor">Colour of the cursor, 0xRRGGBB.</param>
/// <param name="Ansi">The 16 colours, 0xRRGGBB each.</param>
internal sealed record ScreenColors(int Foreground, int Background, int Cursor, ImmutableArray<int> Ansi)
{
    /// <summary>A dark scheme, for as long as no client has told its own.</summary>
    public static readonly ScreenColors Usual = new(
        0xCCCCCC, 0x1E1E1E, 0xCCCCCC,
        [
            0x000000, 0xCD3131, 0x0DBC79, 0xE5E510, 0x2472C8, 0xBC3FBC, 0x11A8CD, 0xE5E5E5,
            0x666666, 0xF14C4C, 0x23D18B, 0xF5F543, 0x3B8EEA, 0xD670D6, 0x29B8DB, 0xE5E5E5,
        ]);
}
