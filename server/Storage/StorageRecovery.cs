using Microsoft.Data.Sqlite;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;

namespace Orchestrator.Storage;

/// <summary>
/// Tries, while nothing can be stored, whether it can be again: a second after the failure, then less and less often,
/// at last every half minute. It costs nothing while all is well.
/// </summary>
internal sealed class StorageRecovery : System.IAsyncDisposable
{
    /// <summary>Time until the first attempt.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);

    /// <summary>Most time between two attempts.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    // Trouble that comes back sooner is the same trouble, such as a disk that hovers around its limit.
    private static readonly TimeSpan LastingHealth = TimeSpan.FromMinutes(1);

    // Enough for the states of a good many sessions: a byte that was free is no recovery.
    private const int ProbeBytes = 64 * 1024;

    private readonly DatabaseWriter _writer;
    private readonly StorageHealth _health;
    private readonly TimeProvider _time;
    private readonly AsyncAutoResetEvent _changed = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;
    private TimeSpan _delay = FirstDelay;

    public StorageRecovery(DatabaseWriter writer, StorageHealth health, TimeProvider time)
    {
        _writer = writer;
        _health = health;
        _time = time;
        _health.Changed += _changed.Set;
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _health.Changed -= _changed.Set;
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        var wellSince = _time.Elapsed();
        try
        {
            while (true)
            {
                await _changed.WaitAsync(_end.Token);
                if (_health.IsWell) continue;
                if (_time.Elapsed() - wellSince > LastingHealth) _delay = FirstDelay;
                await UntilStoredAsync();
                wellSince = _time.Elapsed();
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private async Task UntilStoredAsync()
    {
        while (_health.Trouble is { Kind: not StorageFailure.Damaged })
        {
            await Task.Delay(_delay, _time, _end.Token);
            if (await TryStoreAsync()) _health.ReportRecovery();
            else _delay = TimeSpan.FromTicks(Math.Min(_delay.Ticks * 2, LongestDelay.Ticks));
        }
    }

    private async Task<bool> TryStoreAsync()
    {
        try
        {
            await _writer.WriteAsync(connection => Fill(connection, ProbeBytes), _end.Token);
            await _writer.WriteAsync(connection => Fill(connection, 0), _end.Token);
            return true;
        }
        catch (StorageException)
        {
            // Not yet; the health was told why.
            return false;
        }
    }

    private static void Fill(SqliteConnection connection, int bytes) =>
        connection.Execute("UPDATE runs SET probe = zeroblob($bytes)", ("$bytes", bytes));
}
