using System.Runtime.CompilerServices;
using System.Text;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Screens.Controls;

/// <summary>Puts characters onto the screen.</summary>
internal sealed class Printer
{
    private const int FirstBeyondAscii = 0x7F;

    private readonly ScreenState _state;
    private readonly Joiner _joiner;
    private readonly RunWriter _runs;

    public Printer(ScreenState state)
    {
        _state = state;
        _joiner = new Joiner(state);
        _runs = new RunWriter(state, _joiner);
    }

    /// <summary>Characters U+0020 to U+007E.</summary>
    public void Print(ReadOnlySpan<byte> text)
    {
        if (!IsPlain)
        {
            foreach (var character in text) PrintOne(character);
            return;
        }

        // No more than the first of them can belong to a cluster.
        if (_state.Modes.GraphemeClusters && _state.PrecedingWidth > 0)
        {
            PrintOne(text[0]);
            text = text[1..];
        }

        while (!text.IsEmpty)
        {
            var buffer = _state.Active;
            if (buffer.X >= buffer.Columns) Wrap();
            var count = Math.Min(text.Length, buffer.Columns - buffer.X);
            _runs.WriteAscii(buffer, text[..count]);
            text = text[count..];
        }

        _state.PrecedingWidth = 1;
    }

    /// <summary>Prints the characters at the start of <paramref name="text"/> that are whole; the number of bytes taken.</summary>
    public int PrintMixed(ReadOnlySpan<byte> text)
    {
        for (var at = 0; ;)
        {
            if (IsPlain && !_state.Modes.GraphemeClusters) at += _runs.WriteMixed(text[at..]);
            var length = Utf8Runs.DecodeOne(text[at..], out var codePoint);
            if (length == 0) return at;
            // A mark that joins, or a character for the next line.
            PrintOne(codePoint);
            at += length;
            // What follows in ASCII is a run of its own, of which the first character alone could join.
            if (length == 1 && _state.Modes.GraphemeClusters) return at;
        }
    }

    /// <summary>REP: prints the last character again, as often as the screen has cells at most.</summary>
    public void Repeat(int count)
    {
        if (_state.PrecedingWidth <= 0) return;
        var column = _state.Active.X - _state.PrecedingWidth;
        var text = column < 0 ? "" : _state.Tables.TextOf(_state.Active.Current[column]);
        count = Math.Min(count, _state.Columns * _state.Rows);
        for (; count > 0; count--)
            foreach (var rune in text.EnumerateRunes()) PrintOne(rune.Value);
    }

    private bool IsPlain
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _state.Modes is { Insert: false, LeftRightMargins: false, AutoWrap: true } && _state.Charsets.Current is null;
    }

    /// <summary>Prints a character.</summary>
    public void PrintOne(int codePoint)
    {
        if (codePoint < FirstBeyondAscii && _state.Charsets.Current is { } charset) codePoint = charset.Map(codePoint);
        var width = codePoint < FirstBeyondAscii ? 1 : CodePointWidths.Of(codePoint);
        if (_state.Modes.GraphemeClusters) PrintByCluster(codePoint);
        else if (width == 0 && _state.PrecedingWidth != 0) _joiner.Join(codePoint);
        else Put(Cell.Of(codePoint, width, _state.PenNumber));
    }

    private void PrintByCluster(int codePoint)
    {
        if (!_joiner.TryExtend(codePoint, out var moved))
        {
            Span<char> text = stackalloc char[2];
            var width = GraphemeClusters.Width(text[..new Rune(codePoint).EncodeToUtf16(text)]);
            Put(Cell.Of(codePoint, width, _state.PenNumber));
        }
        else if (moved is { } cluster)
        {
            Put(cluster);
        }
    }

    private void Put(Cell cell)
    {
        var (buffer, width) = (_state.Active, cell.Width);
        var end = buffer.X > _state.Right && !_state.IsWrapPending ? _state.Columns : _state.Right + 1;
        if (buffer.X + width > end && !MakeRoom(width, end)) return;
        buffer.EmptyCutCharacter(_state.PenNumber);
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = buffer.X;
        // A mark with nothing to stand on, behind the last column.
        if (column >= cells.Length) return;
        if (_state.Modes.Insert) buffer.Current.Insert(buffer.Columns, column, column <= _state.Right ? _state.Right + 1 : _state.Columns, width, Cell.Blank(_state.PenNumber));
        cells[column] = cell;
        if (width == 2) cells[column + 1] = Cell.Blank(_state.PenNumber).WithWidth(0);
        buffer.X = column += Math.Max(width, 1);
        if (column < cells.Length && cells[column].IsSpacer) cells[column] = Cell.Blank(_state.PenNumber);
        _state.PrecedingWidth = width;
        _state.NotePrinted();
    }

    // False when the character is lost: it does not fit, and lines do not wrap.
    private bool MakeRoom(int width, int end)
    {
        if (_state.Modes.AutoWrap)
        {
            var (row, left) = (_state.Active.Current, _state.Active.X);
            if (left < end) _state.Active.EmptyCutCharacter(_state.PenNumber);
            var leftOver = row.Cells(_state.Columns).AsSpan(left..end);
            // Between margins the line is about to be copied upwards.
            if (!_state.HasFullWidthRegion) leftOver.Fill(Cell.Blank(_state.PenNumber));
            Wrap();
            if (_state.HasFullWidthRegion) leftOver.Fill(Cell.Blank(_state.PenNumber));
            return true;
        }

        _state.Active.X = end - 1;
        if (width <= 1) return true;
        _state.PrecedingWidth = ScreenState.Lost;
        return false;
    }

    private void Wrap()
    {
        var buffer = _state.Active;
        buffer.X = _state.Left;
        if (buffer.Y == buffer.MarginBottom)
        {
            Scrolling.Up(_state, isWrapped: _state.HasFullWidthRegion);
            return;
        }

        buffer.Y = Math.Min(buffer.Y + 1, _state.Rows - 1);
        buffer.Current.IsWrapped = _state.HasFullWidthRegion;
    }
}
