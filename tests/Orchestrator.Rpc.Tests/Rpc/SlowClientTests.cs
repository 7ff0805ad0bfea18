namespace Orchestrator.Rpc.Tests.Rpc;

/// <summary>Clients that do not read: they cost a bounded amount, cost nobody else anything, and can be got rid of.</summary>
[TestClass]
public sealed class SlowClientTests : RpcTest
{
    [TestMethod]
    [TestCategory("BP-01")]
    [TestCategory("BP-04")]
    public async Task Client_that_never_reads_is_bounded_and_another_one_works_on()
    {
        var stuck = Connect(isReading: false);
        await stuck.PostAsync("initialize", "{}");
        await stuck.NotifyAsync("initialized", "{}");
        await using var other = await OpenAsync();
        await other.ResultAsync("session/create", Script("flood", "yes | head -c 20000000"));
        await stuck.PostAsync("session/reveal", """{"sessionId":"flood"}""");
        for (var request = 0; request < 3_000; request++) await stuck.PostAsync("session/list", "{}");

        await PhaseToldAsync(other, "flood", "ended");
        await other.ResultAsync("session/create", Script("echo", "echo hello"));
        await PhaseToldAsync(other, "echo", "ended");
        var queues = (await other.ResultAsync("host/status", "{}"))["queues"]!.AsArray();

        foreach (var queue in queues) Assert.IsTrue((long)queue!["items"]! <= (long)queue["maxItems"]!, queue.ToJsonString());
        Assert.IsTrue(queues.Any(queue => (string?)queue!["name"] == "requests/1" && (long)queue["items"]! > 0));
        await stuck.DisposeAsync();
    }

    [TestMethod]
    [TestCategory("LST-02")]
    public async Task Hundred_lists_at_once_are_all_answered_with_their_page()
    {
        await using var client = await OpenAsync();
        for (var index = 0; index < 5; index++) await client.ResultAsync("session/create", Script($"s{index}", "exit 0"));
        var posted = new List<int>();
        for (var request = 0; request < 100; request++) posted.Add(await client.PostAsync("session/list", """{"limit":2}"""));

        foreach (var id in posted)
        {
            var page = (await client.AnswerAsync(id))["result"]!;
            Assert.HasCount(2, page["items"]!.AsArray());
            Assert.AreEqual(5, (int)page["total"]!);
        }
    }

    [TestMethod]
    [TestCategory("BP-01")]
    [TestCategory("CON-07")]
    public async Task Client_that_never_reads_can_be_ended_by_the_host_while_output_waits_for_it()
    {
        var stuck = Connect(isReading: false);
        await stuck.PostAsync("initialize", "{}");
        await stuck.NotifyAsync("initialized", "{}");
        await using var other = await OpenAsync();
        await other.ResultAsync("session/create", Script("flood", "yes"));
        await stuck.PostAsync("session/reveal", """{"sessionId":"flood"}""");
        await PhaseToldAsync(other, "flood", "active");
        await other.ResultAsync("session/reveal", """{"sessionId":"flood"}""");
        await other.WaitForAsync(message => (string?)message["method"] == "session/resync");

        await stuck.StopAsync();
        await stuck.Exit.WaitAsync(Timeout);

        await stuck.DisposeAsync();
        Assert.HasCount(1, Host.Connections.All);
        await other.ResultAsync("session/stop", """{"sessionId":"flood","force":true}""");
    }
}
