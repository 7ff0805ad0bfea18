using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Storage;

/// <summary>
/// The one SQLite file of a state folder: opens it, brings it to the newest schema, and sets it aside when it is
/// no database any more. Reads happen at start, on the opening thread; later only <see cref="DatabaseWriter"/> uses it.
/// </summary>
internal sealed class Database : IDisposable
{
    private static readonly Lazy<bool> Provider = new(() =>
    {
        SQLitePCL.Batteries_V2.Init();
        return true;
    });

    private Database(SqliteConnection connection, string? setAside)
    {
        Connection = connection;
        SetAside = setAside;
    }

    public SqliteConnection Connection { get; }

    /// <summary>Where a file that could not be read was moved to; null when all was well.</summary>
    public string? SetAside { get; }

    /// <summary>Opens the file at <paramref name="path"/>, or makes it.</summary>
    /// <exception cref="StorageException">The file cannot be opened or written, for a reason other than its content.</exception>
    public static Database Open(string path, TimeProvider time, ILogger logger)
    {
        _ = Provider.Value;
        try
        {
            return new Database(OpenConnection(path), setAside: null);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            var aside = $"{path}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmssfff}";
            logger.LogError(exception, "The database is damaged and was set aside as {Aside}", aside);
            MoveAside(path, aside);
            return new Database(OpenConnection(path), aside);
        }
        catch (SqliteException exception)
        {
            throw new StorageException($"The database in the state folder cannot be opened: {exception.Message} Check its permissions and the free space.", exception);
        }
    }

    public void Dispose() => Connection.Dispose();

    private static SqliteConnection OpenConnection(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Migrations.RequireKnown(connection);
            connection.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;");
            Migrations.Apply(connection);
            // Damage behind the first page shows itself only when it is read, and then the host could not start.
            connection.Scalar("SELECT max(length(state)) FROM sessions");
            connection.Scalar("SELECT max(length(path)) FROM projects");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void MoveAside(string path, string aside)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            if (File.Exists(path + suffix)) File.Move(path + suffix, aside + suffix);
    }
}
