using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class CopilotTranscriptTests
{
    private const string Start =
        """{"type":"session.start","data":{"sessionId":"11111111-2222-4333-8444-555555555555","version":1,"producer":"copilot-agent","copilotVersion":"1.0.102","startTime":"2026-11-22T10:48:39.105Z","selectedModel":"fake-1","context":{"cwd":"/src/repo"}},"id":"2d6ef159","timestamp":"2026-11-22T10:48:39.209Z","parentId":null}""";

    private const string Prompt =
        """{"type":"user.message","data":{"content":"please say the number","transformedContent":"<current_datetime>2026-11-22T10:48:44.760+00:00</current_datetime>\n\nplease say the number","messageId":"44b52458","delivery":"idle","turnId":"0"},"id":"c35ed544","timestamp":"2026-11-22T10:48:44.760Z","parentId":"797c04ea"}""";

    private const string TurnStart =
        """{"type":"assistant.turn_start","data":{"turnId":"0","interactionId":"20447622"},"id":"fdb866c0","timestamp":"2026-11-22T10:48:44.806Z","parentId":"f8402ac4"}""";

    private const string Usage =
        """{"type":"session.usage_record","data":{"usage":{"model":"fake-1","inputTokens":1120,"outputTokens":57,"cacheReadTokens":1000,"cacheWriteTokens":0,"cost":0.0,"maxPromptTokens":128000,"apiCallId":"chatcmpl_1"}},"id":"d0e4b6a6","timestamp":"2026-11-22T10:48:45.000Z","parentId":"fdb866c0"}""";

    private const string Answer =
        """{"type":"assistant.message","data":{"messageId":"b35db88a","model":"fake-1","content":"The number of the day is FORTY-TWO.","toolRequests":[],"turnId":"0"},"id":"0ac5b426","timestamp":"2026-11-22T10:48:45.037Z","parentId":"d0e4b6a6"}""";

    private const string TurnEnd =
        """{"type":"assistant.turn_end","data":{"turnId":"0"},"id":"5fdb95dd","timestamp":"2026-11-22T10:48:45.044Z","parentId":"0ac5b426"}""";

    private const string WantsTool =
        """{"type":"assistant.message","data":{"messageId":"8f7d1884","model":"fake-1","content":"","toolRequests":[{"toolCallId":"call_2","name":"bash","arguments":{"command":"touch first.txt"}}],"turnId":"0"},"id":"c81b4148","timestamp":"2026-11-22T10:48:47.360Z","parentId":"dd5b2e62"}""";

    private const string Asks =
        """{"type":"permission.requested","data":{"requestId":"3e6e75fb","permissionRequest":{"kind":"shell","toolCallId":"call_2","fullCommandText":"touch first.txt","intention":"Make a file"}},"id":"45033d98","timestamp":"2026-11-22T10:48:47.400Z","parentId":"5504d81b"}""";

    private const string Answered =
        """{"type":"permission.completed","data":{"requestId":"3e6e75fb","toolCallId":"call_2","result":{"kind":"approved"}},"id":"5f450693","timestamp":"2026-11-22T10:48:49.165Z","parentId":"45033d98"}""";

    private const string Cancelled =
        """{"type":"permission.completed","data":{"requestId":"3e6e75fb","toolCallId":"call_2","result":{"kind":"cancelled","reason":"Session aborted"}},"id":"e8abe8e8","timestamp":"2026-11-22T10:48:49.577Z","parentId":"67e7cbf6"}""";

    private const string Aborted = """{"type":"abort","data":{"reason":"user_initiated"},"id":"67e7cbf6","timestamp":"2026-11-22T10:48:49.575Z","parentId":"53c813bb"}""";

    private const string Failed =
        """{"type":"session.error","data":{"errorType":"query","message":"Failed to get response from the AI model","originatingMessageId":"c62af8c6"},"id":"074f3901","timestamp":"2026-11-22T11:02:09.406Z","parentId":"d5bea138"}""";

    public static readonly string[] Samples = [Start, Prompt, TurnStart, Usage, Answer, TurnEnd, WantsTool, Asks, Answered, Cancelled, Aborted, Failed];

    private static readonly CopilotTranscript Format = new();

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Turn_tells_conversation_texts_tokens_context_and_its_end()
    {
        var reading = Format.ReadAll(Start, Prompt, TurnStart, Usage, Answer, TurnEnd);

        Assert.AreEqual("11111111-2222-4333-8444-555555555555", reading.NativeSessionId);
        Assert.AreEqual("/src/repo", reading.Folder);
        Assert.AreEqual("fake-1", reading.Model);
        Assert.AreEqual("please say the number", reading.FirstPrompt);
        Assert.HasCount(1, reading.Prompts);
        Assert.AreEqual("The number of the day is FORTY-TWO.", reading.LastMessage);
        Assert.AreEqual((1177L, 128_000L), (reading.ContextTokens, reading.ContextWindow));
        Assert.AreEqual(SessionActivity.Idle, reading.Turn?.Activity);
        Assert.AreEqual(new ModelUsage("fake-1", Input: 1120, CachedInput: 1000, Output: 57), reading.Usage.Single());
    }

    [TestMethod]
    public void Every_request_is_counted() => Assert.AreEqual(114, Format.ReadAll(Usage, Usage).Usage.Single().Output);

    [TestMethod]
    [DataRow(TurnStart, SessionActivity.Working, null)]
    [DataRow(WantsTool, SessionActivity.Working, null)]
    [DataRow(Asks, SessionActivity.NeedsApproval, "shell: touch first.txt")]
    [DataRow(Answered, SessionActivity.Working, null)]
    [DataRow(Aborted, SessionActivity.Idle, null)]
    [DataRow(Failed, SessionActivity.Failing, "Failed to get response from the AI model")]
    public void Turn_is_what_its_newest_event_says(string line, SessionActivity activity, string? detail)
    {
        var reading = Format.ReadAll(Prompt, line);

        Assert.AreEqual((activity, detail), (reading.Turn?.Activity, reading.Turn?.Detail));
    }

    [TestMethod]
    public void Permission_that_an_interrupt_ends_is_not_worked_on()
    {
        Assert.AreEqual(SessionActivity.NeedsApproval, Format.ReadAll(Prompt, Asks, Cancelled).Turn?.Activity);
        Assert.AreEqual(SessionActivity.Idle, Format.ReadAll(Prompt, Asks, Cancelled, Aborted).Turn?.Activity);
    }

    [TestMethod]
    public void End_of_a_request_that_wanted_a_tool_is_no_end_of_the_turn() =>
        Assert.AreEqual(SessionActivity.Working, Format.ReadAll(Prompt, TurnStart, WantsTool, Answered, TurnEnd).Turn?.Activity);

    [TestMethod]
    [DataRow("""{"type":"system.message","data":{"content":"…"}}""", false)]
    [DataRow("""{"type":"tool.execution_complete","data":{}}""", false)]
    [DataRow("", true)]
    [DataRow(Prompt, true)]
    public void Line_matters_unless_it_is_known_not_to(string line, bool matters) => Assert.AreEqual(matters, Format.MayMatter(line));
}
