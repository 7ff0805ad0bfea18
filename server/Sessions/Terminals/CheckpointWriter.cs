using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Storage;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Terminals;

/// <summary>
/// Keeps what a running terminal shows on disk, so that its last screen outlives the host: after
/// <see cref="IntervalBytes"/> of output, after <see cref="LongestUnsaved"/> at the latest, and at the end. One write is
/// under way at most, never on the thread that feeds; a terminal that prints nothing costs nothing, and one that floods
/// a write in <see cref="Pause"/>. Disposing writes the last one.
/// </summary>
internal sealed class CheckpointWriter : System.IAsyncDisposable
{
    /// <summary>Most output between two checkpoints: what a later reader may have to replay.</summary>
    public const int IntervalBytes = 1024 * 1024;

    /// <summary>How long output may stay without one; a later reader replays it from the spool.</summary>
    public static readonly TimeSpan LongestUnsaved = TimeSpan.FromSeconds(60);

    /// <summary>Shortest time between two checkpoints.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TerminalScreen _screen;
    private readonly Func<ScreenCheckpoint, Task> _saveAsync;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly AsyncAutoResetEvent _printed = new();
    private readonly AsyncAutoResetEvent _enough = new();
    private readonly CancellationTokenSource _end = new();
    private readonly LogWatch _watch;
    private readonly Task _writing;
    private long _saved;

    public CheckpointWriter(TerminalScreen screen, Func<ScreenCheckpoint, Task> saveAsync, TimeProvider time, ILogger logger)
    {
        _screen = screen;
        _saveAsync = saveAsync;
        _time = time;
        _logger = logger;
        _watch = screen.Log.Watch(OnPrinted, isReader: false);
        _writing = WriteAsync();
    }

    private long Unsaved => _screen.Log.End - Interlocked.Read(ref _saved);

    /// <summary>The stored form of what a terminal shows.</summary>
    public static ScreenCheckpoint CheckpointOf(TerminalRest rest)
    {
        var cut = rest.Cut;
        var (columns, rows) = cut.Size.Size;
        return new ScreenCheckpoint(cut.Offset, rest.Position, Generation: 0, cut.Size.Offset, columns, rows, cut.IsTruncated, cut.Data);
    }

    public async ValueTask DisposeAsync()
    {
        _watch.Dispose();
        await _end.CancelAsync();
        await _writing;
        _end.Dispose();
    }

    // Called by the thread that feeds.
    private void OnPrinted()
    {
        var unsaved = Unsaved;
        if (unsaved > 0) _printed.Set();
        if (unsaved >= IntervalBytes) _enough.Set();
    }

    private async Task WriteAsync()
    {
        await Task.Yield();
        // What came before the watch began is not announced.
        OnPrinted();
        while (!_end.IsCancellationRequested)
        {
            await UntilAsync(_printed, Timeout.InfiniteTimeSpan, () => Unsaved > 0);
            await UntilAsync(_enough, LongestUnsaved, () => Unsaved >= IntervalBytes);
            await SaveAsync();
            await PauseAsync();
        }

        // Whatever was printed while the one before was being written.
        await SaveAsync();
    }

    private async Task UntilAsync(AsyncAutoResetEvent changed, TimeSpan longest, Func<bool> isSo)
    {
        using var timeout = new CancellationTokenSource(longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _end.Token);
        try
        {
            while (!isSo()) await changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // It is time to write what there is.
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(Pause, _time, _end.Token);
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The last one is written at once.
        }
    }

    private async Task SaveAsync()
    {
        // In the middle of a sequence the one before stays; there is another occasion after the pause.
        if (_screen.Rest() is not { } rest) return;
        if (rest.Cut.Offset == Interlocked.Exchange(ref _saved, rest.Cut.Offset)) return;
        try
        {
            await _saveAsync(CheckpointOf(rest));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The session goes on without; the next checkpoint may be possible again.
            _logger.LogWarning(exception, "What a terminal shows could not be stored");
        }
    }
}
