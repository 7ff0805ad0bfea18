namespace Orchestrator.Screens.Cells;

/// <summary>
/// Gives each distinct style a number that fits into a cell. Number 0 is the default style; a negative one is a whole
/// style (<see cref="Style.TryPack"/>), the others are kept here. Numbers that no cell uses any more are given out again
/// after <see cref="Sweep"/>, so a program that invents colours without end costs no more memory than its screen shows.
/// </summary>
internal sealed class StyleTable
{
    private const int FirstSweepAt = 8192;
    private const int FirstSlots = 16;

    private readonly Stack<int> _free = [];
    private Style[] _styles = new Style[FirstSlots];
    private int[] _slots = new int[FirstSlots * 2];
    private int _count = 1;
    private int _sweepAt = FirstSweepAt;

    /// <summary>One more than the largest number that was given out.</summary>
    public int End => _count;

    /// <summary>True when it is time to <see cref="Sweep"/>.</summary>
    public bool IsFull => _count - _free.Count >= _sweepAt;

    public Style this[int number] => number < 0 ? Style.Unpack(number) : _styles[number];

    /// <summary>The number of a style.</summary>
    public int NumberOf(in Style style)
    {
        if (style.IsDefault) return 0;
        if (style.TryPack(out var packed)) return packed;
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var slot = style.GetHashCode() & mask; ; slot = (slot + 1) & mask)
        {
            var number = slots[slot];
            if (number == 0) return Add(style, slot);
            if (_styles[number].Equals(style)) return number;
        }
    }

    /// <summary>Takes back the numbers that are not marked in <paramref name="isUsed"/>.</summary>
    public void Sweep(bool[] isUsed)
    {
        _free.Clear();
        for (var number = _count - 1; number > 0; number--)
        {
            if (isUsed[number]) continue;
            _styles[number] = default;
            _free.Push(number);
        }

        Rehash();
        _sweepAt = Math.Max(FirstSweepAt, (_count - _free.Count) * 2);
    }

    private int Add(in Style style, int slot)
    {
        if (!_free.TryPop(out var number))
        {
            if (_count == _styles.Length)
            {
                Array.Resize(ref _styles, _styles.Length * 2);
                _slots = new int[_styles.Length * 2];
                Rehash();
                return NumberOf(style);
            }

            number = _count++;
        }

        _styles[number] = style;
        _slots[slot] = number;
        return number;
    }

    // At most half of the slots are taken.
    private void Rehash()
    {
        Array.Clear(_slots);
        var mask = _slots.Length - 1;
        for (var number = 1; number < _count; number++)
        {
            if (_styles[number].IsDefault) continue;
            var slot = _styles[number].GetHashCode() & mask;
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = number;
        }
    }
}
