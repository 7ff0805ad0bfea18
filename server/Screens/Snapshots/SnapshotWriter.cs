using System.Buffers;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Controls;

namespace Orchestrator.Screens.Snapshots;

/// <summary>
/// Writes the state of a screen as output: whatever terminal of this size reads it, and whatever state that is in, is
/// then in the same state. First what could disturb is taken back, then come the lines, then margins, saved cursors
/// and modes, and last the cursor and the pen, because everything before moves them.
/// </summary>
internal sealed class SnapshotWriter
{
    private const int GroupSets = 4;

    private readonly ScreenState _state;
    private readonly IBufferWriter<byte> _target;
    private readonly PenWriter _pen;
    private readonly LineWriter _lines;

    private SnapshotWriter(ScreenState state, IBufferWriter<byte> target)
    {
        _state = state;
        _target = target;
        _pen = new PenWriter(state.Tables, target);
        _lines = new LineWriter(state.Tables, _pen, target, state.Modes.GraphemeClusters);
    }

    /// <summary>Writes the state with at most <paramref name="scrollbackLines"/> lines of scrollback.</summary>
    public static void Write(ScreenState state, int scrollbackLines, IBufferWriter<byte> target)
    {
        var writer = new SnapshotWriter(state, target);
        writer.WriteClean();
        writer.WriteBuffer(state.Primary, Math.Max(0, state.Primary.Top - scrollbackLines), isAlternate: false);
        writer.WriteAlternate();
        ModeWriter.Write(state.Modes, target);
        ModeWriter.WriteReports(state, target);
        writer.WriteCharsets();
        writer.WriteCursor();
    }

    // Out of any sequence, to the primary screen, every mode that printing depends on to its usual value, all empty.
    private void WriteClean()
    {
        // A soft reset forgets the saved cursor of the screen that is shown, so both are shown.
        _target.Write("\x18\e[?2026l\e[?1047h\e[!p\e[?1047l\e]8;;\e\\\e[m\e[0\"q\e[?6;69l\e[r\e[H\e[2J\e[3J"u8);
        _target.Write("\e[!p\e[4;20l\e[?45l\e[?7h\e(B\e)B\e*B\e+B\x0F"u8);
        ModeWriter.WritePrivate(_target, 2027, _state.Modes.GraphemeClusters);
    }

    private void WriteBuffer(ScreenBuffer buffer, int first, bool isAlternate)
    {
        WriteTabStops(buffer);
        _target.Write("\e[H"u8);
        _pen.Set(default(Style));
        first = SnapshotBudget.FirstLine(buffer, _state.Tables, first, out var isPlain);
        _pen.IsPlain = isPlain;
        _lines.Write(buffer, first);
        _pen.IsPlain = false;
        WriteMargins(buffer);
        ModeWriter.WriteKeyboard(_state.Keyboard, isAlternate, _target);
        WriteSavedCursor(buffer);
    }

    // The cursor saved on the alternate screen outlives it.
    private void WriteAlternate()
    {
        if (!_state.IsAlternate && _state.Alternate.Saved == default) return;
        _pen.Set(default(Style));
        // The primary screen keeps the row of its cursor: lines around it flow otherwise at the next size.
        WriteSequence(_state.Primary.Y + 1, Math.Min(_state.Primary.X, _state.Columns - 1) + 1, 'H');
        _target.Write("\e[?1047h"u8);
        if (_state.IsAlternate)
        {
            _target.Write("\e[H\e[2J"u8);
            WriteBuffer(_state.Alternate, 0, isAlternate: true);
        }
        else
        {
            WriteSavedCursor(_state.Alternate);
            _pen.Set(default(Style));
            _target.Write("\e[?1047l"u8);
        }
    }

    private void WriteTabStops(ScreenBuffer buffer)
    {
        _target.Write("\e[3g"u8);
        for (var column = 0; column < buffer.Columns; column++)
        {
            if (!buffer.TabStops[column]) continue;
            WriteSequence(column + 1, 'G');
            _target.Write("\eH"u8);
        }
    }

    private void WriteMargins(ScreenBuffer buffer)
    {
        if (buffer.MarginTop > 0 || buffer.MarginBottom < buffer.Rows - 1) WriteSequence(buffer.MarginTop + 1, buffer.MarginBottom + 1, 'r');
        if (!_state.Modes.LeftRightMargins) return;
        ModeWriter.WritePrivate(_target, 69, isOn: true);
        WriteSequence(buffer.MarginLeft + 1, buffer.MarginRight + 1, 's');
    }

    private void WriteSavedCursor(ScreenBuffer buffer)
    {
        var saved = buffer.Saved;
        if (saved == default) return;
        var row = Math.Clamp(saved.Line - buffer.Top, 0, buffer.Rows - 1);
        if (saved.Column >= buffer.Columns) ReprintLast(buffer, row);
        else WriteSequence(row + 1, saved.Column + 1, 'H');
        _pen.Set(saved.Pen);
        Designate(0, saved.Charset);
        _target.Write("\e7"u8);
        if (saved.Charset is not null) Designate(0, null);
    }

