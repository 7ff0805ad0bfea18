using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Common;
using Orchestrator.Terminals.Holding;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

/// <summary>A holder ends when it holds nothing that runs and no host is there, some seconds later.</summary>
[TestClass]
[TestCategory("TRM-11")]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class HolderEndTests : FolderTest
{
    private readonly ManualTimeProvider _time = new();
    private readonly InProcessHolder _programs = new(TimeProvider.System, NullLogger<InProcessHolder>.Instance);
    private readonly StateFolder _state;
    private readonly Task _running;

    public HolderEndTests()
    {
        _state = StateFolder.Open(Path.Combine(Folder, "state"));
        _running = new HolderServer(_state, _programs, _time, NullLogger<HolderServer>.Instance).RunAsync(Timeout);
    }

    [TestCleanup]
    public async Task EndPrograms() => await _programs.DisposeAsync();

    [TestMethod]
    public async Task Holder_that_nobody_comes_to_ends()
    {
        await RunsOutAsync();
    }

    [TestMethod]
    public async Task Holder_ends_when_its_host_has_left_and_not_before()
    {
        await IdleAsync();
        var host = await HostAsync();
        _time.Advance(10 * HolderServer.LongestIdle);
        host.Send(new Start(1, new TerminalLabel("a", "1", ""), TestAgent.Spec("exit", "0")));
        await UntilAsync<Exited>(host);

        await host.DisposeAsync();
        await RunsOutAsync();
    }

    [TestMethod]
    public async Task Holder_ends_when_its_last_program_ends_while_no_host_is_there_and_not_before()
    {
        await IdleAsync();
        var go = Path.Combine(Folder, "go");
        var host = await HostAsync();
        host.Send(new Start(1, new TerminalLabel("a", "1", ""), TestAgent.Shell($"mkfifo '{go}'; echo ready; read line < '{go}'")));
        await UntilAsync<Output>(host);

        await host.DisposeAsync();
        _time.Advance(10 * HolderServer.LongestIdle);
        await using (var next = await HostAsync()) Assert.IsFalse(_running.IsCompleted);
        await File.WriteAllTextAsync(go, "go\n", Timeout);
        await RunsOutAsync();
    }

    // Whatever still happened in it makes it wait anew, also when the clock was moved already.
    private async Task RunsOutAsync()
    {
        while (!_running.IsCompleted)
        {
            var idle = IdleAsync();
            if (await Task.WhenAny(_running, idle) != idle) break;
            await idle;
            _time.Advance(HolderServer.LongestIdle);
        }

        await _running.WaitAsync(Timeout);
    }

    // The holder waits for somebody to come: only then there is something to move the clock for.
    private async Task IdleAsync()
    {
        while (await _time.TimerArmedAsync(Timeout) != HolderServer.LongestIdle)
        {
            // Some other wait.
        }
    }

    private async Task<HolderPipe> HostAsync()
    {
        var pipe = new HolderPipe(new System.Net.Sockets.NetworkStream(await LocalSocket.OfHolder(_state).ConnectAsync(Timeout), ownsSocket: true));
        pipe.Send(new Hello(1, 1, "host"));
        await UntilAsync<AllTold>(pipe);
        return pipe;
    }

    private async Task UntilAsync<T>(HolderPipe host)
        where T : HolderMessage
    {
        while (await host.ReceiveAsync(Timeout) is not T and var message) Assert.IsNotNull(message, "The holder has ended.");
    }
}
