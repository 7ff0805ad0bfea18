using System.Collections.Immutable;
using System.Diagnostics;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Enrichment;

namespace Orchestrator.Rpc.Tests.Sessions.Enrichment;

/// <summary>Sessions whose agents are scripts that leave transcripts as the agents do, read by the host's own reader.</summary>
[TestClass]
public sealed class EnricherTests : InstalledAgentsTest
{
    // Begun at 2026-11-22T03:19:55.053Z.
    private const string CodexId = "01a20144-7b6d-7543-b259-2d4fce047954";

    private static readonly DateTimeOffset CodexBegan = DateTimeOffset.FromUnixTimeMilliseconds(0x01a201447b6d);

    private CancellationTokenSource _reading = new();
    private Enricher? _enricher;
    private Task _running = Task.CompletedTask;

    [TestCleanup]
    public async Task EndReading()
    {
        await _reading.CancelAsync();
        await _running;
        _enricher?.Dispose();
        _reading.Dispose();
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public async Task Tokens_cost_model_and_last_words_of_a_running_session_follow_its_transcript()
    {
        BeginReading(Sessions);
        Install("claude", "echo ready; exec sleep 100");
        var session = await CreateAsync("a", "claude", Id, Within);
        var path = ClaudeTranscript(Id);

        Append(path, Prompt("Make it so"), Answer("msg_1", "Working on it"), Answer("msg_1", "Working on it"));
        var first = await SummaryAsync(session, summary => summary.Usage is not null);
        Append(path, Answer("msg_2", "Done\nand dusted"), """{"type":"system","subtype":"turn_duration","durationMs":1}""");
        var second = await SummaryAsync(session, summary => summary.Usage?.OutputTokens == 114);

        // 120 fresh, 15,000 read and 2,000 written: at 4, 0.2 and 5 dollars a million, and 57 at 20.
        Assert.AreEqual(new SessionUsage(17_120, 15_000, 57, "claude-opus-5-5", ContextTokens: 17_177, CostUsd: 0.01462m, CostIsEstimate: true), first.Usage);
        Assert.AreEqual((34_240L, 30_000L, 0.02924m), (second.Usage!.InputTokens, second.Usage.CachedInputTokens, second.Usage.CostUsd));
        Assert.AreEqual(("Working on it", "Done and dusted"), (first.Preview, second.Preview));
        Assert.AreEqual(("Make it so", TitleSource.Prompt), (first.Title, first.TitleSource));
    }

    [TestMethod]
    [TestCategory("AGT-05")]
    [TestCategory("AGT-06")]
    public async Task Next_host_reads_on_where_the_last_one_was_and_ended_sessions_not_again()
    {
        BeginReading(Sessions);
        Install("claude", "exit 0");
        var session = await CreateAsync("a", "claude", Id, Within);
        Append(ClaudeTranscript(Id), Prompt("Make it so"), Answer("msg_1", "Done"));
        await Sessions.PhaseAsync(session, SessionPhase.Ended, Timeout);
        await StoredAsync(session);
        await EndReading();
        await Sessions.DisposeAsync();
        // Nobody may look: it would be found to be another one.
        Append(ClaudeTranscript(Id), Answer("msg_2", "Not to be read"));

        await using var next = World();
        await next.Registry.LoadAsync(Timeout);
        _reading = new CancellationTokenSource();
        BeginReading(next);
        var other = await CreateAsync("b", "claude", "0199a213-81c0-7800-8aa1-bbab2a035a54", Within, next);
        await next.PhaseAsync(other, SessionPhase.Ended, Timeout);
        await StoredAsync(other);

        var again = next.Registry.Find("a")!;
        Assert.AreEqual(("Done", 57L), (again.Summary.Preview, again.Summary.Usage!.OutputTokens));
    }

    [TestMethod]
    [TestCategory("AGT-01")]
    [TestCategory("AGT-02")]
    [DataRow("goose")]
    [DataRow("opencode")]
    [DataRow("gemini")]
    public async Task Session_of_another_agent_never_has_a_conversation_of_codex(string agent)
    {
        var state = Ended("a", agent);
        Rollout(CodexId);
        await StoreAsync(state);
        BeginReading(Sessions);
        var codex = await StoreAsync(Ended("b", "codex"));

        await StoredAsync(codex);

        var summary = Sessions.Registry.Find("a")!.Summary;
        Assert.AreEqual((null, null, null, state.Title), (summary.NativeSessionId, summary.Usage, summary.Preview, summary.Title));
        Assert.AreEqual((CodexId, "gpt-5.5"), (codex.Summary.NativeSessionId, codex.Summary.Usage!.Model));
    }

    [TestMethod]
    [TestCategory("AGT-03")]
    [TestCategory("AGT-04")]
    public async Task Two_ended_sessions_that_could_have_one_conversation_have_none()
    {
        Rollout(CodexId);
        await StoreAsync(Ended("a", "codex"), Ended("b", "codex"));
        BeginReading(Sessions);

        foreach (var session in Sessions.Registry.All)
        {
            await StoredAsync(session);
            Assert.AreEqual((null, null), (session.Summary.NativeSessionId, session.Summary.Usage));
        }
    }

    [TestMethod]
    [TestCategory("AGT-04")]
    public async Task Conversation_that_another_session_has_is_not_taken()
    {
        Rollout(CodexId);
        await StoreAsync(Ended("a", "codex") with { NativeSessionId = CodexId, CreatedAt = CodexBegan.AddDays(-2) }, Ended("b", "codex"));
        BeginReading(Sessions);

        var other = Sessions.Registry.Find("b")!;
        await StoredAsync(other);

        Assert.AreEqual((null, null), (other.Summary.NativeSessionId, other.Summary.Usage));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Running_codex_is_known_by_the_file_it_keeps_open_and_follows_the_next_one()
    {
        BeginReading(Sessions);
        var (one, two) = (Rollout(CodexId), Rollout(CodexId[..^1] + "5"));
        Install("codex", $"exec 3>>'{one}'; echo ready; read line; exec 3>>'{two}'; echo again; exec sleep 100");
        var session = await CreateAsync("a", "codex", nativeId: null, Within);

        var first = await SummaryAsync(session, summary => summary.NativeSessionId is not null);
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        session.Terminal.TryWrite("\r"u8.ToArray());
        await SessionWorld.ShownAsync(session, "again", Timeout);
        Append(two, """{"type":"event_msg","payload":{"type":"agent_message"}}""");
        await session.DoAsync(new Rename("woken"), Timeout);
        var second = await SummaryAsync(session, summary => summary.NativeSessionId != CodexId && summary.Usage!.OutputTokens == 228);

        Assert.AreEqual((CodexId, CodexId[..^1] + "5"), (first.NativeSessionId, second.NativeSessionId));
        Assert.IsFalse(Sessions.Surroundings.NativeIds.IsTaken("codex", CodexId));
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Codex_that_opens_its_file_a_moment_after_it_has_started_is_known_soon()
    {
        BeginReading(Sessions);
        Install("codex", $"echo ready; sleep 1; exec 3>>'{Rollout(CodexId)}'; exec sleep 100");
        var since = Stopwatch.StartNew();
        var session = await CreateAsync("a", "codex", nativeId: null, Within);

        await SummaryAsync(session, summary => summary.NativeSessionId == CodexId);

        Assert.IsLessThan(Enricher.Fallback, since.Elapsed);
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Why_a_program_failed_is_told_though_it_was_read_before_the_program_showed_that_it_did()
    {
        BeginReading(Sessions);
        var rollout = Rollout(CodexId);
        Install("codex", $"exec 3>>'{rollout}'; printf '\\033]7501;state=working\\007'; read line; printf '\\033]7501;state=error\\007'; exec sleep 100");
        var session = await CreateAsync("a", "codex", nativeId: null, Within);
        await SummaryAsync(session, summary => summary is { Activity: SessionActivity.Working, NativeSessionId: not null });

        Append(
            rollout,
            EventNow("""{"type":"token_count","info":{"total_token_usage":{"input_tokens":2400,"output_tokens":115}}}"""),
            EventNow("""{"type":"task_complete","error":{"message":"429","codex_error_info":"usage_limit_exceeded"}}"""));
        var read = await SummaryAsync(session, summary => summary.Usage?.OutputTokens == 115);
        session.Terminal.TryWrite("\r"u8.ToArray());
        var failed = await SummaryAsync(session, summary => summary.Activity is SessionActivity.Limited);

        Assert.AreEqual(SessionActivity.Working, read.Activity);
        Assert.AreEqual("429", failed.ActivityDetail);
    }

    private void BeginReading(SessionWorld world)
    {
        _enricher = new Enricher(world.Registry, world.Surroundings);
        _running = _enricher.RunAsync(_reading.Token);
    }

    private SessionLaunch Within(SessionLaunch launch) => launch with
    {
        Environment = ImmutableDictionary<string, string>.Empty.Add("CLAUDE_CONFIG_DIR", Folder).Add("CODEX_HOME", Folder),
    };

    private SessionState Ended(string id, string agent)
    {
        var created = SessionWorld.Created(id);
        return SessionFold.Create(created with { Launch = Within(created.Launch with { Agent = agent, AgentName = agent, Cwd = Work }) }) with
        {
            Phase = SessionPhase.Ended, CreatedAt = CodexBegan.AddMinutes(-1), UpdatedAt = CodexBegan, EndedAt = CodexBegan.AddMinutes(1), HasRun = true, Run = 1,
        };
    }

    private async Task<Session> StoreAsync(params SessionState[] states)
    {
        foreach (var state in states) await Sessions.Store.AppendAsync([new(state.Id, 1, 1, "{}", StoredJson.Write(state))], Timeout);
        await Sessions.Registry.LoadAsync(Timeout);
        return Sessions.Registry.Find(states[^1].Id)!;
    }

    private async Task<SessionSummary> SummaryAsync(Session session, Func<SessionSummary, bool> isWanted)
    {
        await Sessions.StateAsync(session, _ => isWanted(session.Summary), Timeout);
        return session.Summary;
    }

    // That it was read is nothing that clients see, so nothing tells of it.
    private async Task StoredAsync(Session session)
    {
        while (!session.Enrichment.IsComplete) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Timeout);
        // Behind what the session does with it.
        await session.DoAsync(new FollowViewers(), Timeout);
    }

    private string ClaudeTranscript(string id) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "projects", "any")).FullName, id + ".jsonl");

