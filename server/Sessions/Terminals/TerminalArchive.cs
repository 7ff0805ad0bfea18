using Microsoft.Extensions.Logging;
using Orchestrator.Screens;
using Orchestrator.Storage;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Terminals;

/// <summary>What is kept on disk of one session's terminals: writes it, and makes a terminal of it again. Any thread may call.</summary>
internal sealed class TerminalArchive(string sessionId, SpoolFiles spool, ILogger logger)
{
    /// <summary>Stores what a terminal that has ended printed last.</summary>
    public Task SaveAsync(TerminalEpoch epoch, ReadOnlyMemory<byte> output, CancellationToken cancellationToken) =>
        spool.SaveAsync(sessionId, epoch.RunName, output, cancellationToken);

    /// <summary>Stores what a terminal shows.</summary>
    public Task SaveAsync(TerminalEpoch epoch, ScreenCheckpoint checkpoint) =>
        // A file is replaced whole or not at all, so nothing is gained by giving up half-way.
        spool.SaveCheckpointAsync(sessionId, epoch.RunName, checkpoint with { Generation = epoch.Generation }, CancellationToken.None);

    /// <summary>Removes what the program of an ended terminal printed: what it showed is kept.</summary>
    public void DeleteRaw(TerminalEpoch epoch) => Try(() => spool.DeleteRaw(sessionId, epoch.RunName));

    /// <summary>Removes all that is kept of one run.</summary>
    public void DeleteRun(TerminalEpoch epoch) => Try(() => spool.Delete(sessionId, epoch.RunName));

    /// <summary>Removes all that is kept.</summary>
    public void Delete() => Try(() => spool.Delete(sessionId));

    /// <summary>When the program of a run last printed something; null when that is not known.</summary>
    public DateTimeOffset? LastOutputAt(TerminalEpoch epoch) => spool.LastRawAt(sessionId, epoch.RunName);

    /// <summary>How the program of a run ended while no host was there; null when nobody noted it.</summary>
    public TerminalExit? ExitOf(TerminalEpoch epoch) =>
        LoadExit(epoch) is { } exit ? new TerminalExit(exit.Code, exit.Signal) : null;

    /// <summary>
    /// The terminal as it ended: its last checkpoint and what was printed after it, or, without a checkpoint that is of
    /// use, all that is kept of its output.
    /// </summary>
    /// <param name="epoch">Run of the terminal.</param>
    /// <param name="remains">What is known of it; null when host and holder were gone before its end was stored.</param>
    /// <param name="size">Its last known size.</param>
    /// <param name="exit">How it ended.</param>
    public TerminalScreen Restore(TerminalEpoch epoch, TerminalRemains? remains, TerminalSize size, TerminalExit exit)
    {
        var checkpoint = LoadCheckpoint(epoch);
        if (remains is null)
        {
            var lost = new TerminalReplay(checkpoint, epoch.Run, size).Run(from => ReadRaw(epoch, from, long.MaxValue), new ViewerColors());
            lost.Complete(exit);
            return lost;
        }

        var output = spool.Load(sessionId, epoch.RunName);
        var end = remains.EndOffset;
        var start = end - output.Length;
        var log = TerminalLog.Restore(epoch.ToString(), start, output, exit);
        if (checkpoint is null || checkpoint.Offset > end || checkpoint.Offset < Math.Max(start, end - CheckpointWriter.IntervalBytes))
            return Replay(log, start, output, size);

        var screen = new Screen(checkpoint.Columns, checkpoint.Rows);
        var ignored = new ScreenOutput();
        screen.Feed(checkpoint.Snapshot.Span, ignored);
        screen.Feed(output.AsSpan((int)(checkpoint.Offset - start)), ignored);
        var isResized = size != new TerminalSize(screen.Columns, screen.Rows);
        if (isResized) screen.Resize(size.Columns, size.Rows);
        return TerminalScreen.Restore(log, screen, isResized ? end : checkpoint.SizeOffset, checkpoint.IsTruncated);
    }

    /// <summary>
    /// Stores the last screen of a terminal whose program, host and holder are gone, so that what it printed need not be
    /// kept. False when that was not possible.
    /// </summary>
    public async Task<bool> TryKeepLostAsync(TerminalEpoch epoch, TerminalSize size)
    {
        try
        {
            var screen = Restore(epoch, remains: null, size, new TerminalExit(null, null));
            if (screen.Rest() is { Cut.Offset: > 0 } rest) await SaveAsync(TerminalEpoch.Parse(screen.Log.Epoch), CheckpointWriter.CheckpointOf(rest));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is read from what was printed for as long as that stays.
            logger.LogError(exception, "The last screen of session {Session} could not be stored", sessionId);
            return false;
        }
    }

    /// <summary>The terminal of a program that an earlier host started, as it stands now.</summary>
    public TerminalScreen Resume(HeldReport held, KnownStatus? known, ViewerColors colors)
    {
        var run = TerminalEpoch.Parse(held.Label.Epoch);
        return new TerminalReplay(LoadCheckpoint(run), run.Run, held.Sizes[0].Size) { Held = held, Known = known }
            .Run(from => ReadRaw(run, from, held.End), colors);
    }

    private (long Start, byte[] Bytes) ReadRaw(TerminalEpoch epoch, long from, long end)
    {
        try
        {
            return spool.ReadRaw(sessionId, epoch.RunName, from, end);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The terminal goes on with what it prints next.
            logger.LogWarning(exception, "What session {Session} printed cannot be read", sessionId);
            return (from, []);
        }
    }

    private static TerminalScreen Replay(TerminalLog log, long start, byte[] output, TerminalSize size)
    {
        var screen = new Screen(size.Columns, size.Rows);
        screen.Feed(TerminalReplay.FromLineStart(start, output), new ScreenOutput());
        return TerminalScreen.Restore(log, screen, sizeOffset: 0, isPartial: start > 0);
    }

    private (int? Code, string? Signal)? LoadExit(TerminalEpoch epoch)
    {
        try
        {
            return spool.LoadExit(sessionId, epoch.RunName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As if nobody had noted it.
            logger.LogWarning(exception, "How session {Session} ended cannot be read", sessionId);
            return null;
        }
    }

    private ScreenCheckpoint? LoadCheckpoint(TerminalEpoch epoch)
    {
        try
        {
            var checkpoint = spool.LoadCheckpoint(sessionId, epoch.RunName);
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

    private void Try(Action remove)
    {
        try
        {
            remove();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Nobody looks for it any more; a left-over file is only disk space.
            logger.LogWarning(exception, "What session {Session} printed could not be removed", sessionId);
        }
    }
}
