#pragma warning disable CA1822
using System.Buffers;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Controls;

namespace Orchestrator.Screens;

/// <summary>
/// The exact state of one terminal: give it everything the program prints, and it says what a terminal would show,
/// answers what the program asks, and writes the whole state as bytes for another terminal. Not safe for several
/// threads; the terminal that owns it calls it under its own lock.
/// </summary>
internal sealed class Screen
{
    /// <summary>Lines of scrollback that are kept.</summary>
    public const int ScrollbackLines = 1000;

    public Screen(int columns, int rows)
    {
        Columns = columns;
        Rows = rows;
    }

    /// <summary>Columns, 1 to 1000.</summary>
    public int Columns { get; private set; }

    /// <summary>Rows, 1 to 500.</summary>
    public int Rows { get; private set; }

    /// <summary>The window title; empty until the program sets one.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The folder the program said it works in (OSC 7 and others); null until it has.</summary>
    public string? WorkingFolder { get; private set; }

    /// <summary>True while the alternate screen is shown.</summary>
    public bool IsAlternate { get; private set; }

    /// <summary>True while the program takes pastes in brackets (DECSET 2004).</summary>
    public bool TakesBracketedPaste { get; private set; }

    /// <summary>Colours told to programs that ask (OSC 4, 10, 11, 12); taken from the client that shows the terminal.</summary>
    public ScreenColors Colors { get; set; } = ScreenColors.Usual;

    /// <summary>The modes in force.</summary>
    public ScreenModes Modes { get; } = new();

    /// <summary>The screen with scrollback.</summary>
    public ScreenBuffer Primary { get; } = new();

    /// <summary>The screen of full-screen programs.</summary>
    public ScreenBuffer Alternate { get; } = new();

    /// <summary>The one that is shown.</summary>
    public ScreenBuffer Active => IsAlternate ? Alternate : Primary;

    /// <summary>How the next character will look.</summary>
    public Style Pen { get; private set; }

    /// <summary>The character sets designated as G0 to G3; null is ASCII.</summary>
    public Charset?[] Designated { get; } = new Charset?[4];

    /// <summary>Which of them is in use.</summary>
    public int ShiftLevel { get; private set; }

    /// <summary>The set that characters go through; after DECRC it can be another than the designated one.</summary>
    public Charset? Charset { get; private set; }

    /// <summary>What stands in a cell; empty for an empty one.</summary>
    public string TextOf(Cell cell) => cell.IsCluster ? "" : char.ConvertFromUtf32(cell.Content);

    /// <summary>How a cell looks.</summary>
    public Style StyleOf(Cell cell) => default;

    /// <summary>The address of a link, and the id that a program gave it; by <see cref="Style.Link"/>.</summary>
    public (string Uri, string? Id) LinkOf(int link) => ("", null);

    /// <summary>Takes what the program printed, however it is cut. <paramref name="output"/> is cleared first.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, ScreenOutput output)
    {
        output.Clear();
        output.VisibleWriter.Write(bytes);
    }

    /// <summary>Sets the size. Lines of the primary screen flow into it, those of the alternate screen are cut.</summary>
    public void Resize(int columns, int rows)
    {
        Columns = columns;
        Rows = rows;
    }

    /// <summary>
    /// Writes bytes that put any xterm-compatible terminal of this size, whatever its state, into exactly this state,
    /// with at most <paramref name="scrollbackLines"/> lines of scrollback. They end outside any sequence.
    /// </summary>
    public void WriteSnapshot(IBufferWriter<byte> target, int scrollbackLines)
    {
    }

    /// <summary>
    /// The text alone: lines that wrapped are joined, trailing blanks and trailing empty lines are left out, lines end
    /// with a line feed except the last.
    /// </summary>
    public string ReadText(int scrollbackLines) => "";
}
