using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class CodexTranscriptTests
{
    private const string Meta =
        """{"timestamp":"2026-11-22T03:23:25.780Z","ordinal":0,"type":"session_meta","payload":{"session_id":"01a20147-b1ef-7663-a7c3-178bda5299b9","id":"01a20147-b1ef-7663-a7c3-178bda5299b9","timestamp":"2026-11-22T03:23:25.574Z","cwd":"/src/repo","originator":"codex-tui","cli_version":"0.169.0","source":"cli","model_provider":"openai","base_instructions":{"text":"You are Codex"}}}""";

    private const string Fork =
        """{"timestamp":"2026-11-22T03:47:28.674Z","ordinal":24,"type":"session_meta","payload":{"id":"01a2015d-b705-7fb0-bc99-c42107efe9d5","forked_from_id":"01a2015d-9a90-7b81-92a1-a2a0c7030957","forked_from_ordinal_exclusive":24,"cwd":"/src/repo"}}""";

    private const string Started =
        """{"timestamp":"2026-11-22T03:23:25.787Z","ordinal":1,"type":"event_msg","payload":{"type":"task_started","turn_id":"01a20147-b2bd","started_at":1795317805,"model_context_window":258400,"collaboration_mode_kind":"default"}}""";

    private const string Context =
        """{"timestamp":"2026-11-22T03:23:25.864Z","ordinal":5,"type":"turn_context","payload":{"turn_id":"01a20147-b2bd","cwd":"/src/repo","approval_policy":"on-request","model":"gpt-5.5"}}""";

    private const string Prompt =
        """{"timestamp":"2026-11-22T03:23:25.881Z","ordinal":8,"type":"event_msg","payload":{"type":"item_completed","thread_id":"01a20147","turn_id":"01a20147-b2bd","item":{"type":"UserMessage","id":"01a20147-b336","content":[{"type":"text","text":"please say the number of the day","text_elements":[]}]}}}""";

    private const string Copy =
        """{"timestamp":"2026-11-22T03:23:25.879Z","ordinal":7,"type":"response_item","payload":{"type":"message","role":"user","content":[{"type":"input_text","text":"please say the number of the day"}]}}""";

    private const string Message =
        """{"timestamp":"2026-11-22T03:23:25.996Z","ordinal":9,"type":"event_msg","payload":{"type":"item_completed","thread_id":"01a20147","turn_id":"01a20147-b2bd","item":{"type":"AgentMessage","id":"msg_resp_1","content":[{"type":"Text","text":"The number of the day is FORTY-TWO."}]}}}""";

    private const string Complete =
        """{"timestamp":"2026-11-22T03:23:26.067Z","ordinal":13,"type":"event_msg","payload":{"type":"task_complete","turn_id":"01a20147-b2bd","last_agent_message":"The number of the day is FORTY-TWO.","duration_ms":303}}""";

    private const string TooMany =
        """{"timestamp":"2026-11-22T03:45:45.097Z","ordinal":52,"type":"event_msg","payload":{"type":"task_complete","turn_id":"01a2015c","last_agent_message":null,"error":{"message":"exceeded retry limit, last status: 429 Too Many Requests","codex_error_info":{"response_too_many_failed_attempts":{"http_status_code":429}}}}}""";

    private const string Refused =
        """{"timestamp":"2026-11-22T03:45:38.834Z","ordinal":46,"type":"event_msg","payload":{"type":"task_complete","turn_id":"01a2015c","last_agent_message":null,"error":{"message":"scripted failure","codex_error_info":"other"}}}""";

    private const string NoQuota =
        """{"timestamp":"2026-11-22T03:45:38.834Z","ordinal":46,"type":"event_msg","payload":{"type":"task_complete","turn_id":"01a2015c","last_agent_message":null,"error":{"message":"You have hit your usage limit.","codex_error_info":"usage_limit_exceeded"}}}""";

    private const string Aborted =
        """{"timestamp":"2026-11-22T03:45:31.846Z","ordinal":30,"type":"event_msg","payload":{"type":"turn_aborted","turn_id":"01a2015b","reason":"interrupted"}}""";

    private const string Limits =
        """{"limit_id":"codex","primary":{"used_percent":100.0,"window_minutes":300,"resets_at":1795202190},"secondary":{"used_percent":12.0,"resets_at":1795702190},"rate_limit_reached_type":"rate_limit_reached"}""";

    public static readonly string[] Samples =
        [Meta, Fork, Started, Context, Prompt, Message, Totals(1120, 1000, 57), Totals(1, 0, 0, limits: Limits), Complete, TooMany, Refused, NoQuota, Aborted];

    private static readonly CodexTranscript Format = new();

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Turn_that_ended_tells_conversation_texts_tokens_and_context()
    {
        var reading = Format.ReadAll(Meta, Started, Copy, Context, Prompt, Message, Totals(1120, 1000, 57), Complete);

        Assert.AreEqual("01a20147-b1ef-7663-a7c3-178bda5299b9", reading.NativeSessionId);
        Assert.AreEqual("/src/repo", reading.Folder);
        Assert.AreEqual("gpt-5.5", reading.Model);
        Assert.AreEqual("please say the number of the day", reading.FirstPrompt);
        Assert.HasCount(1, reading.Prompts);
        Assert.AreEqual("The number of the day is FORTY-TWO.", reading.LastMessage);
        Assert.AreEqual((1177L, 258400L), (reading.ContextTokens, reading.ContextWindow));
        Assert.AreEqual(new TranscriptTurn(SessionActivity.Idle, DateTimeOffset.Parse("2026-11-22T03:23:26.067Z", null)), reading.Turn);
        Assert.AreEqual(new ModelUsage("gpt-5.5", Input: 1120, CachedInput: 1000, Output: 57), reading.Usage.Single());
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Growth_of_the_totals_belongs_to_the_model_of_the_newest_turn()
    {
        var reading = Format.ReadAll(
            Context, Totals(1000, 800, 50), Totals(1000, 800, 50),
            Context.Replace("gpt-5.5", "gpt-6-sol", StringComparison.Ordinal), Totals(1400, 900, 75), Totals(1500, 950, 80));

        CollectionAssert.AreEqual(
            new ModelUsage[] { new("gpt-5.5", Input: 1000, CachedInput: 800, Output: 50), new("gpt-6-sol", Input: 500, CachedInput: 150, Output: 30) },
            reading.Usage.ToArray());
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Totals_that_shrink_take_nothing_away()
    {
        var reading = Format.ReadAll(Context, Totals(1000, 800, 50), Totals(10, 0, 60), Totals(1100, 900, 60));

        Assert.AreEqual(new ModelUsage("gpt-5.5", Input: 1100, CachedInput: 900, Output: 60), reading.Usage.Single());
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Fork_counts_only_what_it_added_to_the_totals()
    {
        var reading = Format.ReadAll(Fork, Context, Totals(1146, 1006, 67, newest: (13, 3, 5)), Totals(1159, 1009, 72, newest: (13, 3, 5)));

        Assert.AreEqual(new ModelUsage("gpt-5.5", Input: 26, CachedInput: 6, Output: 10), reading.Usage.Single());
        Assert.AreEqual(1133, reading.Inherited?.Input);
        Assert.AreEqual("01a2015d-b705-7fb0-bc99-c42107efe9d5", reading.NativeSessionId);
    }

    [TestMethod]
    [DataRow(Started, SessionActivity.Working, null)]
    [DataRow(Complete, SessionActivity.Idle, null)]
    [DataRow(Aborted, SessionActivity.Idle, null)]
    [DataRow(TooMany, SessionActivity.Limited, "exceeded retry limit, last status: 429 Too Many Requests")]
    [DataRow(NoQuota, SessionActivity.Limited, "You have hit your usage limit.")]
    [DataRow(Refused, SessionActivity.Failing, "scripted failure")]
    public void Turn_is_what_its_newest_event_says(string line, SessionActivity activity, string? detail)
    {
        var reading = Format.ReadAll(Started, line);

        Assert.AreEqual((activity, detail), (reading.Turn?.Activity, reading.Turn?.Detail));
    }

    [TestMethod]
    public void Limit_that_is_reached_tells_until_when_it_holds()
    {
        var until = DateTimeOffset.FromUnixTimeSeconds(1795202190);

        var working = Format.ReadAll(Started, Totals(1, 0, 0, limits: Limits));
        var limited = Format.ReadOn(working, NoQuota);
        var open = Format.ReadAll(Started, Totals(1, 0, 0, limits: Limits.Replace("\"rate_limit_reached\"", "null", StringComparison.Ordinal)));

        Assert.AreEqual((SessionActivity.Working, (DateTimeOffset?)until), (working.Turn!.Activity, working.Turn.LimitedUntil));
        Assert.AreEqual((SessionActivity.Limited, (DateTimeOffset?)until), (limited.Turn!.Activity, limited.Turn.LimitedUntil));
        Assert.IsNull(open.Turn!.LimitedUntil);
    }

    [TestMethod]
    [DataRow(Copy, false)]
    [DataRow("""{"timestamp":"2026","ordinal":4,"type":"world_state","payload":{"full":true}}""", false)]
    [DataRow("""{"timestamp":"2026","ordinal":4,"type":"event_msg","payload":{"type":"x","item":{"type":"response_item"}}}""", true)]
    [DataRow("""{"timestamp":"2026","ordinal":4,"type":"response_item""", true)]
    [DataRow("", true)]
    [DataRow(Prompt, true)]
    [DataRow(Complete, true)]
    public void Line_matters_unless_it_is_known_not_to(string line, bool matters) => Assert.AreEqual(matters, Format.MayMatter(line));

    private static string Totals(long input, long cached, long output, (long Input, long Cached, long Output)? newest = null, string limits = "null") =>
        $$$"""{"timestamp":"2026-11-22T03:23:26.034Z","ordinal":12,"type":"event_msg","payload":{"type":"token_count","info":{"total_token_usage":{{{Usage(input, cached, output)}}},"last_token_usage":{{{(newest is var (i, c, o) ? Usage(i, c, o) : Usage(input, cached, output))}}},"last_usage_includes_reasoning":false,"model_context_window":258400},"rate_limits":{{{limits}}}}}""";

    private static string Usage(long input, long cached, long output) =>
        $$"""{"input_tokens":{{input}},"cached_input_tokens":{{cached}},"cache_write_input_tokens":0,"output_tokens":{{output}},"reasoning_output_tokens":0,"total_tokens":{{input + output}}}""";
}
