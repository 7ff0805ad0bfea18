using Orchestrator.Screens.Cells;

namespace Orchestrator.Screens.Controls;

/// <summary>The character sets that are designated (SCS) and the one in use (SO, SI, LS2, LS3 and the like).</summary>
internal sealed class CharacterSets
{
    private readonly Charset?[] _designated = new Charset?[4];

    /// <summary>The sets designated as G0 to G3; null is ASCII.</summary>
    public ReadOnlySpan<Charset?> Designated => _designated;

    /// <summary>Which of them was shifted in, 0 to 3.</summary>
    public int Level { get; private set; }

    /// <summary>The set that characters go through; DECRC may bring back another than the designated one. Null is ASCII.</summary>
    public Charset? Current { get; private set; }

    public void Shift(int level)
    {
        Level = level;
        Current = _designated[level];
    }

    public void Designate(int level, Charset? charset)
    {
        _designated[level] = charset;
        if (Level == level) Current = charset;
    }

    public void Restore(Charset? charset) => Current = charset;

    public void Reset()
    {
        Array.Clear(_designated);
        Level = 0;
        Current = null;
    }
}
