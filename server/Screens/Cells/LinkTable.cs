namespace Orchestrator.Screens.Cells;

/// <summary>Gives each distinct link a number from 1 on. Numbers that no style uses are given out again after <see cref="Sweep"/>.</summary>
internal sealed class LinkTable
{
    /// <summary>Most links that can be shown at a time; no program needs nearly as many, and addresses are long.</summary>
    public const int MaxLinks = 8192;

    private const int FirstSweepAt = 1024;

    private readonly Dictionary<Link, int> _numbers = [];
    private readonly Stack<int> _free = [];
    private readonly List<Link?> _links = [null];
    private int _sweepAt = FirstSweepAt;

    // Without anything new since the last sweep another one would find nothing.
    private bool _hasGrown;

    /// <summary>One more than the largest number that was given out.</summary>
    public int End => _links.Count;

    /// <summary>True when it is time to <see cref="Sweep"/>.</summary>
    public bool IsFull => _hasGrown && _numbers.Count >= _sweepAt;

    public Link this[int number] => _links[number] ?? throw new ArgumentOutOfRangeException(nameof(number), number, "no such link");

    /// <summary>The number of a link; 0 when there are too many.</summary>
    public int NumberOf(Link link)
    {
        if (_numbers.TryGetValue(link, out var number)) return number;
        _hasGrown = true;
        if (_numbers.Count == MaxLinks) return 0;
        if (_free.TryPop(out number))
        {
            _links[number] = link;
        }
        else
        {
            number = _links.Count;
            _links.Add(link);
        }

        return _numbers[link] = number;
    }

    /// <summary>Takes back the numbers that are not marked in <paramref name="isUsed"/>.</summary>
    public void Sweep(bool[] isUsed)
    {
        for (var number = 1; number < _links.Count; number++)
        {
            if (isUsed[number] || _links[number] is not { } link) continue;
            _numbers.Remove(link);
            _links[number] = null;
            _free.Push(number);
        }

        _hasGrown = false;
        _sweepAt = Math.Clamp(_numbers.Count * 2, FirstSweepAt, MaxLinks);
    }
}
