using System.Runtime.CompilerServices;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>What sessions that nobody looks at cost, and what looking leaves behind.</summary>
[TestClass]
public sealed class BackgroundCostTests : FolderTest
{
    private const int Cycles = 100;

    private readonly LiveSetWorld _world;

    public BackgroundCostTests() => _world = new LiveSetWorld(Folder);

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("PERF-05")]
    [TestCategory("LST-09")]
    public async Task Output_of_a_session_that_nobody_looks_at_wakes_no_connection_and_changes_no_summary()
    {
        var woken = 0;
        await using var connection = new LiveSet(LiveSetWorld.Limit, new FramedOutput(LiveSetWorld.WindowBytes), _world.Traffic, _world.Time, () => woken++);
        var feed = _world.Sessions.Feed;
        using var lane = new AttentionLane(feed, connection: 1, _world.Traffic, _world.Time, () => woken++);
        var (shown, background) = (_world.Session("shown"), _world.Session("background"));
        background.Publish();
        var result = await connection.RevealAsync(new RevealRequest(shown, null, null, IsActive: true), CancellationToken.None);
        connection.Start(result);
        lane.Take();
        (woken, var revision, var summary) = (0, feed.Revision, background.Summary);

        for (var line = 0; line < 1000; line++) background.Terminal.Screen.Feed("one more line\r\n"u8);

        Assert.AreEqual(0, woken);
        Assert.AreEqual(revision, feed.Revision);
        Assert.AreSame(summary, background.Summary);
        Assert.IsNull(connection.Take());
        shown.Terminal.Screen.Feed("seen"u8);
        Assert.AreEqual(1, woken);
    }

    [TestMethod]
    [TestCategory("BP-08")]
    [TestCategory("SW-02")]
    public async Task Connections_that_come_look_and_go_are_remembered_by_nothing()
    {
        var session = _world.Session("session");
        var gone = new List<WeakReference>();

        for (var cycle = 0; cycle < Cycles; cycle++) gone.Add(await LookAndGoAsync(session));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        // The last one may still be held by the frame of a method that has not been left.
        Assert.IsLessThanOrEqualTo(1, gone.Count(connection => connection.IsAlive));
        session.Terminal.Screen.Feed(LiveSetWorld.Lines(2 * TerminalLog.CapacityBytes));
        Assert.AreEqual(session.Terminal.Screen.Log.End - TerminalLog.UnreadBytes, session.Terminal.Screen.Log.Start, "Nobody reads it any more.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> LookAndGoAsync(Session session)
    {
        await using var connection = _world.NewSet();
        var result = await connection.RevealAsync(new RevealRequest(session, null, null, IsActive: true), CancellationToken.None);
        connection.Start(result);
        session.Terminal.Screen.Feed("line\r\n"u8);
        using (await connection.Gate.EnterAsync())
            while (connection.Take() is not null)
            {
                // Until all is told.
            }

        return new WeakReference(connection);
    }
}
