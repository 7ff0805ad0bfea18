using System.Text.Json;
using Orchestrator.Agents;
using Orchestrator.Agents.Own;

namespace Orchestrator.Rpc.Tests.Agents.Own;

[TestClass]
public sealed class OwnAgentsTests
{
    private const string Id = "0199a213-81c0-7800-8aa1-bbab2a035a53";

    [TestMethod]
    public void Command_alone_is_an_agent()
    {
        var agent = One("""{ "command": "reviewer" }""");

        Assert.AreEqual(("mine", "mine", "reviewer", FirstPrompt.Typed), (agent.Id, agent.Name, agent.Program, agent.Prompt));
        Assert.IsNull(agent.Resume);
        Assert.IsTrue(agent.HasProgram);
    }

    [TestMethod]
    public void Every_member_has_its_place()
    {
        var agent = One("""
            { "command": "/opt/reviewer", "name": " My\treviewer ", "args": ["chat"], "env": { "LEVEL": "3" }, "promptFlag": "-p", "modelFlag": "-m",
              "icon": "search", "resume": { "args": ["--go-on={id}"], "printedBefore": "Conversation:", "idPattern": "[a-z]{3}-[0-9]+" } }
            """);
        var first = Build(agent, new AgentStart(["-x"], "do it", "big", null));
        var resumed = Build(agent, new AgentStart(["-x"], "go on", "big", null, "abc-12", IsResume: true));

        Assert.AreEqual(("My reviewer", "search"), (agent.Name, agent.Icon));
        CollectionAssert.AreEqual(new[] { "chat", "-m", "big", "-x", "-p", "do it" }, first.Arguments.ToArray());
        // A prompt to go on with is typed: that it may stand beside a resume is not known.
        CollectionAssert.AreEqual(new[] { "chat", "--go-on=abc-12", "-m", "big", "-x" }, resumed.Arguments.ToArray());
        Assert.AreEqual(("/opt/reviewer", "3"), (first.File, first.Environment["LEVEL"]));
        Assert.AreEqual("abc-12", agent.Resume!.IdTold("Bye.\nConversation: abc-12\n"));
        Assert.IsNull(agent.Resume.IdTold("Conversation: ABC-12"));
    }

    [TestMethod]
    public void Prompt_can_be_the_last_argument()
    {
        var agent = One("""{ "command": "reviewer", "promptLast": true }""");

        CollectionAssert.AreEqual(new[] { "-x", "do it" }, Build(agent, new AgentStart(["-x"], "do it", null, null)).Arguments.ToArray());
    }

    [TestMethod]
    public void New_conversation_gets_an_id_where_the_program_takes_one()
    {
        var agent = One("""{ "command": "reviewer", "resume": { "args": ["-r", "{id}"], "newArgs": ["--id", "{id}"] } }""");
        var id = agent.Resume!.FirstId([])!;

        CollectionAssert.AreEqual(new[] { "--id", id }, Build(agent, new AgentStart([], null, null, null, id)).Arguments.ToArray());
        CollectionAssert.AreEqual(new[] { "-r", id }, Build(agent, new AgentStart([], null, null, null, id, IsResume: true)).Arguments.ToArray());
        // The user's own choice of a conversation is left alone, and known.
        Assert.AreEqual(Id, agent.Resume.FirstId(["-r", Id]));
    }

