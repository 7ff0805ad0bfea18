using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Terminals;

namespace Orchestrator.Subscriptions;

/// <summary>
/// Reads a session's terminal for a viewer. Until there is a screen to take a snapshot of, a snapshot is a reset
/// followed by everything that is still kept; <c>truncated</c> tells when that is not all.
/// </summary>
internal static class TerminalView
{
    /// <summary>Most bytes in a snapshot that replaces a backlog.</summary>
    public const int ResyncBytes = 256 * 1024;

    // Full reset, then forget the scrollback: right on a terminal in any prior state.
    private static readonly byte[] Reset = [.. "\ec\e[3J"u8];

    /// <summary>What a viewer that stands at <paramref name="since"/> needs to be where the terminal is.</summary>
    public static TerminalContent Read(SessionTerminal terminal, ContentPosition? since)
    {
        var log = terminal.Log;
        return since is not null && since.Epoch == log.Epoch && log.TryReadFrom(since.Offset, out var suffix)
            ? Content(terminal, since.Offset + suffix.Length, TerminalContentKind.Suffix, suffix, isTruncated: false)
            : Snapshot(terminal, TerminalLog.CapacityBytes);
    }

    /// <summary>The terminal from scratch, from at most <paramref name="maxBytes"/> of what it printed.</summary>
    public static TerminalContent Snapshot(SessionTerminal terminal, int maxBytes)
    {
        var (start, output) = terminal.Log.ReadTail(maxBytes);
        if (start + output.Length == 0) return Content(terminal, 0, TerminalContentKind.None, ReadOnlyMemory<byte>.Empty, isTruncated: false);
        var from = start == 0 ? 0 : StartOfLine(output);
        // Queries were answered when they were printed; a viewer must not answer them a second time.
        var replay = DeviceQueries.Remove(output.AsSpan(from));
        return Content(terminal, start + output.Length, TerminalContentKind.Snapshot, (byte[])[.. Reset, .. replay], start > 0);
    }

    private static TerminalContent Content(
        SessionTerminal terminal, long offset, TerminalContentKind kind, ReadOnlyMemory<byte> data, bool isTruncated) =>
        new(terminal.Log.Epoch, offset, terminal.Size.Columns, terminal.Size.Rows, kind, data, isTruncated ? true : null);

    // A line start is the likeliest place at which no sequence and no character is cut.
    private static int StartOfLine(byte[] output) => Array.IndexOf(output, (byte)'\n') + 1;
}
