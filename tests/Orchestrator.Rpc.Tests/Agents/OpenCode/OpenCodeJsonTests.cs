using System.Text;
using Orchestrator.Agents.OpenCode;

namespace Orchestrator.Rpc.Tests.Agents.OpenCode;

/// <summary>Lines as version 1.18.33 wrote them.</summary>
[TestClass]
public sealed class OpenCodeJsonTests
{
    [TestMethod]
    public void Permission_is_asked_for_with_all_of_its_command()
    {
        var told = Event("""data: {"id":"evt_2025732850027GaN4A20jrHAOO","type":"permission.asked","properties":{"id":"per_202573285001rljEpEfTLcSjbe","sessionID":"ses_dfda8fd7dffeUCj6giC1Wq3DMt","permission":"bash","patterns":["touch b1.txt","echo hi"],"metadata":{"command":"touch b1.txt && echo hi > c.txt"},"always":["touch *","echo *"],"tool":{"messageID":"msg_20257317f001XecK54q0ZBAM9M","callID":"call_4"}}}""");

        Assert.AreEqual(
            new OpenCodeEvent.Asked(new OpenCodeDialog(
                "per_202573285001rljEpEfTLcSjbe", "ses_dfda8fd7dffeUCj6giC1Wq3DMt", IsQuestion: false, "bash: touch b1.txt && echo hi > c.txt")),
            told);
    }

    [TestMethod]
    public void Permission_without_a_command_is_told_by_its_patterns_and_its_change()
    {
        var told = (OpenCodeEvent.Asked)Event("""data: {"type":"permission.asked","properties":{"id":"per_1","sessionID":"ses_1","permission":"edit","patterns":["a.txt","b.txt"],"metadata":{"diff":"+one"}}}""")!;

        Assert.AreEqual(("edit: a.txt, b.txt", "+one"), (told.Dialog.Text, told.Dialog.More));
    }

    [TestMethod]
    public void Question_is_asked()
    {
        var told = Event("""data: {"id":"evt_2025748e9002zCK3UvRati2i30","type":"question.asked","properties":{"id":"que_2025748e9001A8zk3NWadK9jqR","sessionID":"ses_dfda8fd7dffeUCj6giC1Wq3DMt","questions":[{"question":"Which colour?","header":"Colour","options":[{"label":"Red","description":"The red one"},{"label":"Blue","description":"The blue one"}]}],"tool":{"messageID":"msg_202574726001vZVSYPD8qBm1IP","callID":"call_7"}}}""");

        Assert.AreEqual(
            new OpenCodeEvent.Asked(new OpenCodeDialog("que_2025748e9001A8zk3NWadK9jqR", "ses_dfda8fd7dffeUCj6giC1Wq3DMt", IsQuestion: true, "Which colour?")), told);
    }

    [TestMethod]
    [DataRow("""{"id":"evt_1","type":"permission.replied","properties":{"sessionID":"ses_1","requestID":"per_1","reply":"once"}}""", "per_1")]
    [DataRow("""{"id":"evt_1","type":"question.replied","properties":{"sessionID":"ses_1","requestID":"que_1","answers":[["Red"]]}}""", "que_1")]
    [DataRow("""{"id":"evt_1","type":"question.rejected","properties":{"sessionID":"ses_1","requestID":"que_1"}}""", "que_1")]
    public void Dialog_is_over_whoever_answered(string json, string dialog) =>
        Assert.AreEqual(new OpenCodeEvent.Settled("ses_1", dialog), Event($"data: {json}"));

    [TestMethod]
    [DataRow("""{"type":"busy"}""", OpenCodeStatusKind.Busy, null)]
    [DataRow("""{"type":"idle"}""", OpenCodeStatusKind.Idle, null)]
    [DataRow("""{"type":"retry","attempt":1,"message":"Rate limit reached for requests","next":1795335620112}""", OpenCodeStatusKind.Retry, "Rate limit reached for requests")]
    public void Status_is_told(string status, object kind, string? message)
    {
        var told = (OpenCodeEvent.Doing)Event($$$"""data: {"id":"evt_1","type":"session.status","properties":{"sessionID":"ses_1","status":{{{status}}}}}""")!;

        Assert.AreEqual(((OpenCodeStatusKind)kind, message), (told.Status.Kind, told.Status.Message));
        Assert.AreEqual(message is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(1795335620112), told.Status.Until);
    }

    [TestMethod]
    public void Child_tells_its_parent()
    {
        var told = Event("""data: {"id":"evt_2025752b4001uUTq0YfFdVwZYM","type":"session.created","properties":{"sessionID":"ses_2","info":{"id":"ses_2","slug":"glowing-meadow","directory":"/work","parentID":"ses_1","title":"sub work (@general subagent)"}}}""");

        Assert.AreEqual(new OpenCodeEvent.Known("ses_2", "ses_1"), told);
    }

    [TestMethod]
    public void Failure_says_why_and_an_interrupt_is_none()
    {
        Assert.AreEqual(
            new OpenCodeEvent.Failed("ses_1", "Invalid Authentication"),
            Event("""data: {"type":"session.error","properties":{"sessionID":"ses_1","error":{"name":"APIError","data":{"message":"Invalid Authentication","statusCode":401,"isRetryable":false}}}}"""));
        Assert.IsNull(Event("""data: {"type":"session.error","properties":{"sessionID":"ses_1","error":{"name":"MessageAbortedError","data":{"message":"Aborted"}}}}"""));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(": comment")]
    [DataRow("data: {")]
    [DataRow("data: []")]
    [DataRow("""data: {"id":"evt_1","type":"server.connected","properties":{}}""")]
    [DataRow("""data: {"type":"permission.asked","properties":{"id":"../../x","sessionID":"ses_1"}}""")]
    [DataRow("""data: {"type":"permission.asked","properties":{"id":"per_1"}}""")]
    [DataRow("""data: {"type":"session.status","properties":{"sessionID":"ses_1","status":{"type":"new"}}}""")]
    [DataRow("""data: {"type":"session.error","properties":{"error":7}}""")]
    public void Line_of_another_form_says_nothing(string line) => Assert.IsNull(Event(line));

    [TestMethod]
    public void Lists_are_read_and_what_is_no_list_is_empty()
    {
        var dialogs = OpenCodeJson.Dialogs(Bytes("""[{"id":"per_1","sessionID":"ses_1","permission":"bash","patterns":["touch x"],"metadata":{}},7]"""), areQuestions: false);
        var statuses = OpenCodeJson.Statuses(Bytes("""{"ses_1":{"type":"busy"},"else":{"type":"busy"}}"""));

        Assert.AreEqual("bash: touch x", dialogs.Single().Text);
        Assert.AreEqual(new OpenCodeStatus(OpenCodeStatusKind.Busy), statuses["ses_1"]);
        Assert.HasCount(1, statuses);
        Assert.IsEmpty(OpenCodeJson.Dialogs(Bytes("<html>"), areQuestions: true));
        Assert.IsEmpty(OpenCodeJson.Statuses(Bytes("[]")));
    }

    private static OpenCodeEvent? Event(string line) => OpenCodeJson.Event(Bytes(line));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
