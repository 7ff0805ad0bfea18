using Orchestrator.Terminals.Unix;

namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class ProcessProbeTests : TerminalTest
{
    [TestMethod]
    public async Task Check_tells_a_running_process_from_one_that_is_gone()
    {
        var terminal = Start(TestAgent.Shell("exec cat"));

        Assert.AreEqual(ProcessPresence.Alive, ProcessProbe.Check(terminal.Process));
        await terminal.StopAsync(StopGrace.None, Timeout);
        Assert.AreEqual(ProcessPresence.Gone, ProcessProbe.Check(terminal.Process));
    }

    [TestMethod]
    public void Check_of_the_same_pid_with_another_start_or_boot_is_gone()
    {
        var self = ProcessProbe.Identify(Environment.ProcessId)!;

        Assert.AreEqual(ProcessPresence.Alive, ProcessProbe.Check(self));
        Assert.AreEqual(ProcessPresence.Gone, ProcessProbe.Check(self with { StartTime = self.StartTime - 1 }));
        Assert.AreEqual(ProcessPresence.Gone, ProcessProbe.Check(self with { BootId = "another boot" }));
    }

    [TestMethod]
    public async Task Check_of_a_zombie_is_gone()
    {
        // Its parent never asks how it ended: the pid stays taken, so that no other process can have it.
        var terminal = Start(TestAgent.Shell("sh -c 'echo zombie $$' & exec sleep 1000"));
        var child = ProcessProbe.Identify(PidAfter(await ShownAsync(terminal, "\n"), "zombie "))!;

        await GoneAsync(child);

        Assert.AreEqual(0, LinuxProcesses.TryRead(child.Pid, out var row));
        Assert.IsTrue(row.HasEnded);
    }

    [TestMethod]
    [DataRow("12 (sh) S 1 12 10 34816 12 4194304 100 0 0 0 1 2 0 0 20 0 1 0 4711 0", 1, 10, 4711L, false)]
    [DataRow("12 (a) b (c) Z 7 12 10 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0 99 0", 7, 10, 99L, true)]
    [DataRow("12 () R 0) S 5 12 3 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0 18446744073 0", 5, 3, 18446744073L, false)]
    public void Parse_reads_past_any_program_name(string stat, int parent, int session, long startTime, bool hasEnded)
    {
        Assert.AreEqual(new ProcessRow(12, parent, session, startTime, hasEnded), LinuxProcesses.Parse(12, Utf8(stat)));
    }
}
