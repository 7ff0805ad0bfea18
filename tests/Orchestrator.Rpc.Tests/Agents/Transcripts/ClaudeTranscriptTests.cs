using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class ClaudeTranscriptTests
{
    private const string Id = "0b88714b-42fe-42a9-bb5d-2df09025b85c";

    private const string Mode = """{"type":"mode","mode":"normal","sessionId":"0b88714b-42fe-42a9-bb5d-2df09025b85c"}""";

    private const string Attachment =
        """{"parentUuid":"06cc3874-bd38-4340-a8cd-9813e1ee213e","isSidechain":false,"attachment":{"type":"date","date":"2026-11-22"},"type":"attachment","uuid":"7d808357","sessionId":"0b88714b-42fe-42a9-bb5d-2df09025b85c"}""";

    private const string Prompt =
        """{"parentUuid":null,"isSidechain":false,"promptId":"6c8eca33","type":"user","message":{"role":"user","content":"please say the number of the day"},"uuid":"06cc3874","timestamp":"2026-11-22T03:23:32.219Z","permissionMode":"auto","origin":{"kind":"human"},"promptSource":"typed","userType":"external","entrypoint":"cli","cwd":"/src/repo","sessionId":"0b88714b-42fe-42a9-bb5d-2df09025b85c","version":"2.1.329","gitBranch":"HEAD"}""";

    private const string Answer =
        """{"parentUuid":"f61ecdef","isSidechain":false,"message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5-5","content":[{"type":"text","text":"The number of the day is FORTY-TWO."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":120,"cache_creation_input_tokens":0,"cache_read_input_tokens":1000,"output_tokens":57,"output_tokens_details":{"thinking_tokens":0},"server_tool_use":{"web_search_requests":0,"web_fetch_requests":0},"service_tier":"standard","cache_creation":{"ephemeral_1h_input_tokens":0,"ephemeral_5m_input_tokens":0}},"stop_details":null},"type":"assistant","uuid":"7affb8c9","timestamp":"2026-11-22T03:23:32.793Z","cwd":"/src/repo","sessionId":"0b88714b-42fe-42a9-bb5d-2df09025b85c","version":"2.1.329","gitBranch":"HEAD"}""";

    private const string TurnEnd =
        """{"parentUuid":"27044e78","isSidechain":false,"type":"system","subtype":"turn_duration","durationMs":677,"messageCount":13,"timestamp":"2026-11-22T03:23:32.830Z","uuid":"cf139d23","isMeta":false,"cwd":"/src/repo","sessionId":"0b88714b-42fe-42a9-bb5d-2df09025b85c","version":"2.1.329"}""";

    private const string Cost =
        """{"type":"cost-state","sessionId":"0b88714b-42fe-42a9-bb5d-2df09025b85c","totalCostUSD":0.00456,"totalDuration":6411,"startTime":1795317810595,"modelUsage":{"claude-opus-5-5":{"inputTokens":350,"outputTokens":128,"cacheReadInputTokens":3000,"cacheCreationInputTokens":0,"costUSD":0.00456}},"hasUnknownModelCost":false}""";

    public static readonly string[] Samples =
    [
        Prompt, Answer, TurnEnd, Cost,
        Usage("msg_2", "{\"input_tokens\":1,\"cache_creation_input_tokens\":30,\"cache_creation\":{\"ephemeral_5m_input_tokens\":10,\"ephemeral_1h_input_tokens\":20}}"),
        """{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"toolu_1","is_error":true,"content":"no"}]}}""",
        """{"type":"assistant","isApiErrorMessage":true,"error":"rate_limit","apiErrorStatus":429,"message":{"model":"<synthetic>","content":[{"type":"text","text":"API Error"}]}}""",
        """{"type":"system","subtype":"api_error","level":"error","error":{"status":429},"retryInMs":2000}""",
        """{"type":"custom-title","customTitle":"Mine","sessionId":"1"}""",
        """{"type":"ai-title","aiTitle":"Its own","sessionId":"1"}""",
        """{"type":"summary","summary":"In short","leafUuid":"1"}""",
    ];

    private static readonly ClaudeTranscript Format = new();

    [TestMethod]
    public void Turn_that_ended_tells_conversation_texts_and_context()
    {
        var reading = Format.ReadAll(Mode, Attachment, Prompt, Attachment, Answer, TurnEnd);

        Assert.AreEqual(Id, reading.NativeSessionId);
        Assert.AreEqual("/src/repo", reading.Folder);
        Assert.AreEqual("claude-opus-5-5", reading.Model);
        Assert.AreEqual("please say the number of the day", reading.FirstPrompt);
        Assert.HasCount(1, reading.Prompts);
        Assert.AreEqual("The number of the day is FORTY-TWO.", reading.LastMessage);
        Assert.AreEqual(1177, reading.ContextTokens);
        Assert.AreEqual(new TranscriptTurn(SessionActivity.Idle, DateTimeOffset.Parse("2026-11-22T03:23:32.830Z", null)), reading.Turn);
        Assert.AreEqual(new ModelUsage("claude-opus-5-5", Input: 1120, CachedInput: 1000, Output: 57), reading.Usage.Single());
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Message_of_several_lines_counts_once_by_its_last_line()
    {
        var reading = Format.ReadAll(
            Usage("msg_1", "{\"input_tokens\":10,\"output_tokens\":1}"),
            Usage("msg_2", "{\"input_tokens\":5,\"output_tokens\":5}"),
            Usage("msg_1", "{\"input_tokens\":10,\"output_tokens\":40}"),
            Usage("msg_1", "{\"input_tokens\":10,\"output_tokens\":40}"));

        Assert.AreEqual(new ModelUsage("m", Input: 15, Output: 45), reading.Usage.Single());
        Assert.HasCount(2, reading.Recent);
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Cache_reads_and_both_cache_writes_are_part_of_the_input_and_told_apart()
    {
        var reading = Format.ReadAll(Usage(
            "msg_1",
            """{"input_tokens":120,"cache_creation_input_tokens":2300,"cache_read_input_tokens":15000,"output_tokens":57,"output_tokens_details":{"thinking_tokens":17},"cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":300}}"""));

        Assert.AreEqual(new ModelUsage("m", Input: 17420, CachedInput: 15000, CacheWrite: 2000, LongCacheWrite: 300, Output: 57, Reasoning: 17), reading.Usage.Single());
        Assert.AreEqual(17477, reading.ContextTokens);
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Usage_is_told_by_model()
    {
        var reading = Format.ReadAll(
            Usage("msg_1", "{\"input_tokens\":1}", "a"), Usage("msg_2", "{\"input_tokens\":2}", "b"), Usage("msg_3", "{\"input_tokens\":4}", "a"));

        CollectionAssert.AreEqual(new ModelUsage[] { new("a", Input: 5), new("b", Input: 2) }, reading.Usage.ToArray());
        Assert.AreEqual("a", reading.Model);
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Answer_that_no_model_gave_counts_nothing() =>
        Assert.IsTrue(Format.ReadAll(Usage("msg_1", "{\"input_tokens\":9}", "<synthetic>")).Usage.IsEmpty);

    [TestMethod]
    [DataRow(",\"forkedFrom\":{\"sessionId\":\"other\",\"messageUuid\":\"1\"}")]
    [DataRow(",\"requestSessionId\":\"f1933f3d-7f4a-449e-a517-5fcad2d5f620\"")]
    [TestCategory("AGT-10")]
    public void Copies_from_the_conversation_that_was_forked_count_nothing(string mark)
    {
        var copy = Answer[..^1] + mark + "}";

        var reading = Format.ReadAll(Prompt, copy, copy, TurnEnd, Usage("msg_2", "{\"input_tokens\":5}"), Cost);

        Assert.AreEqual(new ModelUsage("m", Input: 5), reading.Usage.Single());
        Assert.AreEqual(1120, reading.Inherited?.Input);
        Assert.AreEqual("The number of the day is FORTY-TWO.", reading.LastMessage);
        Assert.IsNull(reading.CostUsd, "the cost that the program tells of a fork holds that of the copies");
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Sidechain_counts_tokens_and_says_nothing_else()
    {
        var before = Format.ReadAll(Prompt, Answer, TurnEnd);

        var after = new[] { Prompt, Usage("msg_9", "{\"input_tokens\":7}"), TurnEnd }
            .Select(line => line.Replace("\"isSidechain\":false", "\"isSidechain\":true", StringComparison.Ordinal))
            .Aggregate(before, Format.ReadOn);

        Assert.AreEqual(new ModelUsage("m", Input: 7), after.Usage[1]);
        Assert.AreEqual(before with { Usage = after.Usage, Recent = after.Recent }, after);
    }

    [TestMethod]
    public void Cost_is_the_agents_own_word_until_it_makes_another_request()
    {
        var told = Format.ReadAll(Prompt, Answer, TurnEnd, Cost);

        Assert.AreEqual(0.00456m, told.CostUsd);
        Assert.AreEqual(0.00456m, Format.ReadOn(told, Answer).CostUsd);
        Assert.IsNull(Format.ReadOn(told, Usage("msg_2", "{\"input_tokens\":1}")).CostUsd);
        Assert.IsNull(Format.ReadOn(told, Cost.Replace("Cost\":false", "Cost\":true", StringComparison.Ordinal)).CostUsd);
    }

    [TestMethod]
    public void Recent_requests_are_bounded()
    {
        var reading = Format.ReadAll(Enumerable.Range(0, 200).Select(number => Usage($"msg_{number}", "{\"input_tokens\":1}")));

        Assert.AreEqual(200, reading.Usage.Single().Input);
        Assert.HasCount(64, reading.Recent);
        Assert.AreEqual("msg_199", reading.Recent[^1].Id);
    }

    [TestMethod]
    [DataRow("\"<task-notification>done</task-notification>\"", SessionActivity.Working)]
    [DataRow("\"[Request interrupted by user for tool use]\"", SessionActivity.Idle)]
    [DataRow("[{\"type\":\"text\",\"text\":\"[Request interrupted by user]\"}]", SessionActivity.Idle)]
    [DataRow("[{\"type\":\"tool_result\",\"content\":\"ok\"}]", SessionActivity.Working)]
    [DataRow("\"<command-name>/clear</command-name>\"", null)]
    [DataRow("\"<local-command-stdout>text</local-command-stdout>\"", null)]
    public void Line_of_the_user_that_no_person_typed_is_no_prompt(string content, SessionActivity? activity)
    {
        var reading = Format.ReadAll($$$"""{"type":"user","message":{"content":{{{content}}}}}""");

        Assert.IsEmpty(reading.Prompts);
        Assert.AreEqual(activity, reading.Turn?.Activity);
    }

    [TestMethod]
    [DataRow("\"isMeta\":true")]
    [DataRow("\"isCompactSummary\":true")]
    [DataRow("\"origin\":{\"kind\":\"task-notification\"}")]
    public void Line_of_the_user_that_the_program_wrote_is_no_prompt(string member)
    {
        var reading = Format.ReadAll($$$"""{"type":"user",{{{member}}},"message":{"content":"text"}}""");

        Assert.IsEmpty(reading.Prompts);
    }

    [TestMethod]
    [DataRow("\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"Write\",\"input\":{}}]", SessionActivity.Working)]
    [DataRow("\"content\":[{\"type\":\"text\",\"text\":\"done\"}],\"stop_reason\":\"end_turn\"", null)]
    public void Message_works_when_it_uses_a_tool_and_else_leaves_open_whether_the_turn_ended(string members, SessionActivity? activity)
    {
        var reading = Format.ReadAll($$$"""{"type":"assistant","message":{"model":"m",{{{members}}}}}""");

        Assert.AreEqual(activity, reading.Turn?.Activity);
    }

    [TestMethod]
    [DataRow("rate_limit", "429", SessionActivity.Limited)]
    [DataRow("server_error", "529", SessionActivity.Failing)]
    [DataRow("authentication_failed", "401", SessionActivity.Failing)]
    [DataRow("unknown", "null", SessionActivity.Failing)]
    public void Error_of_the_service_ends_the_turn_with_its_words(string error, string status, SessionActivity activity)
    {
        var reading = Format.ReadAll(
            Prompt,
            $$$"""{"type":"assistant","isApiErrorMessage":true,"error":"{{{error}}}","apiErrorStatus":{{{status}}},"message":{"model":"<synthetic>","content":[{"type":"text","text":"API Error:\nnot now"}]}}""");

        Assert.AreEqual(new TranscriptTurn(activity, null, "API Error: not now"), reading.Turn);
    }

    [TestMethod]
    public void Turn_end_with_agents_in_the_background_is_no_end()
    {
        var reading = Format.ReadAll(TurnEnd.Replace("\"durationMs\"", "\"pendingBackgroundAgentCount\":1,\"durationMs\"", StringComparison.Ordinal));

        Assert.AreEqual(SessionActivity.Working, reading.Turn?.Activity);
    }

    [TestMethod]
    public void Answer_after_a_retry_is_work_again()
    {
        const string retry = """{"type":"system","subtype":"api_error","level":"error","error":{"status":429},"retryInMs":2000,"retryAttempt":1}""";

        Assert.AreEqual(SessionActivity.Limited, Format.ReadAll(Prompt, retry).Turn?.Activity);
        Assert.AreEqual(SessionActivity.Working, Format.ReadAll(Prompt, retry, Answer).Turn?.Activity);
    }

    [TestMethod]
    public void Title_of_a_person_goes_before_that_of_the_agent()
    {
        const string own = """{"type":"ai-title","aiTitle":"Its own","sessionId":"1"}""";
        const string persons = """{"type":"custom-title","customTitle":"Mine","sessionId":"1"}""";

        Assert.AreEqual("Its own", Format.ReadAll(own).Title);
        Assert.AreEqual("Mine", Format.ReadAll(own, persons, own).Title);
    }

    [TestMethod]
    [DataRow(Mode, false)]
    [DataRow(Attachment, false)]
    [DataRow("""{"type":"file-history-snapshot","messageId":"1"}""", false)]
    [DataRow("""{"type":"api-request-blob","message":{"role":"user"}}""", false)]
    [DataRow("""{"type":"user","message":{"content":{"attachment":{}}}}""", true)]
    [DataRow("""{"parentUuid":"cut""", true)]
    [DataRow("", true)]
    [DataRow(Prompt, true)]
    [DataRow(Answer, true)]
    [DataRow(TurnEnd, true)]
    [DataRow(Cost, true)]
    public void Line_matters_unless_it_is_known_not_to(string line, bool matters) => Assert.AreEqual(matters, Format.MayMatter(line));

    private static string Usage(string id, string usage, string model = "m") =>
        $$$"""{"isSidechain":false,"type":"assistant","message":{"id":"{{{id}}}","model":"{{{model}}}","content":[],"usage":{{{usage}}}}}""";
}
