using Microsoft.Data.Sqlite;
using Orchestrator.Storage;
using SQLitePCL;

namespace Orchestrator.Rpc.Tests.Storage;

/// <summary>Makes a real database fail in a real way, and makes it well again; whatever its writer does meanwhile.</summary>
internal sealed class BrokenStorage : IDisposable
{
    private readonly SqliteConnection _writing;
    private SqliteConnection? _locking;

    private BrokenStorage(SqliteConnection writing) => _writing = writing;

    /// <summary>Has what <paramref name="writer"/> stores fail for this reason from now on.</summary>
    public static async Task<BrokenStorage> BreakAsync(
        DatabaseWriter writer, string file, StorageFailure kind, CancellationToken cancellationToken)
    {
        var broken = new BrokenStorage(await writer.WriteAsync(connection => connection, cancellationToken));
        switch (kind)
        {
            case StorageFailure.Full:
                // The least that is allowed is what the file has: it may not grow, as on a full disk.
                broken.Execute("PRAGMA max_page_count = 1");
                break;
            case StorageFailure.ReadOnly:
                broken.Execute("PRAGMA query_only = 1");
                break;
            case StorageFailure.Locked:
                broken._locking = new SqliteConnection($"Data Source={file};Pooling=False");
                broken._locking.Open();
                broken._locking.Execute("BEGIN EXCLUSIVE");
                break;
            case StorageFailure.Damaged:
                broken.Execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA shrink_memory");
                Damage(file, fromPage: 2);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind));
        }

        return broken;
    }

    /// <summary>Overwrites pages with what no page can be, whether or not the file is open; all to the end when no count is given.</summary>
    public static void Damage(string file, int fromPage, int? count = null)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Position = (fromPage - 1) * 4096L;
        var bytes = count * 4096 ?? (int)(stream.Length - stream.Position);
        stream.Write(Enumerable.Repeat((byte)0xA5, bytes).ToArray());
    }

    /// <summary>Everything can be stored again.</summary>
    public void Mend()
    {
        Execute("PRAGMA max_page_count = 1073741823; PRAGMA query_only = 0");
        _locking?.Dispose();
        _locking = null;
    }

    public void Dispose() => _locking?.Dispose();

    // Below the library, which is not for two threads at once; SQLite itself is.
    private void Execute(string sql) => Assert.AreEqual(raw.SQLITE_OK, raw.sqlite3_exec(_writing.Handle, sql), sql);
}
