namespace Orchestrator.Terminals.Content;

/// <summary>
/// One watcher of a <see cref="TerminalLog"/>, from its making to its disposal. A call that is under way when it is
/// disposed may still arrive once.
/// </summary>
internal sealed class LogWatch(TerminalLog log, Action onChanged, bool isReader, long start, long end) : IDisposable
{
    /// <summary>The oldest byte that was kept when the watch began.</summary>
    public long Start { get; } = start;

    /// <summary>The position when the watch began: every byte from here on is announced.</summary>
    public long End { get; } = end;

    /// <summary>True when it reads what it is told of.</summary>
    public bool IsReader { get; } = isReader;

    public void Dispose() => log.Remove(this);

    internal void Announce() => onChanged();
}
