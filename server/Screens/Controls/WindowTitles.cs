namespace Orchestrator.Screens.Controls;

/// <summary>The window title and the icon name, and what was put away of them (XTPUSHTITLE).</summary>
internal sealed class WindowTitles
{
    /// <summary>Most entries of a stack; pushing onto a full one drops the oldest. As in xterm.</summary>
    public const int MaxDepth = 10;

    /// <summary>Longest title, in bytes; a longer one has no effect and viewers do not see it.</summary>
    public const int MaxBytes = 1024;

    private readonly List<string> _windowStack = [];
    private readonly List<string> _iconStack = [];

    public string Window { get; private set; } = "";

    public string Icon { get; private set; } = "";

    /// <summary>True once the program has set one of them.</summary>
    public bool WasSet { get; private set; }

    /// <summary>True once the program has put one of them away.</summary>
    public bool WasPushed { get; private set; }

    public IReadOnlyList<string> WindowStack => _windowStack;

    public IReadOnlyList<string> IconStack => _iconStack;

    /// <summary>OSC 0, 1 and 2: 0 sets both, 1 the icon name, 2 the window title. True when the window title is another now.</summary>
    public bool Set(int which, string title)
    {
        WasSet = true;
        if (which != 2) Icon = title;
        if (which == 1 || title == Window) return false;
        Window = title;
        return true;
    }

    /// <summary>CSI 22 ; which t: 0 both, 1 the icon name, 2 the window title.</summary>
    public void Push(int which)
    {
        WasSet = WasPushed = true;
        if (which is 0 or 2) Push(_windowStack, Window);
        if (which is 0 or 1) Push(_iconStack, Icon);
    }

    /// <summary>CSI 23 ; which t. True when the window title was set.</summary>
    public bool Pop(int which)
    {
        var isSet = which is 0 or 2 && _windowStack.Count > 0;
        if (isSet) Window = Pop(_windowStack);
        if (which is 0 or 1 && _iconStack.Count > 0) Icon = Pop(_iconStack);
        return isSet;
    }

    private static void Push(List<string> stack, string title)
    {
        if (stack.Count == MaxDepth) stack.RemoveAt(0);
        stack.Add(title);
    }

    private static string Pop(List<string> stack)
    {
        var last = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return last;
    }
}
