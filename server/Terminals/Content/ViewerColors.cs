using Orchestrator.Screens;

namespace Orchestrator.Terminals.Content;

/// <summary>
/// The colours that programs are told when they ask their terminal. One for all terminals of a host: the client that
/// told its colours last decides. Any thread may read and write.
/// </summary>
internal sealed class ViewerColors
{
    private volatile ScreenColors _current = ScreenColors.Usual;

    /// <summary>Called after the colours have changed, on the thread that changed them; must not block.</summary>
    public event Action? Changed;

    public ScreenColors Current
    {
        get => _current;
        set
        {
            _current = value;
            Changed?.Invoke();
        }
    }
}
