using System.Buffers;
using Orchestrator.Screens.Controls;
using Orchestrator.Screens.Parsing;
using Orchestrator.Screens.Reports;
using Orchestrator.Screens.Snapshots;

namespace Orchestrator.Screens;

/// <summary>
/// The exact state of one terminal: give it everything the program prints, and it says what a terminal would show,
/// answers what the program asks, and writes the whole state as bytes for another terminal. Not safe for several
/// threads; the terminal that owns it calls it under its own lock.
/// </summary>
internal sealed class Screen
{
    /// <summary>Most lines of scrollback that are kept.</summary>
    public const int ScrollbackLines = 1000;

    /// <summary>Most bytes of scrollback that are kept; decides for lines of more than 500 columns.</summary>
    public const int ScrollbackBytes = 4 * 1024 * 1024;

    /// <summary>Fewest columns of a screen, as of a viewer; a wide character needs two.</summary>
    public const int MinColumns = 2;

    private const int PortionBytes = 64 * 1024;

    private readonly ScreenState _state;
    private readonly ScreenControls _controls;
    private readonly VtParser<ScreenActions> _parser;

    public Screen(int columns, int rows)
    {
        _state = new ScreenState(Math.Max(columns, MinColumns), rows);
        _controls = new ScreenControls(_state);
        _parser = new VtParser<ScreenActions>(new ScreenActions(_controls));
    }

    /// <summary>Columns, 2 to 1000.</summary>
    public int Columns => _state.Columns;

    /// <summary>Rows, 1 to 500.</summary>
    public int Rows => _state.Rows;

    /// <summary>The window title; empty until the program sets one.</summary>
    public string Title => _state.Titles.Window;

    /// <summary>The folder the program said it works in (OSC 7 and others); null until it has.</summary>
    public string? WorkingFolder => _state.WorkingFolder;

    /// <summary>True while the alternate screen is shown.</summary>
    public bool IsAlternate => _state.IsAlternate;

    /// <summary>True when what was fed ended outside any sequence and character: a snapshot then is the whole state.</summary>
    public bool IsAtRest => _parser.IsAtRest;

    /// <summary>The modes in force.</summary>
    public ScreenModes Modes => _state.Modes;

    /// <summary>Everything that output can change.</summary>
    internal ScreenState State => _state;

    /// <summary>Takes what the program printed, however it is cut. <paramref name="output"/> is cleared first.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, ScreenOutput output)
    {
        output.Clear();
        _controls.Begin(output);
        while (!bytes.IsEmpty)
        {
            // Between portions what nothing shows any more is forgotten; within one it may pile up.
            var portion = bytes[..Math.Min(bytes.Length, PortionBytes)];
            _parser.Parse(portion, output.VisibleWriter);
            if (_state.Tables.IsFull) _state.Sweep();
            bytes = bytes[portion.Length..];
        }
    }

    /// <summary>
    /// Sets the colours told to programs that ask (OSC 4, 10, 11, 12). A program that wants to know (mode 2031) is told
    /// when a dark scheme became a light one, or the other way round.
    /// </summary>
    public void SetColors(ScreenColors colors, IBufferWriter<byte> answers)
    {
        var wasDark = _state.Palette.IsDark;
        _state.Palette.Colors = colors;
        if (Modes.ColorSchemeReports && _state.Palette.IsDark != wasDark) DeviceAnswers.WriteColorScheme(answers, !wasDark);
    }

    /// <summary>Sets the size. Lines of the primary screen flow into it, those of the alternate screen are cut.</summary>
    public void Resize(int columns, int rows)
    {
        columns = Math.Max(columns, MinColumns);
        if (columns != Columns || rows != Rows) _state.Resize(columns, rows);
    }

    /// <summary>
    /// Writes bytes that put any xterm-compatible terminal of this size, whatever its state, into exactly this state,
    /// with at most <paramref name="scrollbackLines"/> lines of scrollback. They end outside any sequence.
    /// </summary>
    public void WriteSnapshot(IBufferWriter<byte> target, int scrollbackLines) => SnapshotWriter.Write(_state, scrollbackLines, target);

    /// <summary>
    /// The text alone: lines that wrapped are joined, trailing blanks and trailing empty lines are left out, lines end
    /// with a line feed except the last.
    /// </summary>
    public string ReadText(int scrollbackLines) => ScreenText.Read(_state, scrollbackLines);
}