    private void WriteCharsets()
    {
        var charsets = _state.Charsets;
        for (var level = 0; level < GroupSets; level++) Designate(level, charsets.Designated[level]);
        _target.Write(charsets.Level switch { 1 => "\x0E"u8, 2 => "\en"u8, 3 => "\eo"u8, _ => "\x0F"u8 });
        // Only DECRC brings another set back than the designated one.
        if (charsets.Current == charsets.Designated[charsets.Level] || charsets.Current != _state.Active.Saved.Charset) return;
        _target.Write("\e8"u8);
        _pen.Returned(_state.Active.Saved.Pen);
    }

    private void Designate(int level, Charset? charset)
    {
        var span = _target.GetSpan(3);
        span[0] = 0x1B;
        span[1] = (byte)"()*+"[level];
        span[2] = (byte)(charset?.Final ?? 'B');
        _target.Advance(3);
    }

    private void WriteCursor()
    {
        var buffer = _state.Active;
        if (JoinableColumn(buffer) is { } joinable)
        {
            WritePosition(buffer, joinable);
            SetLastModes();
            _pen.Set(_state.Pen);
            ReprintForJoining(buffer, joinable);
            return;
        }

        // A wrap is pending only right after the last cell was printed.
        if (buffer.X >= buffer.Columns) WritePendingWrap(buffer);
        else WritePosition(buffer, buffer.X);
        SetLastModes();
        _pen.Set(_state.Pen);
        // Anything but a character, so that nothing joins what was printed last.
        ModeWriter.WritePrivate(_target, 25, _state.Modes.CursorVisible);
    }

    // The column of the character that a mark to come would join, and that REP would repeat.
    private int? JoinableColumn(ScreenBuffer buffer)
    {
        var column = buffer.X - _state.PrecedingWidth;
        if (_state.PrecedingWidth <= 0 || column < 0) return null;
        var cell = buffer.Current[column];
        return cell.HasContent && cell.Width == _state.PrecedingWidth && cell.Style == _state.PenNumber ? column : null;
    }

    private void ReprintForJoining(ScreenBuffer buffer, int column)
    {
        // Printing would push the rest of the line aside: make room for that first.
        if (_state.Modes.Insert) WriteSequence(_state.PrecedingWidth, 'P');
        _lines.WriteText(buffer.Current[column]);
    }

    private void WritePendingWrap(ScreenBuffer buffer)
    {
        var (level, current) = (_state.Charsets.Level, _state.Charsets.Current);
        if (current is not null) Designate(level, null);
        ModeWriter.WritePrivate(_target, 6, _state.Modes.Origin);
        ReprintLast(buffer, _state.Modes.Origin ? buffer.Y - buffer.MarginTop : buffer.Y);
        if (current is not null) Designate(level, _state.Charsets.Designated[level]);
    }

    // Printing into the last column leaves a wrap pending. What stood there is printed; a line that was erased after it
    // was printed is erased again, and of other lines an erased last cell becomes a blank.
    private void ReprintLast(ScreenBuffer buffer, int row)
    {
        var line = buffer.Visible(Math.Clamp(_state.Modes.Origin && buffer == _state.Active ? row + buffer.MarginTop : row, 0, buffer.Rows - 1));
        var column = buffer.Columns - 1;
        if (line[column].IsSpacer) column--;
        var cell = line[column];
        WriteSequence(row + 1, column + 1, 'H');
        _pen.Set(cell.Style);
        _lines.WriteText(cell);
        if (!cell.HasContent && IsUniform(line, buffer.Columns)) _target.Write("\e[1K"u8);
    }

    private static bool IsUniform(Row line, int columns)
    {
        for (var column = 1; column < columns; column++)
            if (line[column] != line[0]) return false;
        return true;
    }

    private void WritePosition(ScreenBuffer buffer, int column)
    {
        ModeWriter.WritePrivate(_target, 6, _state.Modes.Origin);
        var (top, left) = _state.Modes.Origin ? (buffer.MarginTop, _state.Left) : (0, 0);
        WriteSequence(buffer.Y - top + 1, column - left + 1, 'H');
    }

    private void SetLastModes()
    {
        if (!_state.Modes.AutoWrap) ModeWriter.WritePrivate(_target, 7, isOn: false);
        if (_state.Modes.Insert) _target.Write("\e[4h"u8);
    }

    private void WriteSequence(int parameter, char final)
    {
        _target.Write("\e["u8);
        if (parameter > 1) _target.WriteNumber(parameter);
        _target.Write([(byte)final]);
    }

    private void WriteSequence(int first, int second, char final)
    {
        _target.Write("\e["u8);
        _target.WriteNumber(first);
        _target.Write(";"u8);
        _target.WriteNumber(second);
        _target.Write([(byte)final]);
    }
}
