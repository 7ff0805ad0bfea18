namespace Orchestrator.Screens.Cells;

/// <summary>
/// Gives each distinct style a number that fits into a cell. Number 0 is the default style. Numbers that no cell uses
/// any more are given back by <see cref="Sweep"/>, so a program that invents colours without end costs no more memory
/// than its screen shows.
/// </summary>
internal sealed class StyleTable
{
    private const int FirstSweepAt = 4096;
    private const int FirstSlots = 16;

    private Style[] _styles = new Style[FirstSlots];
    private int[] _slots = new int[FirstSlots * 2];
    private int _sweepAt = FirstSweepAt;

    /// <summary>Numbers that have been given out.</summary>
    public int Count { get; private set; } = 1;

    /// <summary>True when it is time to <see cref="Sweep"/>.</summary>
    public bool IsFull => Count >= _sweepAt;

    public Style this[int number] => _styles[number];

    /// <summary>The number of a style.</summary>
    public int NumberOf(in Style style)
    {
        if (style == default) return 0;
        var mask = _slots.Length - 1;
        for (var slot = HashOf(style) & mask; ; slot = (slot + 1) & mask)
        {
            var number = _slots[slot];
            if (number == 0) return Add(style, slot);
            if (_styles[number] == style) return number;
        }
    }

    /// <summary>
    /// Keeps only the styles marked in <paramref name="isUsed"/>, with their links renumbered. The answer tells the new
    /// number of each old one.
    /// </summary>
    public int[] Sweep(bool[] isUsed, int[] links)
    {
        var old = _styles;
        var oldCount = Count;
        var renumbered = new int[oldCount];
        Count = 1;
        _styles = new Style[FirstSlots];
        _slots = new int[FirstSlots * 2];
        for (var number = 1; number < oldCount; number++)
            if (isUsed[number]) renumbered[number] = NumberOf(old[number] with { Link = links[old[number].Link] });
        _sweepAt = Math.Max(FirstSweepAt, Count * 2);
        return renumbered;
    }

    private int Add(in Style style, int slot)
    {
        if (Count == _styles.Length)
        {
            Array.Resize(ref _styles, _styles.Length * 2);
            Rehash();
            return NumberOf(style);
        }

        _styles[Count] = style;
        _slots[slot] = Count;
        return Count++;
    }

    // At most half of the slots are taken.
    private void Rehash()
    {
        _slots = new int[_styles.Length * 2];
        var mask = _slots.Length - 1;
        for (var number = 1; number < Count; number++)
        {
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
