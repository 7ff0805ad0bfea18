using Moq;

namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class TerminalRegistryTests : TerminalTest
{
    [TestMethod]
    [TestCategory("TRM-12")]
    public async Task Ids_that_are_prefixes_of_each_other_never_touch_one_another()
    {
        await using var registry = new TerminalRegistry(Holder);
        var longer = registry.Start("session-12", "e", TestAgent.Shell("echo twelve; exec cat"));
        var shorter = registry.Start("session-1", "e", TestAgent.Shell("echo one; exec cat"));
        await ShownAsync(longer, "twelve");
        await ShownAsync(shorter, "one");

        await registry.RemoveAsync("session-1");
        await registry.RemoveAsync("session");
        await registry.RemoveAsync("SESSION-12");

        Assert.IsTrue(shorter.Exited.IsCompleted);
        Assert.IsFalse(registry.TryGet("session-1", out _));
        Assert.IsTrue(registry.TryGet("session-12", out var found));
        Assert.AreSame(longer, found);
        Assert.IsFalse(longer.Exited.IsCompleted);
        longer.TryWrite(Utf8("still here\n"));
        await ShownAsync(longer, "still here");
    }

    [TestMethod]
    public async Task Start_under_a_running_id_is_refused_and_under_an_ended_one_replaces_it()
    {
        await using var registry = new TerminalRegistry(Holder);
        var first = registry.Start("a", "1", TestAgent.Shell("exec cat"));

        Assert.ThrowsExactly<InvalidOperationException>(() => registry.Start("a", "2", TestAgent.Shell("exec cat")));
        await first.KillAsync(TimeProvider.System, Timeout);
        var second = registry.Start("a", "2", TestAgent.Shell("exec cat"));

        Assert.AreNotSame(first, second);
        Assert.AreEqual("2", second.Log.Epoch);
    }

    [TestMethod]
    public async Task Start_that_fails_leaves_nothing_behind()
    {
        var holder = new Mock<ITerminalHolder>(MockBehavior.Strict);
        holder.Setup(it => it.Start(It.IsAny<LaunchSpec>(), It.IsAny<ITerminalSink>())).Throws(new LaunchFailedException("no"));
        await using var registry = new TerminalRegistry(holder.Object);

        Assert.ThrowsExactly<LaunchFailedException>(() => registry.Start("a", "1", TestAgent.Shell("exec cat")));

        Assert.IsFalse(registry.TryGet("a", out _));
        Assert.IsEmpty(registry.All);
    }
}
