using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class GeminiTranscriptTests
{
    private const string Head =
        """{"sessionId":"755f367b-4dee-42e4-bc42-84f7ce25c004","projectHash":"109cda8a","startTime":"2026-11-22T03:39:37.820Z","lastUpdated":"2026-11-22T03:39:37.820Z","kind":"main"}""";

    private const string History =
        """{"$set":{"messages":[{"id":"d04923d3","timestamp":"2026-11-22T03:39:37.820Z","type":"user","content":[{"text":"<session_context>\nThis is the Gemini CLI.</session_context>"}]}]}}""";

    private const string Prompt =
        """{"id":"7c149a8f","timestamp":"2026-11-22T03:39:37.932Z","type":"user","content":[{"text":"please say the number of the day"}]}""";

    private const string Answer =
        """{"id":"db8c3667","timestamp":"2026-11-22T03:39:38.131Z","type":"gemini","content":"The number of the day is FORTY-TWO.","thoughts":[],"tokens":{"input":1120,"output":57,"cached":1000,"thoughts":0,"tool":0,"total":1177},"model":"gemini-2.5-flash"}""";

    private const string Cancelled = """{"id":"4a2cbab7","timestamp":"2026-11-22T03:39:48.130Z","type":"info","content":"Request cancelled."}""";

    private const string Refused =
        """{"id":"8cac9578","timestamp":"2026-11-22T03:39:54.976Z","type":"error","content":"[API Error: {\"error\":{\"code\":400,\"message\":\"scripted failure\",\"status\":\"INVALID_ARGUMENT\"}}]"}""";

    private const string TooMany =
        """{"type":"error","content":"[API Error: {\"error\":{\"code\":429,\"message\":\"no more\",\"status\":\"RESOURCE_EXHAUSTED\"}}]"}""";

    private const string NoMoreToday = """{"type":"error","content":"[API Error: You have exhausted your daily quota on this model.]"}""";

    private const string Touch = """{"$set":{"lastUpdated":"2026-11-22T03:39:37.932Z"}}""";

    public static readonly string[] Samples =
    [
        Head, History, Prompt, Answer, Cancelled, Refused, TooMany, NoMoreToday, Touch,
        """{"$set":{"summary":"In short"}}""",
        """{"id":"1","type":"user","content":[{"text":"with a file"}],"displayContent":[{"text":"as typed"}]}""",
        """{"id":"1","type":"gemini","content":"","toolCalls":[{"name":"run_shell_command","args":{},"status":"success"}],"tokens":null}""",
    ];

    private static readonly GeminiTranscript Format = new();

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Turn_tells_conversation_texts_tokens_and_context_but_not_its_end()
    {
        var reading = Format.ReadAll(Head, History, Prompt, Touch, Answer, Touch);

        Assert.AreEqual("755f367b-4dee-42e4-bc42-84f7ce25c004", reading.NativeSessionId);
        Assert.AreEqual("gemini-2.5-flash", reading.Model);
        Assert.AreEqual("please say the number of the day", reading.FirstPrompt);
        Assert.HasCount(1, reading.Prompts);
        Assert.AreEqual("The number of the day is FORTY-TWO.", reading.LastMessage);
        Assert.AreEqual(1177, reading.ContextTokens);
        Assert.AreEqual(new TranscriptTurn(SessionActivity.Working, DateTimeOffset.Parse("2026-11-22T03:39:38.131Z", null), MayBeOver: true), reading.Turn);
        Assert.AreEqual(new ModelUsage("gemini-2.5-flash", Input: 1120, CachedInput: 1000, Output: 57), reading.Usage.Single());
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Record_that_is_written_again_counts_once_by_its_last_tokens()
    {
        var reading = Format.ReadAll(
            Tokens("a", "null"),
            Tokens("a", """{"input":10,"output":1,"cached":0,"thoughts":0,"tool":0,"total":11}"""),
            Tokens("b", """{"input":5,"output":5,"cached":0,"thoughts":0,"tool":0,"total":10}"""),
            Tokens("a", """{"input":10,"output":4,"cached":8,"thoughts":0,"tool":0,"total":14}"""),
            Tokens("a", "null"));

        Assert.AreEqual(new ModelUsage("m", Input: 15, CachedInput: 8, Output: 9), reading.Usage.Single());
    }

    [TestMethod]
    [DataRow("""{"input":1200,"output":40,"cached":1000,"thoughts":17,"tool":0,"total":1257}""", 1200L, 57L)]
    [DataRow("""{"input":1200,"output":57,"cached":1000,"thoughts":17,"tool":0,"total":1257}""", 1200L, 57L)]
    [DataRow("""{"input":1200,"output":40,"cached":1000,"thoughts":17,"tool":30,"total":1287}""", 1230L, 57L)]
    [DataRow("""{"input":1200,"output":40,"cached":1000,"thoughts":17,"tool":30,"total":1257}""", 1200L, 57L)]
    [DataRow("""{"input":1200,"output":40,"cached":1000,"thoughts":17}""", 1200L, 57L)]
    [TestCategory("AGT-10")]
    public void Thoughts_and_tools_are_counted_once_as_the_total_says(string tokens, long input, long output)
    {
        var reading = Format.ReadAll(Tokens("a", tokens));

        Assert.AreEqual(new ModelUsage("m", input, CachedInput: 1000, Output: output, Reasoning: 17), reading.Usage.Single());
    }

    [TestMethod]
    [DataRow(Cancelled, SessionActivity.Idle, null)]
    [DataRow(Refused, SessionActivity.Failing, "[API Error: {\"error\":{\"code\":400,\"message\":\"scripted failure\",\"status\":\"INVALID_ARGUMENT\"}}]")]
    [DataRow(TooMany, SessionActivity.Limited, "[API Error: {\"error\":{\"code\":429,\"message\":\"no more\",\"status\":\"RESOURCE_EXHAUSTED\"}}]")]
    [DataRow(NoMoreToday, SessionActivity.Limited, "[API Error: You have exhausted your daily quota on this model.]")]
    [DataRow("""{"type":"info","content":"This request failed."}""", SessionActivity.Working, null)]
    [DataRow("""{"id":"1","type":"gemini","content":"","toolCalls":[{"name":"x"}]}""", SessionActivity.Working, null)]
    public void Turn_is_what_its_newest_record_says(string line, SessionActivity activity, string? detail)
    {
        var reading = Format.ReadAll(Prompt, line);

        Assert.AreEqual((activity, detail), (reading.Turn?.Activity, reading.Turn?.Detail));
    }

    [TestMethod]
    public void History_that_is_written_again_after_a_cancel_is_no_prompt()
    {
        var reading = Format.ReadAll(Prompt, Cancelled, History);

        Assert.HasCount(1, reading.Prompts);
        Assert.AreEqual(SessionActivity.Idle, reading.Turn?.Activity);
    }

    [TestMethod]
    public void Prompt_is_what_was_typed_and_title_what_the_program_sums_up()
    {
        var reading = Format.ReadAll(Samples);

        Assert.AreEqual(RecordedPrompt.FingerprintOf("as typed"), reading.Prompts[^1].Fingerprint);
        Assert.AreEqual("In short", reading.Title);
    }

    [TestMethod]
    [DataRow(History, false)]
    [DataRow(Touch, false)]
    [DataRow("""{"$set":{"summary":"x"}}""", true)]
    [DataRow("", true)]
    [DataRow(Prompt, true)]
    [DataRow(Answer, true)]
    public void Line_matters_unless_it_is_known_not_to(string line, bool matters) => Assert.AreEqual(matters, Format.MayMatter(line));

    private static string Tokens(string id, string tokens) =>
        $$"""{"id":"{{id}}","type":"gemini","content":"","thoughts":[],"tokens":{{tokens}},"model":"m"}""";
}
