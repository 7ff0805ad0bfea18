using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Agents;
using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Hooks;

/// <summary>How agents are given hooks, and what they then tell.</summary>
[TestClass]
public sealed class AgentHooksTests : FolderTest
{
    private static readonly HookPlace Place = new("/opt/it's here/orchestrator", "/state/hooks", "s");

    [TestMethod]
    public void Claude_is_given_hooks_as_settings_of_its_start()
    {
        var command = new ClaudeHooks().Inject(new AgentCommand("claude", ["--model", "m"]), Place, ImmutableDictionary<string, string>.Empty);
        var stop = JsonNode.Parse(command.Arguments[1])!["hooks"]!["Stop"]![0]!["hooks"]![0]!;

        CollectionAssert.AreEqual(new[] { "--settings", command.Arguments[1], "--model", "m" }, command.Arguments.ToArray());
        Assert.AreEqual("command", (string?)stop["type"]);
        Assert.AreEqual(@"'/opt/it'\''s here/orchestrator' 'hook' '/state/hooks/s.jsonl'", (string?)stop["command"]);
    }

    [TestMethod]
    [DataRow("--settings", "mine.json")]
    [DataRow("--settings=mine.json", "-v")]
    public void Settings_of_the_users_own_stay_alone(string first, string second)
    {
        var command = new AgentCommand("claude", [first, second]);

        Assert.AreEqual(command, new ClaudeHooks().Inject(command, Place, ImmutableDictionary<string, string>.Empty));
    }

    [TestMethod]
    public void Claude_tells_prompts_and_ends_of_turns()
    {
        var reading = Read(
            new ClaudeHooks(),
            """{"at":"2026-11-22T12:00:00Z","input":{"hook_event_name":"SessionStart","session_id":"one","source":"startup"} }""",
            """{"at":"2026-11-22T12:00:01Z","input":{"hook_event_name":"UserPromptSubmit","session_id":"one","prompt":"do it"} }""");
        Assert.AreEqual(("one", "do it", 1, SessionActivity.Working), (reading.NativeSessionId, reading.LastPrompt, reading.Prompts, reading.Turn!.Activity));

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
    [DataRow(null, """{"plugin":["file:///state/hooks/opencode-plugin.js"]}""")]
    [DataRow("", """{"plugin":["file:///state/hooks/opencode-plugin.js"]}""")]
    [DataRow("""{"model":"m","plugin":["a"]}""", """{"model":"m","plugin":["a","file:///state/hooks/opencode-plugin.js"]}""")]
    [DataRow("""{"plugin":"a"}""", null)]
    [DataRow("""{"a":1,"a":2}""", null)]
    [DataRow("// mine", null)]
    public void Opencode_is_given_a_plugin_beside_those_of_its_user(string? configuration, string? expected)
    {
        var environment = configuration is null ? [] : new Dictionary<string, string> { ["OPENCODE_CONFIG_CONTENT"] = configuration };
        var command = new OpenCodeHooks().Inject(new AgentCommand("opencode", []), Place, environment);

        Assert.AreEqual(expected, command.StartEnvironment.GetValueOrDefault("OPENCODE_CONFIG_CONTENT"));
        Assert.AreEqual(expected is null ? null : "/state/hooks/s.jsonl", command.StartEnvironment.GetValueOrDefault("ORCHESTRATOR_HOOK_LOG"));
    }

    [TestMethod]
    [DataRow("""{"id":"a","type":"session.status","status":"busy"}""", SessionActivity.Working)]
    [DataRow("""{"id":"a","type":"session.status","status":"retry","message":"no","next":1795200926814}""", SessionActivity.Limited)]
    [DataRow("""{"id":"a","type":"permission.asked","message":"bash: touch x"}""", SessionActivity.NeedsApproval)]
    [DataRow("""{"id":"a","type":"question.asked","message":"which?"}""", SessionActivity.NeedsAnswer)]
    [DataRow("""{"id":"a","type":"permission.replied"}""", SessionActivity.Working)]
    [DataRow("""{"id":"a","type":"session.error","error":"MessageAbortedError"}""", SessionActivity.Idle)]
    [DataRow("""{"id":"a","type":"session.error","error":"APIError","message":"no","code":500}""", SessionActivity.Failing)]
    [DataRow("""{"id":"a","type":"session.error","error":"APIError","message":"no","code":429}""", SessionActivity.Limited)]
    [DataRow("""{"id":"a","type":"session.idle"}""", SessionActivity.Idle)]
    public void Opencode_tells_what_it_does(string line, SessionActivity expected)
    {
        var reading = Read(new OpenCodeHooks(), line);

        Assert.AreEqual(("a", expected), (reading.NativeSessionId, reading.Turn!.Activity));
    }

    [TestMethod]
    public void Opencode_that_says_it_is_busy_still_waits_for_its_answer_and_one_that_failed_is_not_mended_by_its_end()
    {
        var asking = Read(new OpenCodeHooks(), """{"id":"a","type":"permission.asked"}""", """{"id":"a","type":"session.status","status":"busy"}""");
        var failed = Read(
            new OpenCodeHooks(), """{"id":"a","type":"session.error","error":"APIError"}""", """{"id":"a","type":"session.status","status":"idle"}""", """{"id":"a","type":"session.idle"}""");

        Assert.AreEqual(SessionActivity.NeedsApproval, asking.Turn!.Activity);
        Assert.AreEqual(SessionActivity.Failing, failed.Turn!.Activity);
    }

    [TestMethod]
    [DataRow("claude")]
    [DataRow("opencode")]
    public void Lines_of_another_form_say_nothing(string agent)
    {
        foreach (var line in (string[])["7", "null", "[]", "{}", """{"id":[],"type":{}}""", """{"input":{"hook_event_name":{},"session_id":[]} }"""])
            Assert.IsNull(Read(AgentRecords.Of(agent)!.Hooks!, line).Turn);
    }

    [TestMethod]
    public void Folder_has_what_hooks_need_and_is_prepared_anew()
    {
        var folder = new HookFolder(Path.Combine(Folder, "hooks"), "/opt/orchestrator");
        folder.Prepare();
        File.WriteAllText(Path.Combine(folder.Root, OpenCodeHooks.PluginName), "of an older version");
        folder.Prepare();

        StringAssert.Contains(File.ReadAllText(Path.Combine(folder.Root, OpenCodeHooks.PluginName)), "ORCHESTRATOR_HOOK_LOG", StringComparison.Ordinal);
        Assert.HasCount(1, Directory.GetFiles(folder.Root));
    }

    private static TranscriptReading Read(ITranscriptFormat hooks, params string[] lines) => Read(hooks, TranscriptReading.Nothing, lines);

    private static TranscriptReading Read(ITranscriptFormat hooks, TranscriptReading before, params string[] lines) => lines.Aggregate(before, (reading, line) =>
    {
        using var json = JsonDocument.Parse(line);
        return hooks.Read(reading, json.RootElement);
    });
}
