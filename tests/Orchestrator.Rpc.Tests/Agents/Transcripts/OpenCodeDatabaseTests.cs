using Microsoft.Data.Sqlite;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
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
            """INSERT INTO session VALUES ('ses_a', NULL, 'Number of the day', 0.5, 5, '/src/repo', 1), ('ses_b', 'ses_a', 'Child session - x', 0.25, 9, '/src/repo', 2), ('ses_c', NULL, 'Another', 7, 99, '/src/repo', 3)""",
            Message("m1", "ses_a", 1, """{"role":"user"}"""),
            Message("m2", "ses_a", 2, """{"role":"assistant","modelID":"one","tokens":{"total":1177,"input":120,"output":50,"reasoning":7,"cache":{"write":0,"read":1000}}}"""),
            Message("m3", "ses_a", 3, """{"role":"assistant","modelID":"two","tokens":{"total":30,"input":10,"output":20,"reasoning":0,"cache":{"write":5,"read":0}}}"""),
            Message("m4", "ses_b", 4, """{"role":"assistant","modelID":"one","tokens":{"total":3,"input":1,"output":2,"reasoning":0,"cache":{"write":0,"read":0}}}"""),
            Message("m5", "ses_c", 5, """{"role":"assistant","modelID":"one","tokens":{"input":100000,"output":2}}"""),
            Part("p1", "m1", "ses_a", "say the number"),
            Part("p2", "m2", "ses_a", "It is\n42."));

        var cursor = _database.Read(File, "ses_a", known: null)!;

        CollectionAssert.AreEquivalent(
            new[] { new ModelUsage("one", 1121, 1000, 0, 0, 59, 7), new ModelUsage("two", 15, 0, 5, 0, 20) }, cursor.Reading.Usage.ToArray());
        Assert.AreEqual(("two", 30L, 0.75m, 9L), (cursor.Reading.Model, cursor.Reading.ContextTokens, cursor.Reading.CostUsd, cursor.Offset));
        Assert.AreEqual(("Number of the day", "say the number", "It is 42."), (cursor.Reading.Title, cursor.Reading.FirstPrompt, cursor.Reading.LastMessage));
        CollectionAssert.AreEqual(new[] { RecordedPrompt.Of("say the number", DateTimeOffset.FromUnixTimeMilliseconds(1)) }, cursor.Reading.Prompts);
    }

    [TestMethod]
    public void Conversation_of_which_nothing_is_known_yet_has_neither_title_nor_cost()
    {
        Write("INSERT INTO session VALUES ('ses_a', NULL, 'New session - 2026-11-22', 0, 5, '/src/repo', 1)");

        var reading = _database.Read(File, "ses_a", known: null)!.Reading;

        Assert.AreEqual((null, null, null, 0), (reading.Title, reading.CostUsd, reading.Model, reading.Usage.Length));
        Assert.IsNull(_database.Read(File, "ses_b", known: null));
    }

    [TestMethod]
    [TestCategory("AGT-15")]
    [DataRow("INSERT INTO message VALUES ('m', 'ses_a', 1, 'no json', 1)")]
    [DataRow("DROP TABLE part")]
    [DataRow("DROP TABLE session")]
    [DataRow("UPDATE session SET cost = 'much', time_updated = x'00', title = 7")]
    public void Database_of_another_form_throws_nothing(string change)
    {
        Write("INSERT INTO session VALUES ('ses_a', NULL, 'A', 1, 5, '/src/repo', 1)", change);

        Assert.AreNotEqual("A", _database.Read(File, "ses_a", known: null)?.Reading.LastMessage);
    }

    [TestMethod]
    public void File_that_is_no_database_or_none_is_nothing()
    {
        Assert.IsNull(_database.Read(File, "ses_a", known: null));
        System.IO.File.WriteAllText(File, "this is no database at all, whatever its name says of it");
        Assert.IsNull(_database.Read(File, "ses_a", known: null));
    }

    [TestMethod]
    [DataRow("""{"role":"user","time":{"created":1795317619207}}""", SessionActivity.Working)]
    [DataRow("""{"role":"assistant","time":{"created":1795317619207}}""", SessionActivity.Working)]
    [DataRow("""{"role":"assistant","time":{"created":1795317619207,"completed":1795317619208},"finish":"tool-calls"}""", SessionActivity.Working)]
    [DataRow("""{"role":"assistant","time":{"created":1795317619207,"completed":1795317619208},"finish":"stop"}""", SessionActivity.Idle)]
    [DataRow("""{"role":"assistant","time":{"created":1795317619207},"error":{"name":"MessageAbortedError"}}""", SessionActivity.Idle)]
    [DataRow("""{"role":"assistant","time":{"created":1795317619207},"error":{"name":"APIError","data":{"message":"no","statusCode":429}}}""", SessionActivity.Limited)]
    [DataRow("""{"role":"assistant","time":{"created":1795317619207},"error":{"name":"APIError","data":{"message":"no","statusCode":400}}}""", SessionActivity.Failing)]
    public void Newest_message_tells_the_turn(string json, SessionActivity expected)
    {
        Write("INSERT INTO session VALUES ('ses_a', NULL, 'A', 1, 5, '/src/repo', 1)", Message("m0", "ses_a", 1, """{"role":"user"}"""), Message("m1", "ses_a", 2, json));

        var turn = _database.Read(File, "ses_a", known: null)!.Reading.Turn!;

        Assert.AreEqual(expected, turn.Activity);
        Assert.IsGreaterThanOrEqualTo(DateTimeOffset.FromUnixTimeMilliseconds(1795317619207), turn.At!.Value);
    }

    [TestMethod]
    [DataRow("""{"role":"assistant","time":{"completed":1795317619208},"finish":"tool-calls"}""", "The user rejected permission to use this specific tool call.", SessionActivity.Idle)]
    [DataRow("""{"role":"assistant","time":{"completed":1795317619208},"finish":"tool-calls"}""", "The user dismissed this question", SessionActivity.Idle)]
    [DataRow("""{"role":"assistant","time":{"created":1795317619207}}""", "The user rejected permission to use this specific tool call.", SessionActivity.Working)]
    [DataRow("""{"role":"assistant","time":{"completed":1795317619208},"finish":"tool-calls"}""", "The user rejected permission to use this specific tool call with the following feedback: no", SessionActivity.Working)]
    public void Turn_is_over_when_its_user_refused_a_tool_without_saying_more(string json, string error, SessionActivity expected)
    {
        Write(
            "INSERT INTO session VALUES ('ses_a', NULL, 'A', 1, 5, '/src/repo', 1)",
            Message("m1", "ses_a", 2, json),
            $$$"""INSERT INTO part VALUES ('p1', 'm1', 'ses_a', 1, '{"type":"tool","state":{"status":"error","error":"{{{error}}}" } }')""");

        Assert.AreEqual(expected, _database.Read(File, "ses_a", known: null)!.Reading.Turn!.Activity);
    }

    [TestMethod]
    [TestCategory("AGT-06")]
    public void What_has_not_changed_is_not_read_again()
    {
        Write("INSERT INTO session VALUES ('ses_a', NULL, 'A', 1, 5, '/src/repo', 1)");
        var known = _database.Read(File, "ses_a", known: null);

        Assert.AreSame(known, _database.Read(File, "ses_a", known));
        Change(Message("m1", "ses_a", 7, """{"role":"user"}"""));
        Assert.AreEqual(7, _database.Read(File, "ses_a", known)!.Offset);
    }

    [TestMethod]
    [TestCategory("AGT-03")]
    public void Conversations_that_began_in_a_folder_in_a_time_are_told_without_those_of_subagents()
    {
        Write(
            "INSERT INTO session VALUES ('ses_a', NULL, 'A', 0, 5, '/src/repo', 1000), ('ses_b', 'ses_a', 'B', 0, 5, '/src/repo', 1000)",
            "INSERT INTO session VALUES ('ses_c', NULL, 'C', 0, 5, '/src/other', 1000), ('ses_d', NULL, 'D', 0, 5, '/src/repo', 5000)");

        var begun = _database.BegunIn(File, "/src/repo", DateTimeOffset.FromUnixTimeMilliseconds(900), DateTimeOffset.FromUnixTimeMilliseconds(1100));

        CollectionAssert.AreEqual(new[] { "ses_a" }, begun.Select(conversation => conversation.NativeSessionId).ToArray());
    }

    private static string Message(string id, string session, int at, string json) => $"INSERT INTO message VALUES ('{id}', '{session}', {at}, '{json}', {at})";

    private static string Part(string id, string message, string session, string text) =>
        $$"""INSERT INTO part VALUES ('{{id}}', '{{message}}', '{{session}}', 1, '{"type":"text","text":"{{text.ReplaceLineEndings("\\n")}}"}')""";

    private void Write(params string[] statements) => Change(
    [
        """
        CREATE TABLE session (id TEXT PRIMARY KEY, parent_id TEXT, title, cost, time_updated, directory TEXT, time_created);
        CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, data TEXT, time_updated INTEGER);
        CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER, data TEXT);
        """,
        .. statements,
    ]);

    private void Change(params string[] statements)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        foreach (var statement in statements) connection.Execute(statement);
    }
}
