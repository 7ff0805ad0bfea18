using System.Text;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

/// <summary>One host and its holder, over a real socket, with real programs.</summary>
[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class HolderTests : HolderTest
{
    [TestMethod]
    [TestCategory("TRM-01")]
    public async Task Program_takes_input_is_interrupted_and_its_exit_is_told_after_all_its_output()
    {
        var host = Host();
        var (terminal, sink) = await StartAsync(host, TestAgent.Shell("trap 'echo interrupted; exit 5' INT; echo ready; read line; echo got $line; while :; do sleep 60 & wait; done"));
        await sink.ShowsAsync("ready", Timeout);

        Assert.IsTrue(terminal.TryWrite("héllo\n"u8.ToArray()));
        await sink.ShowsAsync("got héllo", Timeout);
        terminal.Interrupt();

        Assert.AreEqual(new TerminalExit(5, null), await sink.Exited.WaitAsync(Timeout));
        StringAssert.Contains(sink.Text, "interrupted", StringComparison.Ordinal);
        Assert.IsGreaterThan(0, sink.End);
        Assert.IsFalse(terminal.TryWrite("late"u8.ToArray()));
        Assert.AreEqual(Environment.ProcessId, host.Pid);
    }

    [TestMethod]
    public async Task Size_reaches_the_program()
    {
        var (terminal, sink) = await StartAsync(Host(), TestAgent.Spec("size"));
        await sink.ShowsAsync("80x24", Timeout);

        terminal.Resize(new TerminalSize(101, 33), sink.End);

        await sink.ShowsAsync("101x33", Timeout);
    }

    [TestMethod]
    [TestCategory("TRM-09")]
    public async Task Stop_ends_grandchildren_too()
    {
        var (terminal, sink) = await StartAsync(Host(), TestAgent.Spec("grandchild"));
        await sink.ShowsAsync("ready", Timeout);
        var grandchild = ProcessProbe.Identify(TerminalTest.PidAfter(sink.Text, ""))!;

        await terminal.StopAsync(StopGrace.Within(TimeSpan.FromMilliseconds(400))).WaitAsync(Timeout);

        Assert.IsTrue(sink.Exited.IsCompleted);
        while (ProcessProbe.Check(grandchild) != ProcessPresence.Gone) await Task.Yield();
    }

    [TestMethod]
    public async Task Program_that_cannot_be_started_is_refused_with_the_reason_and_the_next_one_starts()
    {
        var host = Host();

        var refusal = await Assert.ThrowsExactlyAsync<LaunchFailedException>(() => StartAsync(host, TestAgent.Launch(Path.Combine(Folder, "no-such-program"))));
        var (_, sink) = await StartAsync(host, TestAgent.Spec("exit", "7"));

        StringAssert.Contains(refusal.Message, "no-such-program", StringComparison.Ordinal);
        Assert.AreEqual(new TerminalExit(7, null), await sink.Exited.WaitAsync(Timeout));
    }

    [TestMethod]
    [TestCategory("TRM-01")]
    [TestCategory("BP-10")]
    public async Task Flood_arrives_whole()
    {
        const int Count = 12_000_000;
        var (_, sink) = await StartAsync(Host(), TestAgent.Spec("flood", $"{Count}"));

        await sink.Exited.WaitAsync(Timeout);

        Assert.AreEqual(sink.Bytes.Length, sink.End);
        var expected = new StringBuilder();
        for (var line = 0; expected.Length < Count * 16L / 15; line++) expected.Append($"line {line:D9}\r\n");
        Assert.IsTrue(expected.ToString().StartsWith(sink.Text, StringComparison.Ordinal));
        Assert.AreEqual(Count, sink.Text.Count(character => character != '\r'));
    }

    [TestMethod]
    [TestCategory("PH-06")]
    public async Task Exited_program_is_held_until_it_is_forgotten()
    {
        var host = Host();
        var (terminal, sink) = await StartAsync(host, TestAgent.Spec("exit", "3"));
        var (_, kept) = await StartAsync(host, TestAgent.Spec("exit", "4"));
        await Task.WhenAll(sink.Exited, kept.Exited).WaitAsync(Timeout);

        terminal.Forget();
        await LeaveAsync(host);
        var next = Host();
        // It can be there before the last word of the host before it is heard.
        for (; (await next.FindHeldAsync(Timeout)).Length > 1; next = Host()) await LeaveAsync(next);
        var held = await next.FindHeldAsync(Timeout);

        Assert.AreEqual(new TerminalExit(4, null), held.Single().Exit);
    }

    [TestMethod]
    [TestCategory("AGT-09")]
    public async Task Holder_that_is_gone_ends_every_program_as_lost_once()
    {
        var host = Host();
        var first = await StartAsync(host, TestAgent.Shell("trap '' HUP TERM INT; echo ready; while :; do sleep 60 & wait; done"));
        var second = await StartAsync(host, TestAgent.Spec("echo"));
        await first.Sink.ShowsAsync("ready", Timeout);
        await second.Sink.ShowsAsync("ready", Timeout);

        await EndHolderAsync();

        Assert.AreEqual(ProcessPresence.Gone, ProcessProbe.Check(first.Terminal.Identity));
        foreach (var (terminal, sink) in new[] { first, second })
        {
            var exit = await sink.Exited.WaitAsync(Timeout);
            Assert.IsTrue(exit.IsLost || exit.Signal is not null || exit.Code is not null);
            await terminal.StopAsync(StopGrace.Default).WaitAsync(Timeout);
            Assert.IsFalse(terminal.TryWrite("late"u8.ToArray()));
        }
    }

    [TestMethod]
    [TestCategory("AGT-08")]
    public async Task Nothing_is_held_where_no_holder_runs()
    {
        await EndHolderAsync();

        Assert.IsEmpty(await Host().FindHeldAsync(Timeout));
    }
}
