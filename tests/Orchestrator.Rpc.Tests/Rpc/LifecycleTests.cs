using System.Text.Json.Nodes;

namespace Orchestrator.Rpc.Tests.Rpc;

[TestClass]
[TestCategory("CON-14")]
public sealed class LifecycleTests : RpcTest
{
    private const int NotInitialized = -32002;
    private const int InvalidRequest = -32600;
    private const int MethodNotFound = -32601;
    private const int InvalidParams = -32602;
    private const int ParseError = -32700;
    private const int Cancelled = -32800;

    [TestMethod]
    public async Task Request_before_initialize_is_refused_and_initialize_still_works()
    {
        await using var client = Connect();

        var code = await client.CodeAsync("session/list", "{}");
        var result = await client.ResultAsync("initialize", "{}");

        Assert.AreEqual(NotInitialized, code);
        Assert.AreEqual(Host.Services.Identity.HostId, (string?)result["hostId"]);
        Assert.AreEqual(4, (int?)result["limits"]!["liveSessions"]);
    }

    [TestMethod]
    public async Task Initialize_again_and_requests_after_shutdown_are_refused()
    {
        await using var client = await OpenAsync();

        var again = await client.CodeAsync("initialize", "{}");
        var shutdown = await client.RequestAsync("shutdown", "{}");
        var after = await client.CodeAsync("session/list", "{}");

        Assert.AreEqual(InvalidRequest, again);
        Assert.AreEqual(0, TestClient.CodeOf(shutdown));
        Assert.AreEqual(InvalidRequest, after);
    }

    [TestMethod]
    public async Task Initialize_with_invalid_params_did_not_happen()
    {
        await using var client = Connect();

        var refused = await client.CodeAsync("initialize", """{"processId":"text"}""");
        var before = await client.CodeAsync("session/list", "{}");
        var accepted = await client.CodeAsync("initialize", "{}");

        Assert.AreEqual((InvalidParams, NotInitialized, 0), (refused, before, accepted));
    }

    [TestMethod]
    [DataRow("#ABCDEF", 0xABCDEF)]
    [DataRow("#abcde", null, DisplayName = "too short")]
    [DataRow("rgb(1,2,3)", null, DisplayName = "another notation")]
    [DataRow("#+12345", null, DisplayName = "a sign")]
    [TestCategory("TRM-07")]
    public async Task Colours_of_the_newest_client_are_those_of_programs_and_odd_ones_keep_nobody_out(string background, int? expected)
    {
        var before = Host.Services.Colors.Current;
        var ansi = string.Join(',', Enumerable.Range(0, 16).Select(index => $"\"#0000{index:x2}\""));
        await using var client = Connect();

        await client.ResultAsync(
            "initialize",
            "{\"capabilities\":{\"terminal\":{\"colors\":"
            + $$"""{"foreground":"#010203","background":"{{background}}","cursor":"#040506","ansi":[{{ansi}}]}"""
            + "}}}");

        var colors = Host.Services.Colors.Current;
        if (expected is null)
        {
            Assert.AreSame(before, colors);
            return;
        }

        Assert.AreEqual((0x010203, expected, 0x040506), (colors.Foreground, colors.Background, colors.Cursor));
        CollectionAssert.AreEqual(Enumerable.Range(0, 16).ToArray(), colors.Ansi.ToArray());
    }

    [TestMethod]
    [DataRow(true, 0)]
    [DataRow(false, 1)]
    public async Task Exit_ends_with_0_after_shutdown_and_with_1_without(bool isShutDown, int expected)
    {
        await using var client = await OpenAsync();
        if (isShutDown) await client.RequestAsync("shutdown", "{}");

        await client.NotifyAsync("exit", "{}");

        Assert.AreEqual(expected, await client.Exit.WaitAsync(Timeout));
    }

    [TestMethod]
    public async Task Exit_before_initialize_ends_with_1()
    {
        await using var client = Connect();

        await client.NotifyAsync("session/unknown", "{}");
        await client.NotifyAsync("exit", "{}");

        Assert.AreEqual(1, await client.Exit.WaitAsync(Timeout));
        Assert.IsEmpty(client.Received);
    }

    [TestMethod]
    [DataRow(true, 0)]
    [DataRow(false, 1)]
    [TestCategory("CON-07")]
    public async Task End_of_input_ends_as_exit_does_and_answers_what_came_before(bool isShutDown, int expected)
    {
        await using var client = await OpenAsync();
        var id = await client.PostAsync("session/list", "{}");
        if (isShutDown) await client.PostAsync("shutdown", "{}");

        await client.CloseInputAsync();

        Assert.AreEqual(expected, await client.Exit.WaitAsync(Timeout));
        Assert.IsNotNull((await client.AnswerAsync(id))["result"]);
    }

    [TestMethod]
    [TestCategory("CON-07")]
    public async Task Death_of_the_clients_process_ends_its_connection()
    {
        using var parent = Terminals.TestProcess.Start("/bin/sleep", "100");
        await using var client = Connect();
        await client.RequestAsync("initialize", $$"""{"processId":{{parent.Id}}}""");
        await client.NotifyAsync("initialized", "{}");

        parent.Kill();

        Assert.AreEqual(1, await client.Exit.WaitAsync(Timeout));
    }

