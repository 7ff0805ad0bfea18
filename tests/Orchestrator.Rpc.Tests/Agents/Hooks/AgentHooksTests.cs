using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agents;
using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Hooks;

/// <summary>How agents are given hooks, and what they then tell.</summary>
[TestClass]
public sealed class AgentHooksTests
{
    private static readonly HookPlace Place = new("/opt/it's here/orchestrator", "/state/hooks", "s", 3, "/state/host.sock");

    [TestMethod]
    public void Claude_is_given_hooks_as_settings_of_its_start()
    {
        var command = new ClaudeHooks().Inject(new AgentCommand("claude", ["--model", "m"]), Place);
        var stop = JsonNode.Parse(command.Arguments[1])!["hooks"]!["Stop"]![0]!["hooks"]![0]!;

        CollectionAssert.AreEqual(new[] { "--settings", command.Arguments[1], "--model", "m" }, command.Arguments.ToArray());
        Assert.AreEqual("command", (string?)stop["type"]);
        Assert.AreEqual(@"'/opt/it'\''s here/orchestrator' 'hook' '/state/hooks/s.3.jsonl'", (string?)stop["command"]);
        var asks = JsonNode.Parse(command.Arguments[1])!["hooks"]!["PermissionRequest"]![0]!["hooks"]![0]!;
        Assert.AreEqual(@"'/opt/it'\''s here/orchestrator' 'hook' '/state/hooks/s.3.jsonl' '/state/host.sock'", (string?)asks["command"]);
    }

    [TestMethod]
    [DataRow("--settings", "mine.json")]
    [DataRow("--settings=mine.json", "-v")]
    public void Settings_of_the_users_own_stay_alone(string first, string second)
    {
        var command = new AgentCommand("claude", [first, second]);

        Assert.AreEqual(command, new ClaudeHooks().Inject(command, Place));
    }

    [TestMethod]
    public void Claude_tells_prompts_and_ends_of_turns()
    {
        var reading = Read(
            new ClaudeHooks(),
            """{"at":"2026-11-22T12:00:00Z","input":{"hook_event_name":"SessionStart","session_id":"one","source":"startup"} }""",
            """{"at":"2026-11-22T12:00:01Z","input":{"hook_event_name":"UserPromptSubmit","session_id":"one","prompt":"do it"} }""");
        Assert.AreEqual(("one", "do it", SessionActivity.Working), (reading.NativeSessionId, reading.FirstPrompt, reading.Turn!.Activity));

        CollectionAssert.AreEqual(new[] { RecordedPrompt.Of("do it", DateTimeOffset.Parse("2026-11-22T12:00:01Z", null)) }, reading.Prompts);

        reading = Read(new ClaudeHooks(), reading, """{"at":"2026-11-22T12:00:02Z","input":{"hook_event_name":"Stop","session_id":"one","background_tasks":[{}]} }""");
        Assert.AreEqual(SessionActivity.Working, reading.Turn!.Activity);
        reading = Read(new ClaudeHooks(), reading, """{"at":"2026-11-22T12:00:03Z","input":{"hook_event_name":"Stop","session_id":"one"} }""");
        Assert.AreEqual(SessionActivity.Idle, reading.Turn!.Activity);
        reading = Read(new ClaudeHooks(), reading, """{"input":{"hook_event_name":"UserPromptSubmit","session_id":"two","agent_id":"sub"} }""");
        Assert.AreEqual(("one", SessionActivity.Idle), (reading.NativeSessionId, reading.Turn!.Activity));
        reading = Read(new ClaudeHooks(), reading, """{"input":{"hook_event_name":"SessionStart","session_id":"two","source":"clear"} }""");
        Assert.AreEqual("two", reading.NativeSessionId);
    }

    [TestMethod]
    [DataRow("rate_limit", SessionActivity.Limited)]
    [DataRow("server_error", SessionActivity.Failing)]
    public void Claude_tells_why_a_turn_failed(string error, SessionActivity expected)
    {
        var reading = Read(new ClaudeHooks(), $$"""{"input":{"hook_event_name":"StopFailure","session_id":"one","error":"{{error}}","last_assistant_message":"API Error: no"} }""");

        Assert.AreEqual((expected, "API Error: no"), (reading.Turn!.Activity, reading.Turn.Detail));
    }

    [TestMethod]
    public void Lines_of_another_form_say_nothing()
    {
        foreach (var line in (string[])["7", "null", "[]", "{}", """{"id":[],"type":{}}""", """{"input":{"hook_event_name":{},"session_id":[]} }"""])
            Assert.IsNull(Read(AgentRecords.Of("claude")!.Hooks!, line).Turn);
    }

    private static TranscriptReading Read(ITranscriptFormat hooks, params string[] lines) => Read(hooks, TranscriptReading.Nothing, lines);

    private static TranscriptReading Read(ITranscriptFormat hooks, TranscriptReading before, params string[] lines) => lines.Aggregate(before, (reading, line) =>
    {
        using var json = JsonDocument.Parse(line);
        return hooks.Read(reading, json.RootElement);
    });
}
