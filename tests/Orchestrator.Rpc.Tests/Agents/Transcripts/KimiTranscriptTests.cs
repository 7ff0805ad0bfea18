using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class KimiTranscriptTests
{
    private const string Prompt =
        """{"type":"turn.prompt","agentId":"main","input":[{"type":"text","text":"please say the number of the day"}],"origin":{"kind":"user"},"promptId":"msg_01M8","turnId":0,"time":1795317830274}""";

    private const string Usage =
        """{"type":"usage.record","agentId":"main","model":"fake","usage":{"inputOther":120,"output":57,"inputCacheRead":1000,"inputCacheCreation":0},"usageScope":"turn","time":1795317830395}""";

    private const string Message =
        """{"type":"context.append_loop_event","agentId":"main","event":{"type":"content.part","uuid":"27ef180c","turnId":"0","step":1,"part":{"type":"text","text":"The number of the day is FORTY-TWO."}},"time":1795317830404}""";

    private const string Ended = """{"type":"turn.ended","agentId":"main","turnId":0,"reason":"completed","durationMs":144,"time":1795317830417}""";

    private const string Failed =
        """{"type":"turn.ended","agentId":"main","turnId":1,"reason":"failed","error":{"code":"provider.api_error","message":"400 scripted failure","name":"APIStatusError","details":{"statusCode":400,"requestId":null},"retryable":false},"durationMs":71,"time":1795319288040}""";

    private const string Retrying =
        """{"type":"turn.step.retrying","agentId":"main","turnId":1,"step":1,"failedAttempt":1,"maxAttempts":10,"delayMs":595.104265210516,"errorName":"APIProviderRateLimitError","errorMessage":"429 scripted failure","statusCode":429,"time":1795319360023}""";

    private const string Approval = """{"type":"interaction.request","id":"approval_1","kind":"approval","toolCallId":"call_1","time":1}""";
    private const string Question = """{"type":"interaction.request","id":"question_1","kind":"question","toolCallId":"call_1","time":1}""";
    private const string Resolved = """{"type":"interaction.resolved","id":"approval_1","time":2}""";
    private const string Cancelled = """{"type":"turn.cancel","agentId":"main","turnId":2,"target":"active","reason":"user_cancelled","time":1795318852374}""";

    public static readonly string[] Samples = [Prompt, Usage, Message, Ended, Failed, Retrying, Approval, Question, Resolved, Cancelled];

    private static readonly KimiTranscript Format = new();

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Turn_that_ended_tells_texts_tokens_and_context()
    {
        var reading = Format.ReadAll(Prompt, Usage, Message, Ended);

        Assert.AreEqual("fake", reading.Model);
        Assert.AreEqual("please say the number of the day", reading.FirstPrompt);
        Assert.HasCount(1, reading.Prompts);
        Assert.AreEqual("The number of the day is FORTY-TWO.", reading.LastMessage);
        Assert.AreEqual(1177, reading.ContextTokens);
        Assert.AreEqual(new TranscriptTurn(SessionActivity.Idle, DateTimeOffset.FromUnixTimeMilliseconds(1795317830417)), reading.Turn);
        Assert.AreEqual(new ModelUsage("fake", Input: 1120, CachedInput: 1000, Output: 57), reading.Usage.Single());
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Requests_add_up_by_model_with_what_caches_took()
    {
        var reading = Format.ReadAll(
            Usage, Usage, Usage.Replace("\"fake\"", "\"other\"", StringComparison.Ordinal).Replace("Creation\":0", "Creation\":30", StringComparison.Ordinal));

        CollectionAssert.AreEqual(
            new ModelUsage[] { new("fake", Input: 2240, CachedInput: 2000, Output: 114), new("other", Input: 1150, CachedInput: 1000, CacheWrite: 30, Output: 57) },
            reading.Usage.ToArray());
    }

    [TestMethod]
    [DataRow(Prompt, SessionActivity.Working, null)]
    [DataRow(Approval, SessionActivity.NeedsApproval, null)]
    [DataRow(Question, SessionActivity.NeedsAnswer, null)]
    [DataRow(Resolved, SessionActivity.Working, null)]
    [DataRow(Retrying, SessionActivity.Limited, null)]
    [DataRow("""{"type":"turn.step.retrying","statusCode":503}""", SessionActivity.Working, null)]
    [DataRow(Ended, SessionActivity.Idle, null)]
    [DataRow(Cancelled, SessionActivity.Idle, null)]
    [DataRow("""{"type":"prompt.aborted"}""", SessionActivity.Idle, null)]
    [DataRow(Failed, SessionActivity.Failing, "400 scripted failure")]
    [DataRow("""{"type":"turn.ended","reason":"failed","error":{"message":"no","details":{"statusCode":429}}}""", SessionActivity.Limited, "no")]
    public void Turn_is_what_its_newest_record_says(string line, SessionActivity activity, string? detail)
    {
        var reading = Format.ReadAll(line);

        Assert.AreEqual((activity, detail), (reading.Turn?.Activity, reading.Turn?.Detail));
    }

    [TestMethod]
    public void Request_that_succeeds_after_a_retry_is_work_again() =>
        Assert.AreEqual(SessionActivity.Working, Format.ReadAll(Prompt, Retrying, Usage).Turn?.Activity);

    [TestMethod]
    public void Prompt_of_the_program_works_and_is_no_persons()
    {
        var reading = Format.ReadAll(Prompt.Replace("\"user\"", "\"system_trigger\"", StringComparison.Ordinal));

        Assert.AreEqual((0, SessionActivity.Working), (reading.Prompts.Length, reading.Turn!.Activity));
    }

    [TestMethod]
    [DataRow("""{"type":"llm.tools_snapshot","agentId":"main"}""", false)]
    [DataRow("""{"type":"llm.request","agentId":"main"}""", false)]
    [DataRow("""{"message":{"message":{"role":"user"}},"type":"agent.message.appended"}""", false)]
    [DataRow("""{"type":"llm.requested"}""", true)]
    [DataRow("", true)]
    [DataRow(Prompt, true)]
    [DataRow(Usage, true)]
    public void Line_matters_unless_it_is_known_not_to(string line, bool matters) => Assert.AreEqual(matters, Format.MayMatter(line));
}
