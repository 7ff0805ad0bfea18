using Microsoft.Data.Sqlite;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

/// <summary>Conversations as OpenCode 1.18 keeps them.</summary>
[TestClass]
public sealed class OpenCodeDatabaseTests : FolderTest
{
    private readonly OpenCodeDatabase _database = new();

    private string File => System.IO.Path.Combine(Folder, "opencode.db");

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Tokens_are_counted_by_model_with_those_of_subagents()
    {
        Write(
            """INSERT INTO session VALUES ('ses_a', NULL, 'Number of the day', 0.5, 5), ('ses_b', 'ses_a', 'Child session - x', 0.25, 9), ('ses_c', NULL, 'Another', 7, 99)""",
            Message("m1", "ses_a", 1, """{"role":"user"}"""),
            Message("m2", "ses_a", 2, """{"role":"assistant","modelID":"one","tokens":{"total":1177,"input":120,"output":50,"reasoning":7,"cache":{"write":0,"read":1000}}}"""),
            Message("m3", "ses_a", 3, """{"role":"assistant","modelID":"two","tokens":{"total":30,"input":10,"output":20,"reasoning":0,"cache":{"write":5,"read":0}}}"""),
            Message("m4", "ses_b", 4, """{"role":"assistant","modelID":"one","tokens":{"total":3,"input":1,"output":2,"reasoning":0,"cache":{"write":0,"read":0}}}"""),
            Message("m5", "ses_c", 5, """{"role":"assistant","modelID":"one","tokens":{"input":100000,"output":2}}"""),
            Part("p1", "m1", "ses_a", "say the number"),
            Part("p2", "m2", "ses_a", "It is\n42."));

        var cursor = _database.Read(File, "ses_a")!;

        CollectionAssert.AreEquivalent(
            new[] { new ModelUsage("one", 1121, 1000, 0, 0, 59, 7), new ModelUsage("two", 15, 0, 5, 0, 20) }, cursor.Reading.Usage.ToArray());
        Assert.AreEqual(("two", 30L, 0.75m, 9L), (cursor.Reading.Model, cursor.Reading.ContextTokens, cursor.Reading.CostUsd, cursor.Offset));
        Assert.AreEqual(("Number of the day", "say the number", "It is 42."), (cursor.Reading.Title, cursor.Reading.FirstPrompt, cursor.Reading.LastMessage));
    }

    [TestMethod]
    public void Conversation_of_which_nothing_is_known_yet_has_neither_title_nor_cost()
    {
        Write("INSERT INTO session VALUES ('ses_a', NULL, 'New session - 2026-11-22', 0, 5)");

        var reading = _database.Read(File, "ses_a")!.Reading;

        Assert.AreEqual((null, null, null, 0), (reading.Title, reading.CostUsd, reading.Model, reading.Usage.Length));
        Assert.IsNull(_database.Read(File, "ses_b"));
    }

    [TestMethod]
    [TestCategory("AGT-15")]
    [DataRow("INSERT INTO message VALUES ('m', 'ses_a', 1, 'no json')")]
    [DataRow("DROP TABLE part")]
    [DataRow("DROP TABLE session")]
    [DataRow("UPDATE session SET cost = 'much', time_updated = x'00', title = 7")]
    public void Database_of_another_form_throws_nothing(string change)
    {
        Write("INSERT INTO session VALUES ('ses_a', NULL, 'A', 1, 5)", change);

        Assert.AreNotEqual("A", _database.Read(File, "ses_a")?.Reading.LastMessage);
    }

    [TestMethod]
    public void File_that_is_no_database_or_none_is_nothing()
    {
        Assert.IsNull(_database.Read(File, "ses_a"));
        System.IO.File.WriteAllText(File, "this is no database at all, whatever its name says of it");
        Assert.IsNull(_database.Read(File, "ses_a"));
    }

    private static string Message(string id, string session, int at, string json) => $"INSERT INTO message VALUES ('{id}', '{session}', {at}, '{json}')";

    private static string Part(string id, string message, string session, string text) =>
        $$"""INSERT INTO part VALUES ('{{id}}', '{{message}}', '{{session}}', 1, '{"type":"text","text":"{{text.ReplaceLineEndings("\\n")}}"}')""";

    private void Write(params string[] statements)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        connection.Execute(
            """
            CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, title, cost, time_updated);
            CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, data TEXT);
            CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER, data TEXT);
            """);
        foreach (var statement in statements) connection.Execute(statement);
    }
}
