using System.Text.Json.Nodes;
using Orchestrator.Rpc.Tests.Storage;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Rpc;

[TestClass]
public sealed class StorageNoticeTests : RpcTest
{
    [TestMethod]
    [TestCategory("STO-04")]
    public async Task Full_disk_is_told_to_every_client_once_and_so_is_its_end()
    {
        await using var first = await OpenAsync();
        await first.ResultAsync("session/create", Script("a", "exec sleep 600"));
        using var broken = await BrokenStorage.BreakAsync(
            Host.Services.Writer, Path.Combine(Folder, "orchestrator.db"), StorageFailure.Full, Timeout);

        var title = new string('t', 150);
        var refusals = new List<JsonObject>();
        while (refusals.Count < 3)
        {
            // Until the pages that the file has are full.
            var answer = await first.RequestAsync("session/send", $$"""{"sessionId":"a","clientMessageId":"m{{Guid.NewGuid():N}}","text":"{{new string('x', 20_000)}}"}""");
            if (TestClient.CodeOf(answer) == 1402) await first.RequestAsync("session/rename", $$"""{"sessionId":"a","title":"{{title}}"}""");
            else if (answer["error"] is not null) refusals.Add(answer);
        }

        var full = await NoticeAsync(first, type: 2);
        await using var second = await OpenAsync();
        var fullToSecond = await NoticeAsync(second, type: 2);
        broken.Mend();
        var over = await NoticeAsync(first, type: 3);
        await NoticeAsync(second, type: 3);
        await using var third = await OpenAsync();
        await third.ResultAsync("session/list", "{}");

        Assert.IsTrue(refusals.All(refusal => TestClient.CodeOf(refusal) == 1701 && (bool)refusal["error"]!["data"]!["retryable"]!));
        StringAssert.Contains((string)refusals[0]["error"]!["message"]!, "full", StringComparison.Ordinal);
        StringAssert.Contains(full, $"'{Path.GetFileName(Folder)}' is full", StringComparison.Ordinal);
        Assert.DoesNotContain(Folder, full, "No path of this machine.");
        Assert.AreEqual(full, fullToSecond);
        StringAssert.Contains(over, "stored again", StringComparison.Ordinal);
        CollectionAssert.AreEqual(new[] { 2, 3 }, Types(first));
        CollectionAssert.AreEqual(new[] { 2, 3 }, Types(second));
        Assert.IsEmpty(Types(third));
    }

    private static async Task<string> NoticeAsync(TestClient client, int type) => (string)(await client.WaitForAsync(message =>
        (string?)message["method"] == "window/logMessage" && (int)message["params"]!["type"]! == type))["params"]!["message"]!;

    private static int[] Types(TestClient client) =>
        [.. client.Received.Where(message => (string?)message["method"] == "window/logMessage").Select(message => (int)message["params"]!["type"]!)];
}
