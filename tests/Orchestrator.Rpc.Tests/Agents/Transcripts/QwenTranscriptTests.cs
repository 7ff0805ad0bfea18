using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class QwenTranscriptTests
{
    private const string Prompt =
        """{"uuid":"9900182b","parentUuid":null,"sessionId":"11111111-2222-4333-8444-555555555555","timestamp":"2026-11-22T10:44:27.520Z","type":"user","provenance":"real_user","cwd":"/src/repo","version":"0.24.4","message":{"role":"user","parts":[{"text":"please say the number"}]}}""";

    private const string Snapshot =
        """{"uuid":"4d3a25ec","parentUuid":"9900182b","sessionId":"11111111-2222-4333-8444-555555555555","timestamp":"2026-11-22T10:44:27.563Z","type":"system","provenance":"system","cwd":"/src/repo","version":"0.24.4","subtype":"attribution_snapshot","systemPayload":{"snapshot":{"promptCount":1}}}""";

    private const string Measured =
        """{"uuid":"be8c4e7e","parentUuid":"75d292d9","sessionId":"11111111-2222-4333-8444-555555555555","timestamp":"2026-11-22T10:44:29.055Z","type":"system","provenance":"system","cwd":"/src/repo","version":"0.24.4","subtype":"ui_telemetry","systemPayload":{"uiEvent":{"event.name":"qwen-code.api_response","model":"fake-1","status_code":200,"input_token_count":1120,"output_token_count":57,"response_text":"The number of the day is FORTY-TWO."}}}""";

    private const string Answer =
        """{"uuid":"c2f59c5c","parentUuid":"be8c4e7e","sessionId":"11111111-2222-4333-8444-555555555555","timestamp":"2026-11-22T10:44:29.057Z","type":"assistant","provenance":"assistant_output","cwd":"/src/repo","version":"0.24.4","model":"fake-1","message":{"role":"model","parts":[{"text":"The number of the day is FORTY-TWO."}]},"usageMetadata":{"promptTokenCount":1120,"candidatesTokenCount":57,"thoughtsTokenCount":0,"totalTokenCount":1177,"cachedContentTokenCount":1000}}""";

    private const string Tool =
        """{"uuid":"dc5076c0","parentUuid":"374b93e8","sessionId":"11111111-2222-4333-8444-555555555555","timestamp":"2026-11-22T10:44:32.907Z","type":"assistant","provenance":"assistant_output","cwd":"/src/repo","version":"0.24.4","model":"fake-1","message":{"role":"model","parts":[{"functionCall":{"id":"call_3","name":"run_shell_command","args":{"command":"touch first.txt"}}}]}}""";

    private const string ToolResult =
        """{"uuid":"d5cfded4","parentUuid":"0ef0d627","sessionId":"11111111-2222-4333-8444-555555555555","timestamp":"2026-11-22T10:44:36.245Z","type":"tool_result","provenance":"tool_result","cwd":"/src/repo","version":"0.24.4","message":{"role":"user","parts":[{"functionResponse":{"id":"call_3","name":"run_shell_command","response":{"error":"[Operation Cancelled]"}}}]}}""";

    private const string TooMany =
        """{"uuid":"adb481b7","parentUuid":"bc739845","sessionId":"11111111-2222-4333-8444-555555555555","timestamp":"2026-11-22T10:57:40.887Z","type":"system","provenance":"system","cwd":"/src/repo","version":"0.24.4","subtype":"ui_telemetry","systemPayload":{"uiEvent":{"event.name":"qwen-code.api_error","model":"fake-1","error_message":"429 Rate limit reached for requests","error_type":"RateLimitError","status_code":429}}}""";

    public static readonly string[] Samples = [Prompt, Snapshot, Measured, Answer, Tool, ToolResult, TooMany, Copied(Answer)];

    private static readonly QwenTranscript Format = new();

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Turn_tells_conversation_texts_tokens_and_context_but_not_its_end()
    {
        var reading = Format.ReadAll(Prompt, Snapshot, Measured, Answer);

        Assert.AreEqual("11111111-2222-4333-8444-555555555555", reading.NativeSessionId);
        Assert.AreEqual("/src/repo", reading.Folder);
        Assert.AreEqual("fake-1", reading.Model);
        Assert.AreEqual("please say the number", reading.FirstPrompt);
        Assert.HasCount(1, reading.Prompts);
        Assert.AreEqual("The number of the day is FORTY-TWO.", reading.LastMessage);
        Assert.AreEqual(1177, reading.ContextTokens);
        Assert.AreEqual((SessionActivity.Working, true), (reading.Turn?.Activity, reading.Turn?.MayBeOver));
        Assert.AreEqual(new ModelUsage("fake-1", Input: 1120, CachedInput: 1000, Output: 57), reading.Usage.Single());
    }

    [TestMethod]
    [DataRow("""{"promptTokenCount":1200,"candidatesTokenCount":57,"thoughtsTokenCount":17,"totalTokenCount":1257}""")]
    [DataRow("""{"promptTokenCount":1200,"candidatesTokenCount":40,"thoughtsTokenCount":17,"totalTokenCount":1257}""")]
    [TestCategory("AGT-10")]
    public void Thoughts_are_counted_once_as_the_total_says(string tokens)
    {
        var reading = Format.ReadAll($$"""{"uuid":"1","type":"assistant","model":"m","usageMetadata":{{tokens}}}""");

        Assert.AreEqual(new ModelUsage("m", Input: 1200, Output: 57, Reasoning: 17), reading.Usage.Single());
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Fork_counts_what_was_said_in_it_and_not_what_was_copied()
    {
        var reading = Format.ReadAll(Copied(Prompt), Copied(Answer), Answer.Replace("c2f59c5c", "later", StringComparison.Ordinal));

        Assert.AreEqual(57, reading.Usage.Single().Output);
        Assert.AreEqual(57, reading.Inherited?.Output);
    }

    [TestMethod]
    [DataRow(Tool, SessionActivity.Working, null)]
    [DataRow(TooMany, SessionActivity.Limited, "429 Rate limit reached for requests")]
    public void Turn_is_what_its_newest_record_says(string line, SessionActivity activity, string? detail)
    {
        var reading = Format.ReadAll(Prompt, line);

        Assert.AreEqual((activity, detail), (reading.Turn?.Activity, reading.Turn?.Detail));
    }

    [TestMethod]
    public void Answer_is_past_the_limit() => Assert.AreEqual(SessionActivity.Working, Format.ReadAll(Prompt, TooMany, Answer).Turn?.Activity);

    [TestMethod]
    public void Limit_of_a_subagent_is_none_of_the_conversation()
    {
        var line = TooMany.Replace("\"error_type\"", "\"subagent_name\":\"managed-auto-memory-extractor\",\"error_type\"", StringComparison.Ordinal);

        Assert.AreEqual(SessionActivity.Working, Format.ReadAll(Prompt, line).Turn?.Activity);
    }

    [TestMethod]
    public void Only_what_a_person_says_is_a_prompt_and_no_thought_is_a_message()
    {
        var reading = Format.ReadAll(
            Prompt.Replace("real_user", "other", StringComparison.Ordinal),
            """{"type":"assistant","message":{"parts":[{"text":"hm","thought":true},{"text":"yes"}]}}""");

        Assert.IsNull(reading.FirstPrompt);
        Assert.AreEqual("yes", reading.LastMessage);
    }

    [TestMethod]
    [DataRow(Snapshot, false)]
    [DataRow(Measured, true)]
    [DataRow("", true)]
    [DataRow(Prompt, true)]
    public void Line_matters_unless_it_is_known_not_to(string line, bool matters) => Assert.AreEqual(matters, Format.MayMatter(line));

    private static string Copied(string line) => line[..^1] + ""","forkedFrom":{"sessionId":"22222222-2222-4333-8444-555555555555","messageUuid":"1"}}""";
}
