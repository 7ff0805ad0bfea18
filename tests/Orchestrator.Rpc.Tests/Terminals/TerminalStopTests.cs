namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class TerminalStopTests : TerminalTest
{
    private static readonly StopGrace Short = new(
        TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(20));

    [TestMethod]
    [TestCategory("TRM-02")]
    public async Task Stop_of_a_well_behaved_agent_ends_it_by_the_interrupt()
    {
        var terminal = Start(TestAgent.Shell("trap 'exit 5' INT; echo ready; while :; do sleep 60 & wait; done"));
        await ShownAsync(terminal, "ready");

        var exit = await terminal.StopAsync(StopGrace.Default, Timeout);

        Assert.AreEqual(new TerminalExit(5, null), exit);
    }

    [TestMethod]
    public async Task Stop_while_agent_ignores_interrupts_kills_after_the_graces()
    {
        var terminal = Start(TestAgent.Spec("ignore-interrupts"));
        await ShownAsync(terminal, "ready");

        var exit = await terminal.StopAsync(Short, Timeout);

        Assert.AreEqual(new TerminalExit(null, "SIGKILL"), exit);
        StringAssert.Contains(TextOf(terminal.Log), "ignored SIGINT");
        StringAssert.Contains(TextOf(terminal.Log), "ignored SIGTERM");
        StringAssert.Contains(TextOf(terminal.Log), "ignored SIGHUP");
    }

    [TestMethod]
    public async Task Stop_called_again_joins_the_first_and_a_kill_cuts_it_short()
    {
        var endless = new StopGrace(TimeSpan.FromDays(1), TimeSpan.FromDays(1), TimeSpan.FromMilliseconds(20));
        var terminal = Start(TestAgent.Spec("ignore-interrupts"));
        await ShownAsync(terminal, "ready");

        var first = terminal.StopAsync(endless, Timeout);
        var second = terminal.StopAsync(Short, Timeout);
        await ShownAsync(terminal, "ignored SIGINT");
        Assert.IsFalse(first.IsCompleted || second.IsCompleted);

        var killed = new TerminalExit(null, "SIGKILL");
        Assert.AreEqual(killed, await terminal.StopAsync(StopGrace.None, Timeout));
        Assert.AreEqual(killed, await first);
        Assert.AreEqual(killed, await second);
        Assert.AreEqual(killed, await terminal.StopAsync(Short, Timeout));
    }

    [TestMethod]
    public async Task Stop_that_is_no_longer_waited_for_goes_on()
    {
        var terminal = Start(TestAgent.Spec("ignore-interrupts"));
        await ShownAsync(terminal, "ready");
        using var cancelled = new CancellationTokenSource();

        var stop = terminal.StopAsync(Short, cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => stop);
        Assert.AreEqual("SIGKILL", (await terminal.Exited.WaitAsync(Timeout)).Signal);
    }

    [TestMethod]
    [TestCategory("TRM-09")]
    public async Task Stop_ends_grandchildren_that_ignore_hang_ups()
    {
        var terminal = Start(TestAgent.Spec("grandchild"));
        var shown = await ShownAsync(terminal, "ready");
        var grandchild = ProcessProbe.Identify(PidAfter(shown, ""))!;

        await terminal.StopAsync(Short, Timeout);

        await GoneAsync(grandchild);
    }

    [TestMethod]
    [TestCategory("TRM-09")]
    [DataRow("setsid", DisplayName = "in a session of its own")]
    [DataRow("exec", DisplayName = "in the same group")]
    public async Task Stop_ends_children_wherever_they_went(string how)
    {
        var terminal = Start(TestAgent.Shell(
            $"sh -c 'trap \"\" HUP INT TERM; {how} sh -c \"trap \\\"\\\" HUP INT TERM; echo child \\$\\$; while :; do sleep 60; done\"' & wait"));
        var child = ProcessProbe.Identify(PidAfter(await ShownAsync(terminal, "\n"), "child "))!;

        await terminal.StopAsync(Short, Timeout);

        await GoneAsync(child);
    }

    [TestMethod]
    [TestCategory("TRM-09")]
    public async Task Stop_ends_shell_jobs_with_process_groups_of_their_own()
    {
        var terminal = Start(TestAgent.Shell(
            "set -m; sh -c 'trap \"\" HUP INT TERM; echo job $$; while :; do sleep 60; done' & exec 2>&1; sleep 60"));
        var job = ProcessProbe.Identify(PidAfter(await ShownAsync(terminal, "\n"), "job "))!;

        await terminal.StopAsync(Short, Timeout);

        await GoneAsync(job);
    }

    [TestMethod]
    [TestCategory("TRM-09")]
    public async Task Stop_after_the_leader_ended_by_itself_still_ends_what_it_left()
    {
        var terminal = Start(TestAgent.Shell(
            "sh -c 'trap \"\" HUP; echo left $$; while :; do sleep 60; done' & read line; exit 0"));
        var left = ProcessProbe.Identify(PidAfter(await ShownAsync(terminal, "\n"), "left "))!;
        terminal.Screen.Input.TryWrite(Utf8("\n"));
        await terminal.Exited.WaitAsync(Timeout);

        var exit = await terminal.StopAsync(Short, Timeout);

        Assert.AreEqual(0, exit.Code);
        await GoneAsync(left);
    }

    [TestMethod]
    public async Task Exit_of_the_leader_hangs_up_its_background_jobs()
    {
        var terminal = Start(TestAgent.Shell("set -m; sleep 1000 & echo job $!; read line; exit 0"));
        var job = ProcessProbe.Identify(PidAfter(await ShownAsync(terminal, "\n"), "job "))!;

        terminal.Screen.Input.TryWrite(Utf8("\n"));
        await terminal.Exited.WaitAsync(Timeout);

        await GoneAsync(job);
    }

    [TestMethod]
    public async Task Interrupt_reaches_the_foreground_job_and_not_the_shell()
    {
        var terminal = Start(TestAgent.Shell("set -m; sh -c 'trap \"echo interrupted; exit\" INT; echo ready; while :; do sleep 0.01; done'; echo shell lives"));
        await ShownAsync(terminal, "ready");

        terminal.Interrupt();

        var shown = await ShownAsync(terminal, "shell lives");
        StringAssert.Contains(shown, "interrupted");
    }

    [TestMethod]
    [TestCategory("TRM-04")]
    public async Task Ended_terminal_refuses_input_size_and_signals()
    {
        var terminal = Start(TestAgent.Shell("exit 0"));
        await terminal.StopAsync(StopGrace.Default, Timeout);

        terminal.Screen.Resize(new TerminalSize(10, 10), by: null);

        Assert.IsFalse(terminal.Screen.Input.TryWrite(Utf8("late")));
        Assert.AreEqual(TerminalSize.Default, terminal.Screen.Size);
        terminal.Interrupt();
    }

    [TestMethod]
    public async Task Holder_that_closes_ends_everything_and_starts_nothing_more()
    {
        var polite = Start(TestAgent.Shell("trap 'exit 6' TERM HUP; echo ready; while :; do sleep 0.05; done"));
        var stubborn = Start(TestAgent.Spec("ignore-interrupts"));
        await ShownAsync(polite, "ready");
        await ShownAsync(stubborn, "ready");

        await Holder.DisposeAsync();

        Assert.AreEqual(new TerminalExit(6, null), await polite.Exited.WaitAsync(Timeout));
        Assert.AreEqual(new TerminalExit(null, "SIGKILL"), await stubborn.Exited.WaitAsync(Timeout));
        Assert.ThrowsExactly<ObjectDisposedException>(() => Start(TestAgent.Spec("cwd")));
    }
}
