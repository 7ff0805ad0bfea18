using System.Buffers;
using System.Text;
using Orchestrator.Screens;
using Orchestrator.Screens.Cells;

namespace Orchestrator.Rpc.Tests.Screens;

/// <summary>A screen that is fed text and read as text; what it puts out is collected over all portions.</summary>
internal sealed class PlayedScreen(int columns = 80, int rows = 24)
{
    private readonly ScreenOutput _output = new();
    private readonly List<byte> _visible = [];
    private readonly List<byte> _answers = [];
    private readonly List<ScreenSignal> _signals = [];

    public Screen Screen { get; } = new(columns, rows);

    /// <summary>All that viewers got.</summary>
    public byte[] VisibleBytes => [.. _visible];

    public string Visible => Encoding.UTF8.GetString(VisibleBytes);

    /// <summary>All that the program was answered.</summary>
    public string Answers => Encoding.UTF8.GetString([.. _answers]);

    public IReadOnlyList<ScreenSignal> Signals => _signals;

    /// <summary>The visible lines without blanks at their ends, such as <c>ab|cd|</c>.</summary>
    public string Lines => string.Join('|', Enumerable.Range(0, Screen.Rows).Select(Line));

    /// <summary>The scrollback in the same form.</summary>
    public string Scrollback => string.Join('|', Enumerable.Range(0, Buffer.Top).Select(index => TextOf(Buffer.Line(index))));

    /// <summary>Where the cursor is: column and row from 1, such as <c>3;1</c>; a column more than there are while a wrap is pending.</summary>
    public string Cursor => $"{Buffer.X + 1};{Buffer.Y + 1}";

    public ScreenBuffer Buffer => Screen.State.Active;

    public PlayedScreen Feed(string text) => Feed(Encoding.UTF8.GetBytes(text));

    public PlayedScreen Feed(ReadOnlySpan<byte> bytes)
    {
        Screen.Feed(bytes, _output);
        _visible.AddRange(_output.Visible.Span);
        _answers.AddRange(_output.Answers.Span);
        _signals.AddRange(_output.Signals);
        return this;
    }

    public PlayedScreen Feed(IEnumerable<byte[]> portions)
    {
        foreach (var portion in portions) Feed(portion);
        return this;
    }

    /// <summary>What one feed alone answers.</summary>
    public string Ask(string text)
    {
        _answers.Clear();
        Feed(text);
        return Answers;
    }

    /// <summary>A visible line without blanks at its end.</summary>
    public string Line(int row) => TextOf(Buffer.Visible(row));

    /// <summary>What stands in a cell of the screen, from 0; empty for an empty one.</summary>
    public string Cell(int column, int row = 0) => Screen.State.Tables.TextOf(Buffer.Visible(row)[column]);

    /// <summary>How a cell of the screen looks.</summary>
    public Style Style(int column, int row = 0) => Screen.State.Tables.Styles[Buffer.Visible(row)[column].Style];

    public byte[] Snapshot(int scrollbackLines = Screen.ScrollbackLines)
    {
        var target = new ArrayBufferWriter<byte>();
        Screen.WriteSnapshot(target, scrollbackLines);
        return target.WrittenSpan.ToArray();
    }

    private string TextOf(Row row)
    {
        var text = new StringBuilder();
        for (var column = 0; column < Screen.Columns; column++)
            if (row[column] is { IsSpacer: false } cell) text.Append(cell.HasContent ? Screen.State.Tables.TextOf(cell) : " ");
        return text.ToString().TrimEnd(' ');
    }
}
