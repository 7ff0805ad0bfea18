using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Common;
using Orchestrator.Terminals.Holding;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

/// <summary>A holder that was idle goes on when it is needed before its time is over.</summary>
[TestClass]
[TestCategory("TRM-11")]
[TestCategory("STO-08")]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class HolderIdleTests : FolderTest
{
    [TestMethod]
    public async Task Holder_to_which_a_host_came_before_its_time_was_over_goes_on()
    {
        var time = new ManualTimeProvider();
        var state = StateFolder.Open(Path.Combine(Folder, "state"));
        await using var programs = new InProcessHolder(TimeProvider.System, NullLogger<InProcessHolder>.Instance);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Timeout);
        var running = new HolderServer(state, programs, time, NullLogger<HolderServer>.Instance).RunAsync(end.Token);
        while (await time.TimerArmedAsync(Timeout) != HolderServer.LongestIdle)
        {
            // Something else's.
        }

        await using var host = new HolderPipe(new NetworkStream(await LocalSocket.OfHolder(state).ConnectAsync(Timeout), ownsSocket: true));
        host.Send(new Hello(HolderCodec.LowestVersion, HolderCodec.HighestVersion, "test"));
        await UntilAsync<AllTold>(host);
        time.Advance(HolderServer.LongestIdle);
        host.Send(new Start(1, new TerminalLabel("a", "1", ""), TestAgent.Spec("echo")));
        var started = await UntilAsync<Started>(host);
        await UntilAsync<Output>(host);
        host.Send(new Input(started.Terminal, 0, "bye\n"u8.ToArray()));

        Assert.AreEqual(0, (await UntilAsync<Exited>(host)).Exit.Code);
        await end.CancelAsync();
        await running;
    }

    private async Task<T> UntilAsync<T>(HolderPipe pipe)
        where T : HolderMessage
    {
        while (true)
        {
            var message = await pipe.ReceiveAsync(Timeout);
            Assert.IsNotNull(message, $"The holder left before {typeof(T).Name}.");
            if (message is T wanted) return wanted;
        }
    }
}
