using System.Text;

namespace Orchestrator.Screens.Cells;

/// <summary>
/// Gives each distinct cluster of code points a number that fits into a cell. A cluster grows by one code point at a
/// time, and the step from one cluster to the next is remembered, so that what was seen before costs one look-up.
/// Numbers that no cell uses are given out again after <see cref="Sweep"/>.
/// </summary>
internal sealed class ClusterTable
{
    /// <summary>Longest cluster, in UTF-16 units; more marks on one character are not kept.</summary>
    public const int MaxLength = 64;

    private const int FirstSweepAt = 1024;
    private const int MaxSteps = 8192;
    private const int RecentStepsLog2 = 8;
    private const int CodePointBits = 21;

    private (ulong Step, int Number)[] _recent = [];
    private readonly Dictionary<ulong, int> _steps = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Stack<int> _free = [];
    private readonly List<string?> _texts = [null];
    private int _sweepAt = FirstSweepAt;

    /// <summary>One more than the largest number that was given out.</summary>
    public int End => _texts.Count;

    /// <summary>True when it is time to <see cref="Sweep"/>.</summary>
    public bool IsFull => _numbers.Count >= _sweepAt;

    public string this[int number] => _texts[number] ?? throw new ArgumentOutOfRangeException(nameof(number), number, "no such cluster");

    /// <summary>The number of what <paramref name="cell"/> shows with <paramref name="codePoint"/> behind it; 0 when that is too long.</summary>
    public int Extend(Cell cell, int codePoint)
    {
        var step = ((ulong)cell.Content << 1 | (cell.IsCluster ? 1UL : 0UL)) << CodePointBits | (uint)codePoint;
        if (_recent.Length == 0) _recent = new (ulong, int)[1 << RecentStepsLog2];
        ref var recent = ref _recent[step * 0x9E3779B97F4A7C15 >> (64 - RecentStepsLog2)];
        if (recent.Step == step) return recent.Number;
        var number = Look(cell, codePoint, step);
        recent = (step, number);
        return number;
    }

    private int Look(Cell cell, int codePoint, ulong step)
    {
        if (_steps.TryGetValue(step, out var number)) return number;
        if (_steps.Count >= MaxSteps) _steps.Clear();
        var text = (cell.IsCluster ? this[cell.Content] : new Rune(cell.Content).ToString()) + new Rune(codePoint);
        return _steps[step] = text.Length > MaxLength ? 0 : NumberOf(text);
    }

    /// <summary>Takes back the numbers that are not marked in <paramref name="isUsed"/>.</summary>
    public void Sweep(bool[] isUsed)
    {
        _steps.Clear();
        Array.Clear(_recent);
        for (var number = 1; number < _texts.Count; number++)
        {
            if (isUsed[number] || _texts[number] is not { } text) continue;
            _numbers.Remove(text);
            _texts[number] = null;
            _free.Push(number);
        }

        _sweepAt = Math.Max(FirstSweepAt, _numbers.Count * 2);
    }

    private int NumberOf(string text)
    {
        if (_numbers.TryGetValue(text, out var number)) return number;
        if (_free.TryPop(out number))
        {
            _texts[number] = text;
        }
        else
        {
            number = _texts.Count;
            _texts.Add(text);
        }

        return _numbers[text] = number;
    }
}
