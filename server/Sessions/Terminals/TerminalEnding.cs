using Microsoft.Extensions.Logging;
using Orchestrator.Common;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Terminals;

/// <summary>What is left of a terminal whose program is gone.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="Remains">What it printed, as it is kept.</param>
/// <param name="LastLines">The last lines it showed, free of control characters; null when there were none.</param>
/// <param name="IsKept">True when what it printed is stored.</param>
internal sealed record TerminalEnd(TerminalExit Exit, TerminalRemains Remains, string? LastLines, bool IsKept);

/// <summary>Stores what a terminal shows while its program runs, and what it printed once that is gone.</summary>
internal sealed class TerminalEnding(TerminalArchive archive, TerminalEpoch epoch, TimeProvider time, ILogger logger)
{
    private const int DetailLines = 10;
    private const int DetailCharacters = 4000;

    /// <summary>Completes when the program is gone and what it printed is stored; null when <paramref name="hostEnds"/> comes first.</summary>
    /// <param name="process">The program in its terminal.</param>
    /// <param name="stopping">Answers the stop that is under way once the program is gone: it is done when what that started is gone too.</param>
    /// <param name="hostEnds">The host leaves the program to the next one.</param>
    public async Task<TerminalEnd?> WatchAsync(Terminal process, Func<Task> stopping, CancellationToken hostEnds)
    {
        if (await UntilEndAsync(process, stopping, hostEnds) is not { } exit) return null;
        var (start, output) = process.Log.ReadTail(TerminalLog.CapacityBytes);
        var (columns, rows) = process.Screen.Size;
        var remains = new TerminalRemains(process.Log.Epoch, start, start + output.Length, columns, rows);
        return new TerminalEnd(exit, remains, LastLines(process.Screen), await IsStoredAsync(output));
    }

    private async Task<TerminalExit?> UntilEndAsync(Terminal process, Func<Task> stopping, CancellationToken hostEnds)
    {
        await using var checkpoints = new CheckpointWriter(process.Screen, checkpoint => archive.SaveAsync(epoch, checkpoint), time, logger);
        try
        {
            var exit = await process.Exited.WaitAsync(hostEnds);
            await stopping();
            return exit;
        }
        catch (OperationCanceledException) when (hostEnds.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<bool> IsStoredAsync(byte[] output)
    {
        try
        {
            await archive.SaveAsync(epoch, output, CancellationToken.None);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The terminal then stays in memory until the host ends.
            logger.LogError(exception, "What a terminal printed could not be stored");
            return false;
        }
    }

    private static string? LastLines(TerminalScreen screen)
    {
        var lines = screen.ReadText(DetailLines).Text.Split('\n').Select(DisplayText.Lines).Where(line => line.Length > 0);
        var text = string.Join('\n', lines.TakeLast(DetailLines));
        return text.Length == 0 ? null : text[Math.Max(0, text.Length - DetailCharacters)..];
    }
}
