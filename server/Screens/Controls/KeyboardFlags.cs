namespace Orchestrator.Screens.Controls;

/// <summary>
/// The flags of the kitty keyboard protocol, a stack for each screen (sw.kovidgoyal.net/kitty/keyboard-protocol).
/// </summary>
internal sealed class KeyboardFlags
{
    /// <summary>Most entries of a stack; pushing onto a full one drops the oldest.</summary>
    public const int MaxDepth = 16;

    private const int AllFlags = 31;

    private readonly List<int> _primary = [];
    private readonly List<int> _alternate = [];

    /// <summary>The stack of a screen, the flags in force last; empty means none.</summary>
    public IReadOnlyList<int> Stack(bool isAlternate) => isAlternate ? _alternate : _primary;

    /// <summary>The flags in force.</summary>
    public int Current(bool isAlternate) => Stack(isAlternate) is [.., var last] ? last : 0;

    /// <summary>CSI &gt; flags u.</summary>
    public void Push(bool isAlternate, int flags)
    {
        var stack = isAlternate ? _alternate : _primary;
        // What was in force before the first push is an entry too.
        if (stack.Count == 0) stack.Add(0);
        if (stack.Count > MaxDepth) stack.RemoveAt(0);
        stack.Add(flags & AllFlags);
    }

    /// <summary>CSI &lt; count u.</summary>
    public void Pop(bool isAlternate, int count)
    {
        var stack = isAlternate ? _alternate : _primary;
        stack.RemoveRange(Math.Max(0, stack.Count - count), Math.Min(count, stack.Count));
    }

    /// <summary>CSI = flags ; mode u: 1 replaces, 2 adds, 3 removes.</summary>
    public void Set(bool isAlternate, int flags, int mode)
    {
        var stack = isAlternate ? _alternate : _primary;
        if (stack.Count == 0) stack.Add(0);
        stack[^1] = AllFlags & mode switch
        {
            2 => stack[^1] | flags,
            3 => stack[^1] & ~flags,
            _ => flags,
        };
    }

    public void Reset()
    {
        _primary.Clear();
        _alternate.Clear();
    }
}
