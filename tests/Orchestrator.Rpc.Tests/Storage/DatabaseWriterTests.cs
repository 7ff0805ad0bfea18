using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Storage;

[TestClass]
public sealed class DatabaseWriterTests : FolderTest
{
    private readonly Database _database;
    private readonly DatabaseWriter _writer;

    public DatabaseWriterTests()
    {
        _database = Database.Open(Path.Combine(Folder, "orchestrator.db"), TimeProvider.System, NullLogger.Instance);
        _writer = new DatabaseWriter(_database, new StorageHealth(TimeProvider.System, NullLogger<StorageHealth>.Instance), NullLogger<DatabaseWriter>.Instance);
    }

    private long Count => (long)_database.Connection.Scalar("SELECT count(*) FROM sessions")!;

    [TestCleanup]
    public async Task EndDatabase()
    {
        await _writer.DisposeAsync();
        _database.Dispose();
    }

    [TestMethod]
    public async Task Changes_that_wait_together_are_committed_together()
    {
        var commits = 0;
        using var first = new ManualResetEventSlim();
        var blocking = _writer.WriteAsync(_ => first.Wait(Timeout), Timeout);
        var changes = Enumerable.Range(0, 300).Select(index => _writer.WriteAsync(connection => Insert(connection, $"s{index}"), Timeout)).ToList();
        SQLitePCL.raw.sqlite3_commit_hook(_database.Connection.Handle, _ => { commits++; return 0; }, null);

        first.Set();
        await blocking;
        await Task.WhenAll(changes);
        var stored = await _writer.WriteAsync(_ => Count, Timeout);

        Assert.AreEqual(300, stored);
        Assert.IsLessThanOrEqualTo(4, commits);
    }

    [TestMethod]
    [DataRow(typeof(SqliteException))]
    [DataRow(typeof(InvalidOperationException))]
    [DataRow(typeof(InvalidCastException))]
    [DataRow(typeof(NullReferenceException))]
    public async Task Change_that_fails_takes_neither_its_neighbours_nor_the_writer_with_it(Type fault)
    {
        using var first = new ManualResetEventSlim();
        var blocking = _writer.WriteAsync(_ => first.Wait(Timeout), Timeout);
        var before = _writer.WriteAsync(connection => Insert(connection, "before"), Timeout);
        var bad = _writer.WriteAsync(
            connection =>
            {
                Insert(connection, "half done");
                throw fault == typeof(SqliteException) ? new SqliteException("bad", 1) : (Exception)Activator.CreateInstance(fault)!;
            },
            Timeout);
        var after = _writer.WriteAsync(connection => Insert(connection, "after"), Timeout);

        first.Set();
        await Task.WhenAll(blocking, before, after);
        var refusal = await Assert.ThrowsExactlyAsync<StorageException>(() => bad);
        var ids = await _writer.WriteAsync(connection => connection.Query("SELECT id FROM sessions", row => row.GetString(0)), Timeout);

        Assert.IsInstanceOfType(refusal.InnerException, fault);
        CollectionAssert.AreEquivalent(new[] { "before", "after" }, ids);
    }

    [TestMethod]
    [TestCategory("STO-04")]
    public async Task Writer_goes_on_after_a_failure_that_rolled_everything_back_by_itself()
    {
        // As SQLite does on a full disk.
        var failure = await Assert.ThrowsExactlyAsync<StorageException>(() => _writer.WriteAsync(
            connection =>
            {
                connection.Execute("ROLLBACK");
                throw new SqliteException("full", SQLitePCL.raw.SQLITE_FULL);
            },
            Timeout));

        await _writer.WriteAsync(connection => Insert(connection, "a"), Timeout);

        Assert.AreEqual(StorageFailure.Full, failure.Kind);
        Assert.AreEqual(1, await _writer.WriteAsync(_ => Count, Timeout));
    }

    [TestMethod]
    public async Task Cancel_stops_the_waiting_and_not_the_change()
    {
        using var first = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        var blocking = _writer.WriteAsync(_ => first.Wait(Timeout), Timeout);
        var change = _writer.WriteAsync(connection => Insert(connection, "a"), cancelled.Token);

        await cancelled.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => change);
        first.Set();
        await blocking;

        Assert.AreEqual(1, await _writer.WriteAsync(_ => Count, Timeout));
    }

    [TestMethod]
    public async Task Dispose_commits_what_waits()
    {
        var changes = Enumerable.Range(0, 50).Select(index => _writer.WriteAsync(connection => Insert(connection, $"s{index}"), Timeout)).ToList();

        await _writer.DisposeAsync();
        await Task.WhenAll(changes);

        Assert.AreEqual(50, Count);
    }

    private static void Insert(SqliteConnection connection, string id) =>
        connection.Execute("INSERT INTO sessions (id, state) VALUES ($id, '{}')", ("$id", id));
}
