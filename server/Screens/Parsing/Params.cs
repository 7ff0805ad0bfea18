namespace Orchestrator.Screens.Parsing;

/// <summary>
/// The numbers of a control sequence, such as <c>38:2::255:0:0;1</c>. Those beyond the limits are dropped, as in
/// xterm.js; an omitted parameter is 0, an omitted subparameter is -1.
/// </summary>
internal sealed class Params
{
    /// <summary>Most parameters, and most subparameters, of one sequence.</summary>
    public const int Most = 32;

    private const int MaxBeforeDigit = 100_000_000;

    private readonly int[] _values = new int[Most];
    private readonly int[] _subparams = new int[Most];
    // Where the subparameters of each parameter begin; they end where those of the next one begin. Means something only
    // when there are any.
    private readonly byte[] _firstSubparam = new byte[Most + 1];
    private int _subparamCount;
    private bool _isFull;
    private bool _isInSubparam;
    private bool _isSubparamFull;

    /// <summary>How many there are; at least one.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>True when there is a colon in it.</summary>
    public bool HasSubparams => _subparamCount > 0;

    /// <summary>A parameter; 0 when there is none in that place.</summary>
    public int this[int index] => index < Count ? _values[index] : 0;

    /// <summary>A parameter that counts something: 1 when it is omitted or 0.</summary>
    public int Amount(int index) => Math.Max(1, this[index]);

    /// <summary>The numbers behind a parameter, separated by colons.</summary>
    public ReadOnlySpan<int> Subparams(int index) =>
        index < Count && HasSubparams ? _subparams.AsSpan(_firstSubparam[index], EndOfSubparams(index) - _firstSubparam[index]) : default;

    internal void Clear()
    {
        Count = 1;
        _values[0] = 0;
        _subparamCount = 0;
        _isFull = _isInSubparam = _isSubparamFull = false;
    }

    /// <summary>Takes a digit, a semicolon or a colon.</summary>
    internal void Add(int character)
    {
        if (character == ';') AddParam();
        else if (character == ':') AddSubparam();
        else AddDigit(character - '0');
    }

    /// <summary>Takes all digits, semicolons and colons at the start of <paramref name="text"/>; the number of bytes taken.</summary>
    internal int Read(ReadOnlySpan<byte> text)
    {
        Clear();
        var (values, count, value, at) = (_values, 1, 0, 0);
        // Nearly always a few small numbers and semicolons.
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9 && value < MaxBeforeDigit)
            {
                value = value * 10 + (int)digit;
            }
            else if (digit == ';' - '0' && count < values.Length)
            {
                values[count++ - 1] = value;
                value = 0;
            }
            else
            {
                break;
            }
        }

        values[count - 1] = value;
        Count = count;
        for (; at < text.Length && text[at] is >= (byte)'0' and <= (byte)';'; at++) Add(text[at]);
        return at;
    }

    private int EndOfSubparams(int index) => index + 1 < Count ? _firstSubparam[index + 1] : _subparamCount;

    private void AddParam()
    {
        _isInSubparam = false;
        _isFull = Count == Most;
        if (_isFull) return;
        _firstSubparam[Count] = (byte)_subparamCount;
        _values[Count++] = 0;
    }

    private void AddSubparam()
    {
        _isInSubparam = true;
        if (_subparamCount == 0) Array.Clear(_firstSubparam);
        if (_isFull || _subparamCount == Most) _isSubparamFull = true;
        else _subparams[_subparamCount++] = -1;
    }

    private void AddDigit(int digit)
    {
        if (_isFull || (_isInSubparam && _isSubparamFull)) return;
        ref var value = ref _isInSubparam ? ref _subparams[_subparamCount - 1] : ref _values[Count - 1];
        value = value < 0 ? digit : (int)Math.Min((long)value * 10 + digit, int.MaxValue);
    }
}
