using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Storage;

[TestClass]
public sealed class DatabaseTests : FolderTest
{
    private string File => Path.Combine(Folder, "orchestrator.db");

    [TestMethod]
    public void Open_of_a_new_file_brings_it_to_the_newest_schema()
    {
        using var database = Open();

        Assert.AreEqual(4L, database.Connection.Scalar("PRAGMA user_version"));
        CollectionAssert.AreEquivalent(
            new[] { "projects", "sessions", "events", "prompts", "runs", "enrichments" },
            database.Connection.Query("SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0)));
        Assert.IsNull(database.SetAside);
    }

    [TestMethod]
    public void Open_again_finds_what_was_stored()
    {
        using (var first = Open()) Insert(first, "a", "state");

        using var second = Open();

        Assert.AreEqual("state", second.Connection.Scalar("SELECT state FROM sessions"));
    }

    [TestMethod]
    [TestCategory("STO-06")]
    public void Open_of_a_file_of_the_first_schema_keeps_its_prompts()
    {
        using (var first = Open())
        {
            Insert(first, "a", "state");
            first.Connection.Execute("INSERT INTO prompts (session_id, client_message_id, message_id, text) VALUES ('a', 'c', 'm', 'text')");
            first.Connection.Execute("DROP INDEX prompts_by_message; DROP TABLE runs; DROP TABLE enrichments; PRAGMA user_version = 1");
        }

        using var database = Open();

        Assert.AreEqual(4L, database.Connection.Scalar("PRAGMA user_version"));
        Assert.AreEqual("text", database.Connection.Scalar("SELECT text FROM prompts INDEXED BY prompts_by_message WHERE session_id = 'a' AND message_id = 'm'"));
    }

    [TestMethod]
    [TestCategory("STO-06")]
    public void Open_of_a_file_of_a_newer_version_is_refused_and_leaves_it()
    {
        using (var newer = Open())
        {
            Insert(newer, "a", "state");
            newer.Connection.Execute("PRAGMA user_version = 99");
        }

        var refusal = Assert.ThrowsExactly<SchemaTooNewException>(Open);
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();

        StringAssert.Contains(refusal.Message, "99", StringComparison.Ordinal);
        Assert.AreEqual("state", connection.Scalar("SELECT state FROM sessions"));
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public void Open_of_a_file_that_is_no_database_sets_it_aside_and_begins_anew()
    {
        System.IO.File.WriteAllText(File, "this was a database once, and now it is a text of more than a hundred bytes, which begins with no magic word of SQLite");

        using var database = Open();

        Assert.IsNotNull(database.SetAside);
        StringAssert.StartsWith(System.IO.File.ReadAllText(database.SetAside.Path), "this was", StringComparison.Ordinal);
        Insert(database, "a", "state");
    }

    [TestMethod]
    [TestCategory("STO-03")]
    [TestCategory("ID-03")]
    [DataRow(20, 1)]
    [DataRow(10, 20)]
    [DataRow(45, null)]
    public void Open_of_a_file_with_damaged_pages_sets_it_aside_and_keeps_what_can_be_read(int fromPage, int? count)
    {
        using (var whole = Open())
        {
            whole.Connection.Execute("INSERT INTO projects (id, path, name, created_at) VALUES ('p', '/p', 'p', 'now')");
            for (var session = 0; session < 200; session++)
            {
                Insert(whole, $"session{session}", $"{session}" + new string('s', 800));
                Directory.CreateDirectory(Path.Combine(Folder, "terminals", $"session{session}"));
            }

            whole.MarkClean();
        }

        BrokenStorage.Damage(File, fromPage, count);
        using var database = Open();
        var kept = database.Connection.Query("SELECT id, state FROM sessions", row => (Id: row.GetString(0), State: row.GetString(1)));

        Assert.IsTrue(System.IO.File.Exists(database.SetAside!.Path));
        Assert.AreEqual(new Salvaged(kept.Count, 1), database.SetAside.Salvaged);
        Assert.IsLessThan(200, kept.Count);
        Assert.IsGreaterThan(20, kept.Count);
        Assert.IsTrue(kept.All(row => row.State.StartsWith(row.Id["session".Length..] + "s", StringComparison.Ordinal)));
        Assert.IsGreaterThan(0, database.EpochFloor, "What was read may be older than what was told.");
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public void Damage_that_only_events_have_is_found_after_a_crash()
    {
        using (var whole = Open())
        {
            Insert(whole, "a", "state");
            for (var seq = 0; seq < 200; seq++)
                whole.Connection.Execute("INSERT INTO events (session_id, epoch, seq, json) VALUES ('a', 1, $seq, $json)", ("$seq", seq), ("$json", new string('e', 2_000)));
        }

        BrokenStorage.Damage(File, fromPage: 20, count: 2);
        using var database = Open();

        Assert.AreEqual(new Salvaged(1, 0), database.SetAside?.Salvaged);
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public void Open_of_a_file_that_another_program_holds_is_refused_and_leaves_it()
    {
        using (var whole = Open()) Insert(whole, "a", "state");
        using var other = new SqliteConnection($"Data Source={File};Pooling=False");
        other.Open();
        other.Execute("BEGIN EXCLUSIVE");

        var refusal = Assert.ThrowsExactly<StorageException>(Open);

        Assert.AreEqual(StorageFailure.Locked, refusal.Kind);
        StringAssert.Contains(refusal.Message, "another program has locked", StringComparison.Ordinal);
        Assert.AreEqual("state", other.Scalar("SELECT state FROM sessions"));
        Assert.HasCount(0, Directory.GetFiles(Folder, "*.damaged-*"));
    }

    [TestMethod]
    [TestCategory("ID-04")]
    public void Clean_end_keeps_the_epochs_and_a_crash_raises_them_for_good()
    {
        long floor;
        using (var first = Open())
        {
            Assert.AreEqual(0, first.EpochFloor);
            first.MarkClean();
        }

        using (var second = Open()) Assert.AreEqual(0, second.EpochFloor, "A clean end.");
        using (var third = Open())
        {
            floor = third.EpochFloor;
            Assert.IsGreaterThan(0, floor, "A crash.");
            third.MarkClean();
        }

        using var fourth = Open();
        Assert.AreEqual(floor, fourth.EpochFloor, "A clean end.");
    }

    [TestMethod]
    [TestCategory("ID-01")]
    public void Crash_raises_the_epochs_above_all_that_are_stored_although_the_clock_was_set_back()
    {
        using (var first = Open())
        {
            Insert(first, "a", "state");
            first.Connection.Execute("INSERT INTO events (session_id, epoch, seq, json) VALUES ('a', 9000000000000000, 1, '{}')");
        }

        using var second = Open();

        Assert.IsGreaterThan(9_000_000_000_000_000, second.EpochFloor);
    }

    [TestMethod]
    [TestCategory("STO-03")]
    [TestCategory("ID-01")]
    [DataRow(0.0)]
    [DataRow(0.3)]
    [DataRow(0.7)]
    public void Torn_log_loses_its_tail_alone_and_does_not_bring_back_a_clean_end(double kept)
    {
        using (var clean = Open())
        {
            Insert(clean, "old", "state");
            clean.MarkClean();
        }

        var torn = Path.Combine(Folder, "torn.db");
        using (var running = Open())
        {
            for (var session = 0; session < 20; session++) Insert(running, $"session{session:00}", "state");
            System.IO.File.Copy(File, torn);
            System.IO.File.Copy(File + "-wal", torn + "-wal");
        }

        using (var log = new FileStream(torn + "-wal", FileMode.Open)) log.SetLength((long)(log.Length * kept));
        using var database = Database.Open(torn, TimeProvider.System, NullLogger.Instance);
        var ids = database.Connection.Query("SELECT id FROM sessions ORDER BY id", row => row.GetString(0));

        Assert.IsNull(database.SetAside);
        Assert.IsGreaterThan(0, database.EpochFloor);
        Assert.IsLessThan(21, ids.Count);
        CollectionAssert.AreEqual(ids.Skip(1).Select((_, index) => $"session{index:00}").Prepend("old").ToArray(), ids);
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public void Open_beside_a_torn_log_keeps_what_stood_before()
    {
        using (var whole = Open()) Insert(whole, "a", "state");
        System.IO.File.WriteAllBytes(File + "-wal", new byte[1000]);

        using var database = Open();

        Assert.IsNull(database.SetAside);
        Assert.AreEqual("state", database.Connection.Scalar("SELECT state FROM sessions"));
    }

    private static void Insert(Database database, string id, string state) =>
        database.Connection.Execute("INSERT INTO sessions (id, state) VALUES ($id, $state)", ("$id", id), ("$state", state));

    private Database Open() => Database.Open(File, TimeProvider.System, NullLogger.Instance);
}
