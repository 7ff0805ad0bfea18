using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Rpc.Tests.Rpc;

/// <summary>Requests as a client sends them, good and bad, with the codes of the contract.</summary>
[TestClass]
public sealed class RequestTests : RpcTest
{
    private const int InvalidParams = -32602;
    private const string Long = "01234567890123456789012345678901234567890123456789012345678901234";

    [TestMethod]
    [DataRow("session/get", """{}""", InvalidParams)]
    [DataRow("session/get", """{"sessionId":5}""", InvalidParams)]
    [DataRow("session/get", """{"sessionId":null}""", InvalidParams)]
    [DataRow("session/get", """[]""", InvalidParams)]
    [DataRow("session/get", """{"sessionId":"unknown"}""", 1001)]
    [DataRow("session/get", """{"sessionId":"../etc"}""", 1001)]
    [DataRow("session/reveal", """{"sessionId":"unknown"}""", 1001)]
    [DataRow("session/conceal", """{"sessionId":"unknown"}""", 1001)]
    [DataRow("session/stop", """{"sessionId":"unknown"}""", 1001)]
    [DataRow("session/delete", """{"sessionId":"unknown"}""", 1001)]
    [DataRow("session/rename", """{"sessionId":"unknown","title":"t"}""", 1001)]
    [DataRow("session/send", """{"sessionId":"unknown","clientMessageId":"m","text":"t"}""", 1001)]
    [DataRow("session/queue", """{"sessionId":"unknown"}""", 1001)]
    [DataRow("session/unqueue", """{"sessionId":"unknown","messageId":"m"}""", 1001)]
    [DataRow("session/unqueue", """{"sessionId":"unknown"}""", InvalidParams)]
    [DataRow("terminal/input", """{"sessionId":"unknown","data":""}""", 1001)]
    [DataRow("terminal/input", """{"sessionId":"unknown","data":"not base64!"}""", InvalidParams)]
    [DataRow("terminal/resize", """{"sessionId":"unknown","cols":80,"rows":24}""", 1001)]
    [DataRow("terminal/snapshot", """{"sessionId":"unknown","format":"vt"}""", 1001)]
    [DataRow("session/create", """{"agent":"unknown"}""", 1101)]
    [DataRow("session/create", """{"agent":"shell"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/no/such/folder"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"relative"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/etc/passwd"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","cols":0,"rows":0}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","cols":10000,"rows":10000}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","clientSessionId":"../up"}""", InvalidParams)]
    [DataRow("session/create", $$"""{"agent":"shell","cwd":"/tmp","clientSessionId":"{{Long}}"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","title":"\u0007"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","driver":"acp"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","permissionMode":"yolo"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","projectId":"unknown"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","env":{"A=B":"c"}}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","env":{"A":null}}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"shell","cwd":"/tmp","worktree":{}}""", 1201)]
    [DataRow("session/create", """{"agent":"command","cwd":"/tmp"}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"command","cwd":"/tmp","args":[null]}""", InvalidParams)]
    [DataRow("session/create", """{"agent":"command","cwd":"/tmp","args":["a\u0000b"]}""", InvalidParams)]
    [DataRow("session/list", """{"limit":0}""", InvalidParams)]
    [DataRow("session/list", """{"limit":501}""", InvalidParams)]
    [DataRow("session/list", """{"limit":"5"}""", InvalidParams)]
    [DataRow("session/list", """{"cursor":"foreign"}""", 1501)]
    [DataRow("session/list", """{"cursor":"e30"}""", 1501)]
    [DataRow("session/archive", """{"sessionIds":null,"archived":true}""", InvalidParams)]
    [DataRow("session/archive", """{"sessionIds":[null],"archived":true}""", InvalidParams)]
    [DataRow("project/add", """{"path":"relative"}""", InvalidParams)]
    [DataRow("project/add", """{"path":"/tmp","defaultAgent":"unknown"}""", 1101)]
    [DataRow("project/remove", """{"projectId":"unknown"}""", InvalidParams)]
    [TestCategory("SEC-01")]
    [TestCategory("SEC-03")]
    public async Task Request_that_cannot_be_granted_gets_its_code_and_the_connection_lives(string method, string parameters, int expected)
    {
        await using var client = await OpenAsync();

        var answer = await client.RequestAsync(method, parameters);

        Assert.AreEqual(expected, TestClient.CodeOf(answer), answer.ToJsonString());
        StringAssert.DoesNotMatch(answer.ToJsonString(), new(@"   at |Exception|System\."), "A stack or a type's name reached the client.");
        Assert.AreEqual(0, await client.CodeAsync("session/list", "{}"));
    }

    [TestMethod]
    [DataRow("""{"sort":"byColour"}""")]
    [DataRow("""{"filter":{"phase":["dreaming"],"activity":["dancing"]}}""")]
    [DataRow("""{"unknown":{"member":1},"filter":null}""")]
    public async Task List_with_words_of_a_newer_client_is_answered(string parameters)
    {
        await using var client = await OpenAsync();

        Assert.AreEqual(0, await client.CodeAsync("session/list", parameters));
    }