    [TestMethod]
    [DataRow("", "-r {0} --copy", null)]
    [DataRow(""", "newArgs": ["--id", "{id}"]""", "-r {0} --copy --id {1}", "new-1")]
    public void Fork_copies_a_conversation_and_names_the_copy_where_the_program_takes_a_name(string more, string expected, string? copy)
    {
        var agent = One($$"""{ "command": "reviewer", "resume": { "args": ["-r", "{id}"], "forkArgs": ["-r", "{id}", "--copy"], "printedBefore": "id:"{{more}} } }""");

        var fork = Build(agent, new AgentStart([], null, null, null, copy, ForkOf: Id));

        Assert.IsTrue(agent.CanFork);
        Assert.AreEqual(string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, Id, copy), string.Join(' ', fork.Arguments));
    }

    [TestMethod]
    [DataRow("conversation_1", true)]
    [DataRow(Id, true)]
    [DataRow("--yolo", false)]
    [DataRow("a b c d", false)]
    [DataRow("abc", false)]
    public void Usual_ids_are_words_and_never_flags(string id, bool isId)
    {
        var resume = One("""{ "command": "r", "resume": { "args": ["{id}"], "printedBefore": "id:" } }""").Resume!;

        Assert.AreEqual(isId, resume.IsId(id));
    }

    [TestMethod]
    public void Pattern_of_the_users_own_never_takes_a_flag_and_never_runs_away()
    {
        var resume = One("""{ "command": "r", "resume": { "args": ["{id}"], "printedBefore": "id:", "idPattern": "([a-z-]+)+x" } }""").Resume!;

        Assert.IsFalse(resume.IsId("--yolox"));
        Assert.IsFalse(resume.IsId(new string('a', 60)));
        Assert.IsNull(resume.IdTold("id: " + new string('a', 60)));
    }

    [TestMethod]
    [DataRow("claude", """{ "command": "x" }""", "Claude Code")]
    [DataRow("shell", """{ "command": "x" }""", "built in")]
    [DataRow("../up", """{ "command": "x" }""", "letters, digits")]
    [DataRow("", """{ "command": "x" }""", "letters, digits")]
    [DataRow("mine", """{ }""", "command")]
    [DataRow("mine", "5", "command")]
    [DataRow("mine", "null", "command")]
    [DataRow("mine", """{ "command": " " }""", "command")]
    [DataRow("mine", """{ "command": "./relative" }""", "full path")]
    [DataRow("mine", """{ "command": "x", "nane": "y" }""", "nane")]
    [DataRow("mine", """{ "command": "x", "args": "y" }""", "args")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": ["{id}"], "printedBefor": "id:" } }""", "resume.printedBefor")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": 5 } }""", "resume.args")]
    [DataRow("mine", """{ "command": "x", "args": [null] }""", "args")]
    [DataRow("mine", """{ "command": "x", "args": ["a\u0000b"] }""", "args")]
    [DataRow("mine", """{ "command": "x", "env": { "A=B": "c" } }""", "A=B")]
    [DataRow("mine", """{ "command": "x", "env": { "A": null } }""", "'A'")]
    [DataRow("mine", """{ "command": "x", "icon": "$(bell)" }""", "icon")]
    [DataRow("mine", """{ "command": "x", "name": "\u0007" }""", "name")]
    [DataRow("mine", """{ "command": "x", "promptFlag": "" }""", "promptFlag")]
    [DataRow("mine", """{ "command": "x", "promptFlag": "-p", "promptLast": true }""", "promptLast")]
    [DataRow("mine", """{ "command": "x", "resume": {} }""", "{id}")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": ["-r"], "printedBefore": "id:" } }""", "{id}")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": ["{id}"] } }""", "printedBefore")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": ["{id}"], "newArgs": ["-n"] } }""", "newArgs")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": ["{id}"], "forkArgs": ["-f"], "printedBefore": "id:" } }""", "forkArgs")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": ["{id}"], "newArgs": ["{id}"], "idPattern": "[0-9]+" } }""", "idPattern")]
    [DataRow("mine", """{ "command": "x", "resume": { "args": ["{id}"], "printedBefore": "id:", "idPattern": "(" } }""", "idPattern")]
    public void What_is_not_understood_is_left_out_with_a_reason_and_costs_no_other(string id, string agent, string named)
    {
        var own = Read($$"""{ {{JsonSerializer.Serialize(id)}}: {{agent}}, "other": { "command": "other" } }""");

        CollectionAssert.AreEqual(new[] { "other" }, own.Agents.Select(each => each.Id).ToArray());
        var problem = own.Problems.Single();
        StringAssert.Contains(problem, named, StringComparison.Ordinal);
        StringAssert.DoesNotMatch(problem, new(@"Orchestrator\.|System\."), "A type's name reached the user.");
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("5")]
    public void Agents_that_are_no_object_are_told(string agents)
    {
        var own = Read(agents);

        Assert.AreEqual((0, 1), (own.Agents.Length, own.Problems.Length));
    }

    [TestMethod]
    public void Agents_keep_the_order_of_the_settings()
    {
        var own = Read("""{ "z": { "command": "z" }, "a": { "command": "a" }, "m": { "command": "m" } }""");

        CollectionAssert.AreEqual(new[] { "z", "a", "m" }, own.Agents.Select(each => each.Id).ToArray());
    }

    private static AgentDefinition One(string agent)
    {
        var own = Read($$"""{ "mine": {{agent}} }""");
        Assert.IsEmpty(own.Problems, string.Join(' ', own.Problems));
        return own.Agents.Single();
    }

    private static OwnAgents Read(string agents)
    {
        using var document = JsonDocument.Parse(agents);
        return OwnAgents.Read(document.RootElement);
    }

    private static AgentCommand Build(AgentDefinition agent, AgentStart start) => AgentCommand.Build(agent, start, programPath: null, "/bin/sh");
}
