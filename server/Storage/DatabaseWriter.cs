using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Storage;

/// <summary>
/// The one writer of the database. Changes that arrive together are committed together; each caller waits for
/// the commit of its own change and learns of its failure alone.
/// </summary>
internal sealed class DatabaseWriter : IAsyncDisposable
{
    /// <summary>Most changes waiting for a commit.</summary>
    public const int MaxWaiting = 16_384;

    private const int MaxBatch = 512;

    private readonly Database _database;
    private readonly StorageHealth _health;
    private readonly ILogger _logger;
    private readonly Channel<Change> _changes;
    private readonly Task _writing;

    public DatabaseWriter(Database database, StorageHealth health, ILogger<DatabaseWriter> logger)
    {
        _database = database;
        _health = health;
        _logger = logger;
        _changes = Channel.CreateBounded<Change>(
            new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
        _writing = WriteAllAsync();
    }

    /// <summary>Changes waiting for a commit.</summary>
    public int Waiting => _changes.Reader.Count;

    /// <summary>Runs <paramref name="write"/> inside a transaction and completes once it is committed.</summary>
    /// <exception cref="StorageException">The change was not stored.</exception>
    public async Task WriteAsync(Action<SqliteConnection> write, CancellationToken cancellationToken)
    {
        var change = new Change(write);
        await _changes.Writer.WriteAsync(change, cancellationToken);
        // From here on the change happens whether or not anyone waits for it.
        await change.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="WriteAsync(Action{SqliteConnection}, CancellationToken)"/>, with a result.</summary>
    /// <exception cref="StorageException">The change was not stored.</exception>
    public async Task<T> WriteAsync<T>(Func<SqliteConnection, T> write, CancellationToken cancellationToken)
    {
        T result = default!;
        await WriteAsync(connection => { result = write(connection); }, cancellationToken);
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _writing;
    }

    private async Task WriteAllAsync()
    {
        await Task.Yield();
        var batch = new List<Change>();
        while (await _changes.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxBatch && _changes.Reader.TryRead(out var change)) batch.Add(change);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Change> batch)
    {
        try
        {
            // What is written into a damaged file may damage it further.
            if (_health.Trouble is { Kind: StorageFailure.Damaged }) throw new SqliteException("The database is damaged.", SQLitePCL.raw.SQLITE_CORRUPT);
            // In SQL's own words: the library's transaction does not bear that SQLite rolls back by itself.
            _database.Connection.Execute("BEGIN IMMEDIATE");
            foreach (var change in batch) Apply(change);
            _database.Connection.Execute("COMMIT");
        }
        catch (Exception exception)
        {
            RollBack();
            // The sessions go on without durable state; whoever waits is told, and the writer lives on whatever it was.
            if (StorageFailures.KindOf(exception) is { } kind) _health.ReportFailure(kind, exception);
            else _logger.LogError(exception, "{Count} changes could not be stored", batch.Count);
            foreach (var change in batch) change.Fault ??= exception;
        }

        foreach (var change in batch) change.Complete();
    }

    // On a full disk SQLite has done so by itself already.
    private void RollBack()
    {
        try
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_database.Connection.Handle) == 0) _database.Connection.Execute("ROLLBACK");
        }
        catch (SqliteException exception)
        {
            // The failure that led here is the one that counts; the next change begins with the same question.
            _logger.LogWarning(exception, "What failed could not be rolled back");
        }
    }

    private void Apply(Change change)
    {
        _database.Connection.Execute("SAVEPOINT change");
        try
        {
            change.Write(_database.Connection);
            _database.Connection.Execute("RELEASE change");
        }
        catch (Exception exception) when (StorageFailures.KindOf(exception) is null)
        {
            // One bad change, whatever is wrong with it, takes neither its neighbours nor the writer with it. When the
            // storage fails, all of them fail alike.
            _logger.LogError(exception, "A change could not be stored");
            change.Fault = exception;
            _database.Connection.Execute("ROLLBACK TO change; RELEASE change");
        }
    }

    private sealed class Change(Action<SqliteConnection> write)
    {
        public Action<SqliteConnection> Write { get; } = write;

        public Exception? Fault { get; set; }

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Complete()
        {
            if (Fault is null) Done.SetResult();
            else Done.SetException(new StorageException("The state could not be stored", Fault));
        }
    }
}
