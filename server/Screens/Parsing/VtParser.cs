using System.Buffers;
using System.Runtime.CompilerServices;

namespace Orchestrator.Screens.Parsing;

/// <summary>
/// Reads what a program prints, however it is cut, and calls <see cref="IParserActions"/> for each thing in it; passes
/// on to viewers what they may see. Allocates nothing per byte, and keeps no more than <see cref="MaxStringBytes"/>.
/// </summary>
/// <typeparam name="TActions">A structure, because the parser is then compiled for it alone and calls it directly.</typeparam>
internal sealed class VtParser<TActions>(TActions actions)
    where TActions : struct, IParserActions
{
    /// <summary>Longest string; a longer one has no effect and viewers do not see it.</summary>
    public const int MaxStringBytes = 256 * 1024;

    /// <summary>Longest sequence that is no string; a longer one has no effect and viewers do not see it.</summary>
    public const int MaxSequenceBytes = 4096;

    // Bytes of a string that are not its content count too, but nobody sends many of them.
    private const int MaxHeldBytes = 2 * MaxStringBytes;

    // A buffer that grew beyond this is given up after use.
    private const int MaxIdlePayloadBytes = 4096;
    private const byte Escape = 0x1B, Delete = 0x7F;
    private const int Bell = 0x07, Cancel = 0x18, Substitute = 0x1A;

    private readonly Params _params = new();
    private readonly ViewerFilter _filter = new();
    private ArrayBufferWriter<byte> _payload = new();
    private ParserState _state;
    private Utf8Decoder _utf8;
    private int _collected;
    private int _sequenceLength;
    private StringKind _stringKind;
    private int _stringFunction;
    private bool _isStringTooLong;
    private AfterString _afterString;

    // What is kept back contains a string, of which controls are a part.
    private bool _holdsString;

    // A string that an escape has ended: the escape may be half of its terminator.
    private enum AfterString
    {
        None,
        Kept,
        Dropped,
    }

    /// <summary>True outside any sequence and character.</summary>
    public bool IsAtRest => _state == ParserState.Ground && !_utf8.IsPending;

    /// <summary>Parses <paramref name="input"/>; what viewers get of it goes to <paramref name="visible"/>.</summary>
    public void Parse(ReadOnlySpan<byte> input, IBufferWriter<byte> visible)
    {
        _filter.StartChunk(visible);
        for (var at = 0; at < input.Length;)
            at = _state == ParserState.Ground && !_utf8.IsPending ? ParseGround(input, at) : ParseNext(input, at);
        var areControlsDone = _state is > ParserState.Ground and < ParserState.OscString && !_holdsString;
        _filter.EndChunk(input, areControlsDone, MaxHeldBytes);
        if (_filter.IsTooLong) _isStringTooLong = true;
    }

    // Outside sequences nearly everything is text, single controls and whole control sequences. What is anything else,
    // or is cut, goes through the table.
    private int ParseGround(ReadOnlySpan<byte> input, int at)
    {
        while (at < input.Length)
        {
            var rest = input[at..];
            var taken = rest[0] switch
            {
                Escape => ParseControl(input, at, rest),
                < 0x20 => ParseSingle(input, at, rest[0]),
                < Delete => PrintAscii(rest),
                _ => actions.PrintMixed(rest),
            };
            if (taken == 0) return ParseNext(input, at);
            at += taken;
        }

        return at;
    }

    // Apart, so that the loop around it stays small.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int PrintAscii(ReadOnlySpan<byte> rest)
    {
        var length = Utf8Runs.AsciiLength(rest);
        actions.Print(rest[..length]);
        return length;
    }

    private int ParseSingle(ReadOnlySpan<byte> input, int at, byte control)
    {
        var visibility = actions.Execute(control);
        if (visibility != Visibility.Kept) _filter.End(input, at + 1, visibility, default);
        return 1;
    }

    // ESC [ marker numbers intermediate final, all of it there; the number of bytes taken.
    private int ParseControl(ReadOnlySpan<byte> input, int start, ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 3 || rest[1] != '[') return 0;
        var at = 2;
        _collected = 0;
        if (rest[at] is >= 0x3C and <= 0x3F) _collected = rest[at++];
        at += _params.Read(rest[at..]);
        if (at < rest.Length && rest[at] is >= 0x20 and <= 0x2F) _collected = _collected << 8 | rest[at++];
        if (at == rest.Length || at > MaxSequenceBytes || rest[at] is < 0x40 or > 0x7E) return 0;
        var visibility = actions.Control(_collected << 8 | rest[at], _params);
        at++;
        if (visibility == Visibility.Kept) return at;
        _filter.Begin(start);
        _filter.End(input, start + at, visibility, actions.Replacement);
        return at;
    }

    private int ParseNext(ReadOnlySpan<byte> input, int at)
    {
        var value = input[at];
        if (_afterString != AfterString.None && _state == ParserState.Escape) EndString(input, at, value);
        if (value < 0x80 && !_utf8.IsPending)
        {
            Step(input, value, at, at + 1);
            return at + 1;
        }

        if (!_utf8.IsPending) _filter.Begin(at);
        var codePoint = _utf8.Take(value, out var isTaken);
        if (codePoint >= 0) Step(input, codePoint, at, at + 1);
        else if (!_utf8.IsPending && _state == ParserState.Ground) _filter.End(input, isTaken ? at + 1 : at, Visibility.Kept, default);
        return isTaken ? at + 1 : at;
    }

    // The byte after an escape that ended a string: only a backslash makes them its terminator.
    private void EndString(ReadOnlySpan<byte> input, int at, byte value)
    {
        if (value == '\\') return;
        // What has no meaning here does not become a string of its own either.
        if (_afterString == AfterString.Kept) _filter.CloseString(input, at, isSeen: _stringKind != StringKind.Other);
        _afterString = AfterString.None;
    }

    private void Step(ReadOnlySpan<byte> input, int character, int at, int end)
    {
        var transition = TransitionTable.Find(_state, Math.Min(character, TransitionTable.Printable));
        var next = TransitionTable.Next(transition);
        if (next != ParserState.Ground) _filter.Begin(at);
        if (_state is not (ParserState.Ground or ParserState.OscString or ParserState.DcsPassthrough or ParserState.IgnoredString)) CountLength();
        var visibility = Act(TransitionTable.Action(transition), character, next);
        var wasString = _state >= ParserState.OscString && TransitionTable.Action(transition) == ParserAction.StringEnd;
        _state = next;
        _holdsString = next != ParserState.Ground && (_holdsString || next >= ParserState.OscString);
        if (next == ParserState.Ground) _filter.End(input, end, visibility, visibility == Visibility.Replaced ? actions.Replacement : default);
        else if (wasString) EndStringAtEscape(input, at, visibility);
    }

    private void CountLength()
    {
        if (++_sequenceLength > MaxSequenceBytes) _filter.GiveUp();
    }

    private void EndStringAtEscape(ReadOnlySpan<byte> input, int escape, Visibility visibility)
    {
        _afterString = visibility == Visibility.Kept && !_filter.IsTooLong ? AfterString.Kept : AfterString.Dropped;
        if (_afterString == AfterString.Kept) return;
        _filter.End(input, escape, visibility, actions.Replacement);
        _filter.Begin(escape);
    }

    private Visibility Act(ParserAction action, int character, ParserState next)
    {
        switch (action)
        {
            case ParserAction.Print:
                actions.Print(character);
                return Visibility.Kept;
            case ParserAction.Execute:
                return Execute(character, next);
            case ParserAction.Clear:
                _sequenceLength = 0;
                _params.Clear();
                _collected = 0;
                return Visibility.Kept;
            case ParserAction.Collect:
                // Three are more than any function has; what is pushed out only makes it an unknown one.
                _collected = _collected << 8 | character;
                return Visibility.Kept;
            case ParserAction.Param:
                _params.Add(character);
                return Visibility.Kept;
            case ParserAction.EscDispatch:
                return DispatchEscape(character);
            case ParserAction.CsiDispatch:
                return _filter.IsTooLong ? Visibility.Dropped : actions.Control(_collected << 8 | character, _params);
            case ParserAction.StringStart:
                StartString(character, next);
                return Visibility.Kept;
            case ParserAction.StringPut:
                Put(character);
                return Visibility.Kept;
            case ParserAction.StringEnd:
                return EndString(character);
            default:
                return Visibility.Kept;
        }
    }

    private Visibility Execute(int control, ParserState next)
    {
        var visibility = actions.Execute(control);
        if (next == ParserState.Ground) return visibility;
        if (visibility == Visibility.Kept) _filter.HasControls = true;
        else _filter.HasHiddenControl = true;
        return visibility;
    }

    private Visibility DispatchEscape(int final)
    {
        var afterString = _afterString;
        _afterString = AfterString.None;
        if (final == '\\' && _collected == 0 && afterString == AfterString.Dropped) return Visibility.Dropped;
        return actions.Escape(_collected << 8 | final);
    }

    private void StartString(int character, ParserState next)
    {
        _stringKind = next switch
        {
            ParserState.OscString => StringKind.OperatingSystemCommand,
            ParserState.DcsPassthrough => StringKind.DeviceControl,
            _ => StringKind.Other,
        };
        _stringFunction = next == ParserState.DcsPassthrough ? _collected << 8 | character : 0;
        _isStringTooLong = _filter.IsTooLong;
        _payload.ResetWrittenCount();
    }

    private void Put(int character)
    {
        if (_isStringTooLong) return;
        if (_payload.WrittenCount >= MaxStringBytes)
        {
            _isStringTooLong = true;
            _filter.GiveUp();
            return;
        }

        var rune = new System.Text.Rune(character);
        _payload.Advance(rune.EncodeToUtf8(_payload.GetSpan(4)));
    }

    // CAN and SUB take a string back.
    private Visibility EndString(int character)
    {
        _collected = 0;
        if (_isStringTooLong) return Visibility.Dropped;
        if (character is Cancel or Substitute) return actions.Execute(character);
        var sequence = new StringSequence(_stringKind, _stringFunction, character == Bell);
        var visibility = actions.String(sequence, _params, _payload.WrittenSpan);
        if (_payload.Capacity > MaxIdlePayloadBytes) _payload = new();
        return visibility;
    }
}
