using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Storage;

/// <summary>
/// What the database knows of the hosts that used it: whether the last one ended cleanly, and above which number the
/// epochs of events begin that no earlier host can have given. A host that was killed, or whose machine lost power, may
/// have told of events that the database has not; every session then begins a new epoch with its next event.
/// </summary>
/// <param name="WasClean">True when the host before this one stored everything it told.</param>
/// <param name="EpochFloor">Least epoch of events to come.</param>
internal sealed record HostRun(bool WasClean, long EpochFloor)
{
    /// <summary>How the host before this one ended. A file without a word of it is new, or was left by a version that left none.</summary>
    public static HostRun? ReadLast(SqliteConnection connection) =>
        connection.Query("SELECT is_clean, epoch_floor FROM runs", row => new HostRun(row.GetBoolean(0), row.GetInt64(1))).SingleOrDefault();

    /// <summary>
    /// Notes that a host runs. The note is put into the file itself and synced: a torn log, which may lose all that
    /// this host stores, must not bring back the clean end of the one before.
    /// </summary>
    public static HostRun Begin(SqliteConnection connection, HostRun? last, bool isNew, DateTimeOffset now)
    {
        var run = (last, isNew) switch
        {
            ({ WasClean: true }, _) => last,
            (null, true) => new HostRun(WasClean: true, EpochFloor: 0),
            _ => new HostRun(WasClean: false, NewFloor(connection, last?.EpochFloor ?? 0, now)),
        };
        using (var transaction = connection.BeginTransaction())
        {
            connection.Execute("DELETE FROM runs");
            connection.Execute("INSERT INTO runs (is_clean, epoch_floor) VALUES (0, $floor)", ("$floor", run.EpochFloor));
            transaction.Commit();
        }

        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        return run;
    }

    /// <summary>Notes that everything is stored and no host runs any more.</summary>
    public static void End(SqliteConnection connection) => connection.Execute("UPDATE runs SET is_clean = 1");

    // Epochs are moments in milliseconds or follow one another: the present is above them all, unless the clock was set back.
    private static long NewFloor(SqliteConnection connection, long lastFloor, DateTimeOffset now)
    {
        var stored = Convert.ToInt64(connection.Scalar("SELECT coalesce(max(epoch), 0) FROM events"), CultureInfo.InvariantCulture);
        return Math.Max(now.ToUnixTimeMilliseconds(), Math.Max(stored, lastFloor) + 1);
    }
}