    [TestMethod]
    [TestCategory("SUB-03")]
    [TestCategory("SUB-04")]
    public async Task Reveal_result_comes_before_the_output_and_both_join()
    {
        await using var client = await OpenAsync();
        await client.ResultAsync("session/create", Script("a", "i=0; while [ $i -lt 900 ]; do echo line $i; i=$((i+1)); done"));

        var id = await client.PostAsync("session/reveal", """{"sessionId":"a"}""");
        await client.WaitForAsync(message => (string?)message["method"] == "terminal/exited");

        var received = client.Received.ToList();
        var answer = received.FindIndex(message => (int?)message["id"] == id);
        var outputs = received.Where(message => (string?)message["method"] == "terminal/output").ToList();
        Assert.IsTrue(outputs.Count == 0 || answer < received.IndexOf(outputs[0]));
        var content = received[answer]["result"]!["terminal"]!;
        var position = (long)content["offset"]!;
        var text = new StringBuilder((string?)content["kind"] == "none" ? "" : Encoding.UTF8.GetString(Bytes(content["data"])));
        foreach (var output in outputs)
        {
            Assert.AreEqual(position, (long)output["params"]!["offset"]!);
            text.Append(Encoding.UTF8.GetString(Bytes(output["params"]!["data"])));
            position += Bytes(output["params"]!["data"]).Length;
        }

        StringAssert.Contains(text.ToString(), "line 0\r\nline 1\r\n", StringComparison.Ordinal);
        // All of it can have been printed before the reveal; a snapshot keeps that many lines.
        StringAssert.Contains(text.ToString(), "line 899\r\n", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("SUB-18")]
    [TestCategory("ATT-02")]
    public async Task Archive_of_several_tells_each_and_one_failure_fails_no_other()
    {
        await using var client = await OpenAsync();
        await client.ResultAsync("session/create", Script("a", "exit 0"));
        await client.ResultAsync("session/create", Script("b", "exit 0"));

        var result = await client.ResultAsync("session/archive", """{"sessionIds":["a","unknown","../b","b"],"archived":true}""");

        var items = result["results"]!.AsArray();
        CollectionAssert.AreEqual(new[] { true, false, false, true }, items.Select(item => (bool)item!["ok"]!).ToArray());
        Assert.AreEqual(1001, (int?)items[1]!["error"]!["code"]);
        await client.WaitForAsync(message => (string?)message["method"] == "sessions/changed"
            && message["params"]!["changed"]!.AsArray().Any(session => (string?)session!["id"] == "b" && (bool?)session["archived"] == true));
    }

    [TestMethod]
    [TestCategory("TRM-04")]
    [TestCategory("SUB-15")]
    public async Task Input_arrives_in_the_order_sent_and_is_refused_after_the_end()
    {
        await using var client = await OpenAsync();
        await client.ResultAsync("session/create", Script("a", "stty -echo; echo ready; read line; echo got $line"));
        // What was printed before the reveal is in its result, and is not told again.
        var revealed = await client.ResultAsync("session/reveal", """{"sessionId":"a"}""");
        if (!Encoding.UTF8.GetString(Bytes(revealed["terminal"]!["data"])).Contains("ready", StringComparison.Ordinal))
            await client.WaitForAsync(message => (string?)message["method"] == "terminal/output" && Shown(message).Contains("ready", StringComparison.Ordinal));

        foreach (var character in "in order\n") await client.PostAsync("terminal/input", $$"""{"sessionId":"a","data":"{{Data(character.ToString())}}"}""");
        await PhaseToldAsync(client, "a", "ended");
        var text = await client.ResultAsync("terminal/snapshot", """{"sessionId":"a","format":"text"}""");

        Assert.AreEqual("ready\ngot in order", (string?)text["data"]);
        Assert.AreEqual(1003, await client.CodeAsync("terminal/input", """{"sessionId":"a","data":"eA=="}"""));
        Assert.AreEqual(1003, await client.CodeAsync("terminal/resize", """{"sessionId":"a","cols":80,"rows":24}"""));
    }

    [TestMethod]
    [TestCategory("SEC-04")]
    public async Task Input_of_more_than_a_mebibyte_is_refused_with_a_typed_error()
    {
        await using var client = await OpenAsync();
        await client.ResultAsync("session/create", Script("a", "cat > /dev/null"));

        var answer = await client.RequestAsync("terminal/input", $$"""{"sessionId":"a","data":"{{Convert.ToBase64String(new byte[1024 * 1024 + 1])}}"}""");

        Assert.AreEqual(1601, TestClient.CodeOf(answer));
        Assert.AreEqual("limitReached", (string?)answer["error"]!["data"]!["kind"]);
    }

    [TestMethod]
    [TestCategory("MUL-01")]
    [TestCategory("ATT-15")]
    public async Task Delete_is_refused_while_running_and_told_to_every_client_afterwards()
    {
        await using var client = await OpenAsync();
        await using var other = await OpenAsync();
        await client.ResultAsync("session/create", Script("a", "cat"));
        await PhaseToldAsync(client, "a", "detached");
        var running = await client.CodeAsync("session/delete", """{"sessionId":"a"}""");
        await client.ResultAsync("session/stop", """{"sessionId":"a","force":true}""");
        await PhaseToldAsync(client, "a", "ended");

        await client.ResultAsync("session/delete", """{"sessionId":"a"}""");
        await other.WaitForAsync(message => (string?)message["method"] == "sessions/changed"
            && message["params"]!["removed"]!.AsArray().Any(id => (string?)id == "a"));

        Assert.AreEqual(1004, running);
        Assert.AreEqual(1001, await other.CodeAsync("session/get", """{"sessionId":"a"}"""));
        Assert.AreEqual(1001, await client.CodeAsync("session/delete", """{"sessionId":"a"}"""));
    }

    private static string Shown(JsonObject output) => Encoding.UTF8.GetString(Bytes(output["params"]!["data"]));
}
