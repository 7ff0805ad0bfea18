using Orchestrator.Screens;

namespace Orchestrator.Terminals.Content;

/// <summary>
/// The colours that programs are told when they ask their terminal. One for all terminals of a host: the client that
/// told its colours last decides. Any thread may read and write.
/// </summary>
internal sealed class ViewerColors
{
    private volatile ScreenColors _current = ScreenColors.Usual;

    public ScreenColors Current
    {
        get => _current;
        set => _current = value;
    }
}
