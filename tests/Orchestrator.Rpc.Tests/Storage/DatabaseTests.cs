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

        Assert.AreEqual(2L, database.Connection.Scalar("PRAGMA user_version"));
        CollectionAssert.AreEquivalent(
            new[] { "projects", "sessions", "events", "prompts" },
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
            first.Connection.Execute("DROP INDEX prompts_by_message; PRAGMA user_version = 1");
        }

        using var database = Open();

        Assert.AreEqual(2L, database.Connection.Scalar("PRAGMA user_version"));
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
        StringAssert.StartsWith(System.IO.File.ReadAllText(database.SetAside), "this was", StringComparison.Ordinal);
        Insert(database, "a", "state");
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public void Open_of_a_file_whose_sessions_cannot_be_read_sets_it_aside()
    {
        using (var whole = Open())
            for (var session = 0; session < 200; session++) Insert(whole, $"session{session}", new string('s', 2_000));
        Destroy(fromPage: 10);

        using var database = Open();

        Assert.IsNotNull(database.SetAside);
        Assert.AreEqual(0L, database.Connection.Scalar("SELECT count(*) FROM sessions"));
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

    private void Destroy(int fromPage)
    {
        using var file = new FileStream(File, FileMode.Open);
        file.Position = fromPage * 4096;
        file.Write(Enumerable.Repeat((byte)0xA5, (int)(file.Length - file.Position)).ToArray());
    }

    private Database Open() => Database.Open(File, TimeProvider.System, NullLogger.Instance);
}
