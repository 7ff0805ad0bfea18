namespace Orchestrator.Screens.Parsing;

/// <summary>
/// Decodes one character at a time and remembers one that was cut. Bytes that are no UTF-8 are skipped without a
/// trace, as in xterm.js; so are surrogates and the byte order mark.
/// </summary>
internal struct Utf8Decoder
{
    private const int ByteOrderMark = 0xFEFF;

    private int _value;
    private int _missing;
    private int _least;

    /// <summary>True in the middle of a character.</summary>
    public readonly bool IsPending => _missing > 0;

    /// <summary>Forgets a character that was cut.</summary>
    public void Reset() => _missing = 0;

    /// <summary>
    /// Takes a byte. The code point when one is complete, -1 when more bytes are needed or the byte was skipped. A byte
    /// that does not continue the pending character is not taken: <paramref name="isTaken"/> is false, give it again.
    /// </summary>
    public int Take(byte value, out bool isTaken)
    {
        isTaken = true;
        if (_missing > 0) return Continue(value, out isTaken);
        switch (value)
        {
            case < 0x80:
                return value;
            case >= 0xC0 and < 0xE0:
                Begin(value & 0x1F, missing: 1, least: 0x80);
                return -1;
            case >= 0xE0 and < 0xF0:
                Begin(value & 0x0F, missing: 2, least: 0x800);
                return -1;
            case >= 0xF0 and < 0xF8:
                Begin(value & 0x07, missing: 3, least: 0x10000);
                return -1;
            default:
                return -1;
        }
    }

    private void Begin(int value, int missing, int least)
    {
        _value = value;
        _missing = missing;
        _least = least;
    }

    private int Continue(byte value, out bool isTaken)
    {
        isTaken = (value & 0xC0) == 0x80;
        if (!isTaken)
        {
            _missing = 0;
            return -1;
        }

        _value = _value << 6 | value & 0x3F;
        if (--_missing > 0) return -1;
        var isCharacter = _value >= _least && _value <= 0x10FFFF && _value is not (>= 0xD800 and <= 0xDFFF or ByteOrderMark);
        return isCharacter ? _value : -1;
    }
}
