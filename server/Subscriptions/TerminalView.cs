using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Subscriptions;

/// <summary>Reads a terminal for a viewer: what it misses when that is little, else a snapshot of the exact state.</summary>
internal static class TerminalView
{
    /// <summary>What a viewer that stands at <paramref name="since"/> needs to be where the terminal is; null for nowhere.</summary>
    public static TerminalCut Cut(TerminalScreen screen, ContentPosition? since) => since is not null && since.Epoch == screen.Log.Epoch
        ? screen.Continue(since.Offset)
        : screen.Snapshot(Screen.ScrollbackLines, isBlankShown: since is not null);

    /// <summary>A cut as it is sent; the bytes after it follow on <paramref name="channel"/>, if there is one.</summary>
    public static TerminalContent ToContent(TerminalScreen screen, TerminalCut cut, long? channel) => new(
        screen.Log.Epoch, cut.Offset, cut.Size.Size.Columns, cut.Size.Size.Rows, KindOf(cut), cut.Data, cut.IsTruncated ? true : null, channel);

    private static TerminalContentKind KindOf(TerminalCut cut) => cut switch
    {
        { IsSuffix: true } => TerminalContentKind.Suffix,
        { Data.IsEmpty: true } => TerminalContentKind.None,
        _ => TerminalContentKind.Snapshot,
    };
}
