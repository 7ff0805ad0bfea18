namespace Orchestrator.Screens.Cells;

/// <summary>
/// Gives each distinct value a number from 1 on, and takes numbers back that are no longer used. Holds the clusters and
/// the links of a screen.
/// </summary>
/// <param name="firstSweepAt">How many may pile up before unused ones are looked for.</param>
internal sealed class NumberedValues<T>(int firstSweepAt)
    where T : notnull
{
    private readonly Dictionary<T, int> _numbers = [];
    private readonly List<T> _values = [];
    private int _more;

    /// <summary>Numbers that have been given out.</summary>
    public int Count => _values.Count;

    /// <summary>True when it is time to <see cref="Sweep"/>.</summary>
    public bool IsFull => Count >= firstSweepAt + _more;

    public T this[int number] => _values[number - 1];

    /// <summary>The number of a value.</summary>
    public int NumberOf(T value)
    {
        if (_numbers.TryGetValue(value, out var number)) return number;
        _values.Add(value);
        return _numbers[value] = _values.Count;
    }

    /// <summary>Keeps only the values marked in <paramref name="isUsed"/>; the answer tells the new number of each old one.</summary>
    public int[] Sweep(bool[] isUsed)
    {
        var old = _values.ToArray();
        var renumbered = new int[old.Length + 1];
        _values.Clear();
        _numbers.Clear();
        for (var number = 1; number <= old.Length; number++)
            if (isUsed[number]) renumbered[number] = NumberOf(old[number - 1]);
        _values.TrimExcess();
        _numbers.TrimExcess();
        _more = Count * 2;
        return renumbered;
    }
}
