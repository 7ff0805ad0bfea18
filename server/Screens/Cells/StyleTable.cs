namespace Orchestrator.Screens.Cells;

/// <summary>
/// Gives each distinct style a number that fits into a cell. Number 0 is the default style. Numbers that no cell uses
/// any more are given out again after <see cref="Sweep"/>, so a program that invents colours without end costs no more
/// memory than its screen shows.
/// </summary>
internal sealed class StyleTable
{
    private const int FirstSweepAt = 4096;
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

    public ref readonly Style this[int number] => ref _styles[number];

    /// <summary>The number of a style.</summary>
    public int NumberOf(in Style style)
    {
        if (style == default) return 0;
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var slot = HashOf(style) & mask; ; slot = (slot + 1) & mask)
        {
            var number = slots[slot];
            if (number == 0) return Add(style, slot);
            if (_styles[number] == style) return number;
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
            if (_styles[number] == default) continue;
            var slot = HashOf(_styles[number]) & mask;
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = number;
        }
    }

    private static int HashOf(in Style style)
    {
        var colors = style.Foreground.Bits * 0x9E3779B1u ^ (style.Background.Bits * 0x85EBCA77u + style.UnderlineColor.Bits * 0xC2B2AE3Du);
        var rest = ((uint)style.Flags << 3 | (uint)style.Underline) * 0x27D4EB2Fu + (uint)style.Link * 0x165667B1u;
        var mixed = colors + rest;
        return (int)((mixed ^ mixed >> 15) & 0x7FFFFFFF);
    }
}
