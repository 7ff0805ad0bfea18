namespace Orchestrator.Rpc.Tests.Rpc;

/// <summary>Connections that never say what they are.</summary>
[TestClass]
public sealed class SilentClientTests : RpcTest
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new();

    protected override TimeProvider Time => _time;

    [TestMethod]
    [TestCategory("CON-08")]
    public async Task Connection_that_never_initializes_is_closed_at_the_deadline_and_one_that_did_stays()
    {
        await using var open = await OpenAsync();
        await using var silent = Connect();
        Assert.HasCount(2, Host.Connections.All);

        _time.Advance(LongestSilence - TimeSpan.FromSeconds(1));
        await open.ResultAsync("session/list", "{}");
        var wasOpen = !silent.Exit.IsCompleted;
        _time.Advance(TimeSpan.FromSeconds(1));
        await silent.Exit.WaitAsync(Timeout);
        await open.ResultAsync("session/list", "{}");

        Assert.IsTrue(wasOpen);
        Assert.IsFalse(open.Exit.IsCompleted);
    }
}
