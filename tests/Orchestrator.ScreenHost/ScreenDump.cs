using System.Globalization;
using System.Text;
using Orchestrator.Screens;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Controls;

namespace Orchestrator.ScreenHost;

/// <summary>
/// The state of a screen as text, one fact a line, to be compared with that of another terminal. The same text is made
/// of an xterm in tests/screens/support/xterm-dump.mjs: a change here is a change there.
/// </summary>
internal sealed class ScreenDump
{
    private readonly ScreenState _state;
    private readonly StyleText _styles;
    private readonly StringBuilder _text = new();

    private ScreenDump(ScreenState state)
    {
        _state = state;
        _styles = new StyleText(state.Tables);
    }

    public static string Of(Screen screen) => new ScreenDump(screen.State).Write();

    private string Write()
    {
        Add($"size {_state.Columns} {_state.Rows}\n");
        Add($"title {_state.Titles.Window}\n");
        Add($"titles {string.Join('\t', _state.Titles.WindowStack)}\n");
        Add($"pen {_styles.Of(_state.Pen)}\n");
        Add($"charset {Final(_state.Charsets.Current)} level {_state.Charsets.Level} designated ");
        foreach (var designated in _state.Charsets.Designated) Add($"{Final(designated)}");
        Add($"\n");
        AddModes(_state.Modes);
        AddBuffer("normal", _state.Primary);
        AddBuffer("alternate", _state.Alternate);
        return _text.ToString();
    }

    private void AddModes(ScreenModes modes)
    {
        Add($"modes 4={Bit(modes.Insert)} 20={Bit(modes.NewLine)} ?1={Bit(modes.ApplicationCursorKeys)} ?6={Bit(modes.Origin)} ");
        Add($"?7={Bit(modes.AutoWrap)} ?12={Bit(modes.CursorBlink == true)} ?25={Bit(modes.CursorVisible)} ?45={Bit(modes.ReverseWrap)} ");
        Add($"?66={Bit(modes.ApplicationKeypad)} ?1004={Bit(modes.FocusReports)} ?2004={Bit(modes.BracketedPaste)} ");
        Add($"?2026={Bit(modes.SynchronizedOutput)} mouse={(int)modes.MouseTracking} encoding={(int)modes.MouseEncoding} ");
        Add($"cursor={modes.CursorStyle}\n");
    }

    private void AddBuffer(string name, ScreenBuffer buffer)
    {
        var isActive = buffer == _state.Active;
        var saved = buffer.Saved;
        Add($"{name} saved x={saved.Column} y={saved.Line} charset={Final(saved.Charset)} pen {StyleText.OfSaved(saved.Pen)}\n");
        if (buffer == _state.Alternate && !isActive) return;

        Add($"{name} margins {buffer.MarginTop} {buffer.MarginBottom}\n");
        Add($"{name} tabs {string.Join(' ', Enumerable.Range(0, Math.Min(_state.Columns, buffer.TabStops.Length)).Where(column => buffer.TabStops[column]))}\n");
        if (isActive) Add($"{name} cursor x={buffer.X} y={buffer.Y}\n");
        Add($"{name} lines {buffer.Count} top {buffer.Top}\n");
        for (var index = 0; index < buffer.Count; index++) AddLine(buffer.Line(index));
    }

    private void AddLine(Row row)
    {
        _text.Append(row.IsWrapped ? '+' : ' ');
        var current = "";
        var empty = 0;
        for (var column = 0; column < _state.Columns; column++)
        {
            var cell = row[column];
            var style = _styles.Of(cell);
            if (style.Length == 0 && !cell.HasContent && cell.Width == 1)
            {
                empty++;
                continue;
            }

            if (empty > 0)
            {
                current = Switch(current, "");
                _text.Append('\x01', empty);
                empty = 0;
            }

            current = Switch(current, style);
            AddCell(cell);
        }

        _text.Append('\n');
    }

    private string Switch(string current, string style)
    {
        if (current != style) _text.Append('\x0e').Append(style).Append('\x0f');
        return style;
    }

    // Characters below 32 stand in no cell, so they say what text alone cannot.
    private void AddCell(Cell cell)
    {
        if (!cell.HasContent)
        {
            _text.Append(cell.Width switch { 0 => "\x03", 1 => "\x01", _ => "\x02\x01" });
            return;
        }

        _text.Append(cell.Width switch { 0 => "\x06", 1 => "", 2 => "\x02", _ => "\x07" });
        if (cell.IsCluster) _text.Append('\x04').Append(_state.Tables.TextOf(cell)).Append('\x05');
        else _text.Append(_state.Tables.TextOf(cell));
    }

    // Some sets have two designators; the later one stands for both.
    private static string Final(Charset? charset) => charset?.Final switch
    {
        null => "-",
        'C' => "5",
        'E' => "6",
        'H' => "7",
        var final => final.Value.ToString(),
    };

    private static char Bit(bool isSet) => isSet ? '1' : '0';

    private void Add(FormattableString line) => _text.Append(line.ToString(CultureInfo.InvariantCulture));
}
