using Microsoft.Extensions.Logging;
using Orchestrator.Screens;
using Orchestrator.Storage;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions;

/// <summary>What is kept on disk of one session's terminals: writes it, and makes a terminal of it again. Any thread may call.</summary>
internal sealed class TerminalArchive(string sessionId, SpoolFiles spool, ILogger logger)
{
    /// <summary>Stores what a terminal that has ended printed last.</summary>
    public Task SaveAsync(string epoch, ReadOnlyMemory<byte> output, CancellationToken cancellationToken) =>
        spool.SaveAsync(sessionId, epoch, output, cancellationToken);

    /// <summary>Stores what a terminal shows.</summary>
    public Task SaveAsync(string epoch, ScreenCheckpoint checkpoint) =>
        // A file is replaced whole or not at all, so nothing is gained by giving up half-way.
        spool.SaveCheckpointAsync(sessionId, epoch, checkpoint, CancellationToken.None);

    /// <summary>
    /// The terminal as it ended: its last checkpoint and what was printed after it, or, without a checkpoint that is of
    /// use, all that is kept of its output.
    /// </summary>
    /// <param name="epoch">Run of the terminal.</param>
    /// <param name="remains">What is known of it; null when it was lost with its host, then the last checkpoint is its end.</param>
    /// <param name="size">Its last known size.</param>
    /// <param name="exit">How it ended.</param>
    public TerminalScreen Restore(string epoch, TerminalRemains? remains, TerminalSize size, TerminalExit exit)
    {
        var checkpoint = LoadCheckpoint(epoch);
        var output = remains is null ? [] : spool.Load(sessionId, epoch);
        var end = remains?.EndOffset ?? checkpoint?.Offset ?? 0;
        var log = TerminalLog.Restore(epoch, end - output.Length, output, exit);
        if (checkpoint is null || checkpoint.Offset > end || checkpoint.Offset < Math.Max(log.Start, end - CheckpointWriter.IntervalBytes))
            return Replay(log, size);

        var screen = new Screen(checkpoint.Columns, checkpoint.Rows);
        var ignored = new ScreenOutput();
        screen.Feed(checkpoint.Snapshot.Span, ignored);
        screen.Feed(output.AsSpan((int)(checkpoint.Offset - log.Start)), ignored);
        var isResized = remains is not null && size != new TerminalSize(screen.Columns, screen.Rows);
        if (isResized) screen.Resize(size.Columns, size.Rows);
        return TerminalScreen.Restore(log, screen, isResized ? end : checkpoint.SizeOffset, checkpoint.IsTruncated);
    }

    /// <summary>Removes all that is kept.</summary>
    public void Delete()
    {
        try
        {
            spool.Delete(sessionId);
        }
        catch (IOException exception)
        {
            // The session is gone from the list either way; a left-over file is only disk space.
            logger.LogWarning(exception, "What session {Session} printed could not be removed", sessionId);
        }
    }

    private static TerminalScreen Replay(TerminalLog log, TerminalSize size)
    {
        var screen = new Screen(size.Columns, size.Rows);
        var (start, output) = log.ReadTail(TerminalLog.CapacityBytes);
        // A line start is the likeliest place at which no sequence and no character is cut.
        var from = start == 0 ? 0 : Array.IndexOf(output, (byte)'\n') + 1;
        screen.Feed(output.AsSpan(from), new ScreenOutput());
        return TerminalScreen.Restore(log, screen, sizeOffset: 0, isPartial: start > 0);
    }

    private ScreenCheckpoint? LoadCheckpoint(string epoch)
    {
        try
        {
            var checkpoint = spool.LoadCheckpoint(sessionId, epoch);
            if (checkpoint is null || new TerminalSize(checkpoint.Columns, checkpoint.Rows).IsValid) return checkpoint;
            logger.LogWarning("The checkpoint of session {Session} is of an impossible size and is ignored", sessionId);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // What the terminal printed is replayed instead.
            logger.LogWarning(exception, "The checkpoint of session {Session} cannot be read and is ignored", sessionId);
        }

        return null;
    }
}