    [TestMethod]
    [DataRow("session/unknown")]
    [DataRow("$/unknown")]
    [TestCategory("SUB-16")]
    public async Task Unknown_method_is_answered_with_an_error_however_often_it_comes(string method)
    {
        await using var client = await OpenAsync();

        var ids = new List<int>();
        for (var request = 0; request < 600; request++) ids.Add(await client.PostAsync(method, "{}"));

        foreach (var id in ids) Assert.AreEqual(MethodNotFound, TestClient.CodeOf(await client.AnswerAsync(id)));
    }

    [TestMethod]
    [TestCategory("SUB-16")]
    public async Task Unknown_notification_is_ignored()
    {
        await using var client = await OpenAsync();

        await client.NotifyAsync("$/unknown", "{}");
        await client.NotifyAsync("unknown", "{}");

        Assert.AreEqual(0, await client.CodeAsync("session/list", "{}"));
    }

    [TestMethod]
    public async Task Cancelled_request_is_answered_while_it_would_still_wait()
    {
        await using var client = await OpenAsync();
        using var stored = new ManualResetEventSlim();
        var blocking = Host.Services.Writer.WriteAsync(_ => stored.Wait(Timeout), Timeout);

        var id = await client.PostAsync("session/create", Script("a", "exit 0"));
        await client.NotifyAsync("$/cancelRequest", $$"""{"id":{{id}}}""");
        var answer = await client.AnswerAsync(id);
        stored.Set();
        await blocking;

        Assert.AreEqual(Cancelled, TestClient.CodeOf(answer));
    }

    [TestMethod]
    [DataRow("garbage on the wire\r\n\r\n")]
    [DataRow("Content-Length: minus\r\n\r\n{}")]
    [DataRow("Content-Length: 999999999\r\n\r\n{}")]
    [DataRow("\u0001\u0002\u0003")]
    [TestCategory("SEC-04")]
    [TestCategory("SEC-07")]
    public async Task Broken_header_is_answered_once_and_ends_that_connection_alone(string bytes)
    {
        await using var other = await OpenAsync();
        await using var client = await OpenAsync();

        await client.SendRawAsync(bytes);
        await client.WaitForAsync(message => message.ContainsKey("error"));
        await client.Exit.WaitAsync(Timeout);
        var errors = client.Received.Where(message => message.ContainsKey("error")).ToList();

        Assert.AreEqual(ParseError, TestClient.CodeOf(errors.Single()));
        Assert.IsTrue(errors[0].ContainsKey("id"));
        Assert.IsNull(errors[0]["id"]);
        Assert.AreEqual(0, await other.CodeAsync("session/list", "{}"));
    }

    [TestMethod]
    [DataRow("{", ParseError)]
    [DataRow("[]", InvalidRequest)]
    [DataRow("""{"jsonrpc":"2.0","id":{},"method":"session/list"}""", InvalidRequest)]
    [TestCategory("SEC-03")]
    public async Task Message_that_is_none_is_answered_without_id_and_the_connection_lives(string content, int expected)
    {
        await using var client = await OpenAsync();

        await client.SendAsync(content);
        var error = await client.WaitForAsync(message => message.ContainsKey("error"));

        Assert.AreEqual(expected, TestClient.CodeOf(error));
        Assert.IsNull(error["id"]);
        Assert.AreEqual(0, await client.CodeAsync("session/list", "{}"));
    }

    [TestMethod]
    [DataRow("Content-Length: {0}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n")]
    [DataRow("Content-Length: {0}\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n")]
    [DataRow("content-length:{0}\r\n\r\n")]
    [DataRow("X-Other: 1\r\nContent-Length: {0}\r\n\r\n")]
    public async Task Header_in_any_form_of_the_base_protocol_is_read(string header)
    {
        await using var client = await OpenAsync();
        const string content = """{"jsonrpc":"2.0","id":77,"method":"session/list"}""";

        await client.SendRawAsync(header.Replace("{0}", $"{content.Length}", StringComparison.Ordinal) + content);

        Assert.IsNotNull((await client.AnswerAsync(77))["result"]);
    }

    [TestMethod]
    public async Task Requests_with_the_same_id_are_both_answered_and_the_connection_lives()
    {
        await using var client = await OpenAsync();
        using var stored = new ManualResetEventSlim();
        var blocking = Host.Services.Writer.WriteAsync(_ => stored.Wait(Timeout), Timeout);

        foreach (var id in new[] { "a", "b" })
            await client.SendAsync($$"""{"jsonrpc":"2.0","id":99,"method":"session/create","params":{{Script(id, "exit 0")}}}""");
        stored.Set();
        await blocking;
        var code = await client.CodeAsync("session/list", "{}");

        Assert.AreEqual(0, code);
        Assert.AreEqual(99, (int?)(await client.AnswerAsync(99))["id"]);
    }

    [TestMethod]
    public async Task Message_cut_into_single_bytes_is_read()
    {
        await using var client = await OpenAsync();
        var content = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 55, ["method"] = "session/list" }.ToJsonString();

        foreach (var character in $"Content-Length: {content.Length}\r\n\r\n{content}") await client.SendRawAsync(character.ToString());

        Assert.IsNotNull((await client.AnswerAsync(55))["result"]);
    }
}
