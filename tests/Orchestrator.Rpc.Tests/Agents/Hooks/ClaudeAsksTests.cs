using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agents.Hooks;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Hooks;

/// <summary>What Claude Code asks by its hook, and what the hook answers.</summary>
[TestClass]
public sealed class ClaudeAsksTests
{
    private readonly ClaudeAsks _asks = new();

    [TestMethod]
    public void Tool_is_named_with_what_it_is_used_on_and_all_else_that_it_is_given_but_words_on_that()
    {
        var ask = Read("Bash", """{"command":"touch x\ntouch y","description":"Make files","timeout":5}""")!;

        Assert.AreEqual((AttentionKind.Approval, "Bash: touch x\ntouch y", "timeout: 5"), (ask.Kind, ask.Text, ask.More));
    }

    [TestMethod]
    [DataRow("mcp__it__does", "{}", "mcp__it__does", null)]
    [DataRow("mcp__it__does", """{"to":{"a":[1]}}""", "mcp__it__does", """to: {"a":[1]}""")]
    [DataRow("Write", """{"file_path":"/src/a","content":"one"}""", "Write: /src/a", "content: one")]
    [DataRow("Bash", "7", "Bash", null)]
    public void Tool_of_any_shape_is_shown(string tool, string input, string text, string? more)
    {
        var ask = Read(tool, input)!;

        Assert.AreEqual((text, more), (ask.Text, ask.More));
    }

    [TestMethod]
    [DataRow("""{"hook_event_name":"Stop","tool_name":"Bash","tool_input":{}}""")]
    [DataRow("""{"hook_event_name":"PermissionRequest","tool_name":"ExitPlanMode","tool_input":{"plan":"all"}}""")]
    [DataRow("""{"hook_event_name":"PermissionRequest","tool_input":{}}""")]
    [DataRow("""{"hook_event_name":"PermissionRequest","tool_name":"AskUserQuestion","tool_input":{"questions":[]}}""")]
    [DataRow("""{"hook_event_name":"PermissionRequest","tool_name":"AskUserQuestion","tool_input":{"questions":[{"question":"Same?"},{"question":"Same?"}]}}""")]
    [DataRow("[]")]
    public void What_the_hook_cannot_answer_is_left_to_the_dialog(string input) => Assert.IsNull(_asks.Read(JsonElement.Parse(input)));

    [TestMethod]
    public void Approval_is_given_or_denied_with_a_note()
    {
        var ask = Read("Bash", """{"command":"touch x"}""")!;

        Assert.AreEqual("allow", (string?)Decision(ask, new AgentAnswer(IsAllowed: true, "not shown"))["behavior"]);
        Assert.IsNull(Decision(ask, new AgentAnswer(IsAllowed: true, "not shown"))["message"]);
        var denied = Decision(ask, new AgentAnswer(IsAllowed: false, "use \"make\""));
        Assert.AreEqual(("deny", "use \"make\""), ((string?)denied["behavior"], (string?)denied["message"]));
    }

    [TestMethod]
    public void Questions_are_answered_one_by_one_and_the_rest_stays_as_it_was_asked()
    {
        var ask = Read("AskUserQuestion", """
            {"questions":[{"question":"Which?","header":"Colour","multiSelect":true,"options":[{"label":"Red","description":"like fire"},{"label":"Blue"}]},
            {"question":"How many?","options":[]}],"more":1}
            """)!;

        var answered = Decision(ask, new AgentAnswer(IsAllowed: true, Answers: ["Red, Blue", "3"]))["updatedInput"]!;

        Assert.AreEqual((AttentionKind.Question, "Which?\nHow many?"), (ask.Kind, ask.Text));
        Assert.AreEqual(("Which?", "Colour", true), (ask.Questions[0].Text, ask.Questions[0].Header, ask.Questions[0].MultiSelect));
        CollectionAssert.AreEqual(new[] { new AttentionChoice("Red", "like fire"), new AttentionChoice("Blue") }, ask.Questions[0].Options.ToArray());
        Assert.IsNull(ask.Questions[1].MultiSelect);
        Assert.AreEqual(("Red, Blue", "3", 1), ((string?)answered["answers"]!["Which?"], (string?)answered["answers"]!["How many?"], (int)answered["more"]!));
        Assert.AreEqual(2, answered["questions"]!.AsArray().Count);
    }

    private AgentAsk? Read(string tool, string input) =>
        _asks.Read(JsonElement.Parse($$$"""{"hook_event_name":"PermissionRequest","tool_name":"{{{tool}}}","tool_input":{{{input}}}}"""));

    private JsonNode Decision(AgentAsk ask, AgentAnswer answer)
    {
        var output = JsonNode.Parse(_asks.Reply(ask, answer))!["hookSpecificOutput"]!;
        Assert.AreEqual("PermissionRequest", (string?)output["hookEventName"]);
        return output["decision"]!;
    }
}
