using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[DoNotParallelize]
[OSCondition(OperatingSystems.Linux)]
public sealed class TerminalResourceTests : TerminalTest
{
    [TestMethod]
    [TestCategory("TRM-08")]
    public async Task Thousand_terminals_return_their_descriptors_threads_and_processes()
    {
        await RunAsync(10);
        var descriptors = Count("/proc/self/fd");
        var threads = Count("/proc/self/task");
        var children = await ChildrenAsync();

        for (var wave = 0; wave < 4; wave++)
            await RunAsync(250);

        // The runtime's own pool comes and goes by some, the more the busier the machine; a leak would show by hundreds.
        Assert.IsLessThanOrEqualTo(descriptors + 5, Count("/proc/self/fd"));
        Assert.IsLessThanOrEqualTo(threads + 100, Count("/proc/self/task"));
        Assert.AreEqual(children, await ChildrenAsync());
    }

    [TestMethod]
    [TestCategory("TRM-08")]
    public async Task Failed_launches_leave_no_descriptor()
    {
        await OutputOfAsync(TestAgent.Shell("exit"));
        var folder = NewFolder("broken");
        var broken = Path.Combine(folder, "broken");
        await File.WriteAllTextAsync(broken, "#!/no/such/interpreter\n", Timeout);
        await OutputOfAsync(TestAgent.Shell($"chmod +x '{broken}'"));
        var descriptors = Count("/proc/self/fd");

        for (var round = 0; round < 200; round++)
            Assert.ThrowsExactly<LaunchFailedException>(() => Start(TestAgent.Launch(broken)));

        Assert.IsLessThanOrEqualTo(descriptors + 2, Count("/proc/self/fd"));
    }

    [TestMethod]
    [TestCategory("TRM-11")]
    public async Task Silent_terminals_cost_no_processor_time_and_no_log()
    {
        var terminals = Enumerable.Range(0, 100).Select(_ => Start(TestAgent.Shell("exec sleep 1000"))).ToList();
        var before = TurnsOfPump();

        // That nothing happens can only be watched for a while.
        await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, Timeout);

        Assert.AreEqual(before, TurnsOfPump());
        Assert.AreEqual(0, terminals.Sum(terminal => terminal.Log.End));
    }

    [TestMethod]
    [TestCategory("TRM-11")]
    public async Task Endless_output_costs_its_bounded_log()
    {
        var terminal = Start(TestAgent.Shell("exec yes"));
        using var grown = new SemaphoreSlim(0);
        using var watch = terminal.Log.Watch(() => grown.Release());
        while (terminal.Log.End < 2 * TerminalLog.CapacityBytes)
            await grown.WaitAsync(Timeout);

        Assert.IsLessThanOrEqualTo((long)TerminalLog.CapacityBytes, BytesOf(await StoppedAsync(terminal)).Length);
    }

    private async Task<TerminalLog> StoppedAsync(Terminal terminal)
    {
        await terminal.StopAsync(StopGrace.None, Timeout);
        return terminal.Log;
    }

    private async Task RunAsync(int count)
    {
        var terminals = Enumerable.Range(0, count).Select(_ => Start(TestAgent.Shell("echo ready; exec cat"))).ToList();
        foreach (var terminal in terminals)
            await ShownAsync(terminal, "ready");
        await Task.WhenAll(terminals.Select(terminal => terminal.StopAsync(StopGrace.Default, Timeout)));
    }

    /// <summary>How many children this process has, zombies and the counting shell included.</summary>
    private async Task<string> ChildrenAsync()
    {
        var counted = Start(TestAgent.Shell($"ps -o pid= --ppid {Environment.ProcessId} | wc -l"));
        await counted.Exited.WaitAsync(Timeout);
        await counted.DisposeAsync();
        return TextOf(counted.Log);
    }

    private static int Count(string folder) => Directory.GetFileSystemEntries(folder).Length;

    /// <summary>How often the thread that serves the terminals was given a processor.</summary>
    private static string TurnsOfPump()
    {
        var thread = Directory.GetDirectories("/proc/self/task")
            .First(task => File.ReadAllText(Path.Combine(task, "comm")).Trim() == "terminals");
        return File.ReadAllText(Path.Combine(thread, "schedstat")).Split(' ')[2];
    }
}
