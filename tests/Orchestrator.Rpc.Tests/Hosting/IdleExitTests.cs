using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Common;
using Orchestrator.Hosting;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Rpc;
using Orchestrator.Rpc.Tests.Sessions;

namespace Orchestrator.Rpc.Tests.Hosting;

[TestClass]
public sealed class IdleExitTests : FolderTest
{
    private static readonly TimeSpan After = TimeSpan.FromMinutes(10);

    private readonly ManualTimeProvider _time = new();
    private HostRuntime _host = null!;
    private Task _running = null!;

    [TestInitialize]
    public async Task StartHost() =>
        _host = await HostRuntime.StartAsync(StateFolder.Open(Folder), isEmbedded: true, NullLoggerFactory.Instance, _time, Timeout);

    [TestCleanup]
    public async Task EndHost()
    {
        // What still runs is stopped on the same clock, which nobody else moves any more.
        var ending = _host.DisposeAsync().AsTask();
        while (!ending.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await ending;
    }

    [TestMethod]
    public async Task Host_without_client_and_session_ends_after_its_time_and_not_before()
    {
        Run();
        await ArmedAsync();

        _time.Advance(After - TimeSpan.FromTicks(1));
        var isEarly = _host.ShutdownToken.IsCancellationRequested;
        _time.Advance(TimeSpan.FromTicks(1));
        await _running.WaitAsync(Timeout);

        Assert.IsFalse(isEarly);
        Assert.IsTrue(_host.ShutdownToken.IsCancellationRequested);
    }

    [TestMethod]
    public async Task Client_that_comes_keeps_the_host_and_its_leaving_begins_the_time_anew()
    {
        Run();
        await ArmedAsync();
        await using (var client = await new TestClient(_host, Timeout).InitializeAsync())
        {
            _time.Advance(After);
            Assert.IsFalse(_running.IsCompleted);
        }

        await ArmedAsync();
        _time.Advance(After);

        await _running.WaitAsync(Timeout);
    }

    [TestMethod]
    public async Task Running_session_keeps_the_host_and_its_end_begins_the_time()
    {
        var session = await _host.Services.Sessions.CreateAsync(SessionWorld.Created("a", "/bin/cat"), Timeout);
        Run();
        _time.Advance(After);
        Assert.IsFalse(_running.IsCompleted);

        // The end of its input, and not a stop, which would wait on the clock that stands still here.
        Assert.IsTrue(session.Terminal.TryWrite("\u0004"u8.ToArray()));
        await ArmedAsync();
        _time.Advance(After);

        await _running.WaitAsync(Timeout);
    }

    [TestMethod]
    public async Task Shutdown_when_idle_waits_for_the_last_session_and_for_no_time()
    {
        var session = await _host.Services.Sessions.CreateAsync(SessionWorld.Created("a", "/bin/true"), Timeout);
        Run();

        _host.Shutdown(ShutdownMode.WhenIdle);
        await _running.WaitAsync(Timeout);

        Assert.AreEqual(SessionPhase.Ended, session.State.Phase);
        Assert.IsTrue(_host.ShutdownToken.IsCancellationRequested);
    }

    private void Run() => _running = new IdleExit(_host, After, NullLogger<IdleExit>.Instance).RunAsync(Timeout);

    private async Task ArmedAsync()
    {
        while (await _time.TimerArmedAsync(Timeout) != After)
        {
            // Another timer of the host.
        }
    }
}
