using Microsoft.Extensions.Logging;

namespace Orchestrator.Storage;

/// <summary>The database of one host with all that belongs to it: its one writer, its health, and the way back to it.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly Database _database;
    private readonly StorageRecovery _recovery;
    private bool _isClosed;

    private Store(Database database, TimeProvider time, ILoggerFactory loggers)
    {
        _database = database;
        Health = new StorageHealth(time, loggers.CreateLogger<StorageHealth>());
        Writer = new DatabaseWriter(database, Health, loggers.CreateLogger<DatabaseWriter>());
        _recovery = new StorageRecovery(Writer, Health, time);
        Sessions = new SessionTable(database, Writer);
        Projects = new ProjectTable(database, Writer);
        Enrichments = new EnrichmentTable(database, Writer);
    }

    public StorageHealth Health { get; }

    public DatabaseWriter Writer { get; }

    public SessionTable Sessions { get; }

    public ProjectTable Projects { get; }

    public EnrichmentTable Enrichments { get; }

    /// <summary>The file that was damaged and had to be replaced; null when all was well.</summary>
    public SetAside? SetAside => _database.SetAside;

    /// <summary>Opens the database for a host that begins.</summary>
    /// <exception cref="StorageException">It cannot be opened or written, for a reason other than its content.</exception>
    public static Store Open(string path, TimeProvider time, ILoggerFactory loggers) =>
        new(Database.Open(path, time, loggers.CreateLogger<Database>()), time, loggers);

    /// <summary>Stores what waits and closes the file; again does nothing.</summary>
    /// <param name="isWhole">True when all that clients were told has been stored or waits.</param>
    public async Task CloseAsync(bool isWhole)
    {
        if (_isClosed) return;
        _isClosed = true;
        await _recovery.DisposeAsync();
        await Writer.DisposeAsync();
        if (isWhole && Health.IsWell) _database.MarkClean();
        _database.Dispose();
    }

    /// <summary>Closes the file as a host does that could not store all.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(isWhole: false);
}