    private string Rollout(string id)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "sessions", "2026", "11", "22")).FullName;
        var path = Path.Combine(folder, $"rollout-2026-11-22T03-19-55-{id}.jsonl");
        Append(
            path,
            $$$"""{"type":"session_meta","payload":{"id":"{{{id}}}","cwd":"{{{Work}}}"}}""",
            """{"type":"turn_context","payload":{"model":"gpt-5.5"}}""",
            """{"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{"input_tokens":2400,"cached_input_tokens":2000,"output_tokens":114}}}}""");
        return path;
    }

    private static string EventNow(string payload) =>
        $"{{\"timestamp\":\"{TimeProvider.System.GetUtcNow():O}\",\"type\":\"event_msg\",\"payload\":{payload}}}";

    private static void Append(string path, params string[] lines) => File.AppendAllText(path, string.Concat(lines.Select(line => line + "\n")));

    private static string Prompt(string text) => $$$"""{"type":"user","message":{"role":"user","content":"{{{text}}}"}}""";

    private static string Answer(string id, string text) =>
        $$$"""{"type":"assistant","message":{"id":"{{{id}}}","model":"claude-opus-5-5","content":[{"type":"text","text":"{{{text.ReplaceLineEndings("\\n")}}}"}],"usage": {"input_tokens":120,"cache_creation_input_tokens":2000,"cache_read_input_tokens":15000,"output_tokens":57} } }""";
}
