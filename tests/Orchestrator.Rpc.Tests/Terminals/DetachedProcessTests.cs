namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class DetachedProcessTests : TerminalTest
{
    [TestMethod]
    public async Task Start_gives_a_session_of_its_own_and_null_streams_and_no_terminal()
    {
        var folder = NewFolder("detached");
        var script = "ls -l /proc/$$/fd > found; ps -o sid=,tty= -p $$ >> found; echo pid $$ >> found; mv found done; exec sleep 1000";

        var process = DetachedProcess.Start("/bin/sh", ["-c", $"cd '{folder}'; {script}"], TestAgent.Environment)!;
        var done = Path.Combine(folder, "done");
        while (!File.Exists(done))
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Timeout);

        var found = await File.ReadAllTextAsync(done, Timeout);
        Assert.AreEqual(ProcessPresence.Alive, ProcessProbe.Check(process));
        StringAssert.Contains(found, "0 -> /dev/null");
        StringAssert.Contains(found, "2 -> /dev/null");
        StringAssert.Contains(found, $"{process.Pid} ?");
        StringAssert.Contains(found, $"pid {process.Pid}\n");
        Assert.DoesNotContain("socket:", found);
        await EndAsync(process);
    }

    [TestMethod]
    public void Start_of_a_missing_program_says_so()
    {
        Assert.ThrowsExactly<LaunchFailedException>(() => DetachedProcess.Start("/no/such/host", [], TestAgent.Environment));
    }

    private async Task EndAsync(ProcessIdentity process)
    {
        await OutputOfAsync(TestAgent.Shell($"kill -9 {process.Pid}"));
        await GoneAsync(process);
    }
}
