using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Storage;

/// <summary>A database that was damaged.</summary>
/// <param name="Path">Where it is now.</param>
/// <param name="Salvaged">What could be read out of it and is kept.</param>
internal sealed record SetAside(string Path, Salvaged Salvaged);

/// <summary>
/// The one SQLite file of a state folder: opens it, brings it to the newest schema, and sets it aside when it is
/// no database any more. Reads happen at start, on the opening thread; later only <see cref="DatabaseWriter"/> uses it.
/// </summary>
internal sealed class Database : IDisposable
{
    // Another program that reads or copies the file is waited for so long, at most, with each change.
    private const int LongestLockSeconds = 2;

    private static readonly Lazy<bool> Provider = new(() =>
    {
        SQLitePCL.Batteries_V2.Init();
        return true;
    });

    private readonly ILogger _logger;

    private Database(SqliteConnection connection, HostRun run, SetAside? setAside, ILogger logger)
    {
        Connection = connection;
        EpochFloor = run.EpochFloor;
        SetAside = setAside;
        _logger = logger;
    }

    public SqliteConnection Connection { get; }

    /// <summary>The file that was damaged and had to be replaced; null when all was well.</summary>
    public SetAside? SetAside { get; }

    /// <summary>Least epoch of a session's events to come: none below it is continued.</summary>
    public long EpochFloor { get; }

    /// <summary>Opens the file at <paramref name="path"/>, or makes it, for a host that begins.</summary>
    /// <exception cref="StorageException">The file cannot be opened or written, for a reason other than its content.</exception>
    public static Database Open(string path, TimeProvider time, ILogger logger)
    {
        _ = Provider.Value;
        try
        {
            return OpenWhole(path, time, logger);
        }
        catch (SqliteException exception)
        {
            throw new StorageException("The database in the state folder cannot be opened", exception);
        }
    }

    /// <summary>Notes that all that was told is stored; the last thing that a host does with it.</summary>
    public void MarkClean()
    {
        try
        {
            HostRun.End(Connection);
        }
        catch (SqliteException exception)
        {
            // The next host then takes this end for a crash, which costs it a look at the file and new epochs.
            _logger.LogWarning(exception, "The clean end could not be stored");
        }
    }

    public void Dispose() => Connection.Dispose();

    private static Database OpenWhole(string path, TimeProvider time, ILogger logger)
    {
        try
        {
            var isNew = !File.Exists(path) || new FileInfo(path).Length == 0;
            var connection = OpenConnection(path, time, isNew, out var run);
            return new Database(connection, run, setAside: null, logger);
        }
        catch (SqliteException exception) when (StorageFailures.KindOf(exception) == StorageFailure.Damaged)
        {
            var aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff}";
            logger.LogError(exception, "The database is damaged and is set aside as {Aside}", aside);
            MoveAside(path, aside);
            // What is read out of it may be older than what was told: no epoch of it is continued.
            var connection = OpenConnection(path, time, isNew: false, out var run);
            var salvaged = Salvage.Copy(aside, connection);
            logger.LogWarning("{Sessions} sessions and {Projects} projects were read out of it", salvaged.Sessions, salvaged.Projects);
            return new Database(connection, run, new SetAside(aside, salvaged), logger);
        }
    }

    private static SqliteConnection OpenConnection(string path, TimeProvider time, bool isNew, out HostRun run)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = LongestLockSeconds,
        }.ToString());
        try
        {
            connection.Open();
            Migrations.RequireKnown(connection);
            connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;");
            Migrations.Apply(connection);
            var last = HostRun.ReadLast(connection);
            RequireReadable(connection, isThorough: last is not { WasClean: true });
            run = HostRun.Begin(connection, last, isNew, time.GetUtcNow());
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    // Damage behind the first page shows itself only when it is read. Of what a clean host left behind, what this one
    // needs to start is read; after a crash, or damage that the last host met, the whole file is looked through.
    private static void RequireReadable(SqliteConnection connection, bool isThorough)
    {
        connection.Scalar("SELECT max(length(state)) FROM sessions");
        connection.Scalar("SELECT max(length(path)) FROM projects");
        if (isThorough && connection.Scalar("PRAGMA quick_check(1)") is string found and not "ok")
            throw new SqliteException(found, SQLitePCL.raw.SQLITE_CORRUPT);
    }

    private static void MoveAside(string path, string aside)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            if (File.Exists(path + suffix)) File.Move(path + suffix, aside + suffix);
    }
}
