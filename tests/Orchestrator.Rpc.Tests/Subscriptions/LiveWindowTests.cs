using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>How much one viewer of one session is sent ahead of what it has read, and what becomes of one that does not read.</summary>
[TestClass]
public sealed class LiveWindowTests : LiveSessionTest
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    [TestMethod]
    [TestCategory("BP-05")]
    public async Task Output_stops_at_the_window_and_goes_on_by_what_was_acknowledged()
    {
        await World.ShowAsync(Session);
        Screen.Feed(LiveSetWorld.Lines(3 * LiveSetWorld.WindowBytes));

        var first = await TakeBytesAsync();
        var blocked = await TakeBytesAsync();
        World.Set.Acknowledge("a", "1", 1000);
        var second = await TakeBytesAsync();

        Assert.AreEqual(LiveSetWorld.WindowBytes, first);
        Assert.AreEqual(0, blocked);
        Assert.AreEqual(1000, second);
    }

    [TestMethod]
    [DataRow("1", -1, DisplayName = "negative")]
    [DataRow("1", 5, DisplayName = "older than the one before")]
    [DataRow("1", 10_000_000, DisplayName = "never sent")]
    [DataRow("2", 65536, DisplayName = "of another epoch")]
    [TestCategory("BP-05")]
    public async Task Acknowledgement_that_says_nothing_new_neither_opens_nor_spoils_the_window(string epoch, long offset)
    {
        await World.ShowAsync(Session);
        Screen.Feed(LiveSetWorld.Lines(3 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();

        World.Set.Acknowledge("a", "1", 1000);
        World.Set.Acknowledge("a", epoch, offset);
        var sent = await TakeBytesAsync();

        Assert.AreEqual(1000, sent);
    }

    [TestMethod]
    [TestCategory("BP-05")]
    public async Task Acknowledgement_of_bytes_not_yet_sent_stays_void_when_they_are_sent()
    {
        await World.ShowAsync(Session);
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));

        World.Set.Acknowledge("a", "1", LiveSetWorld.WindowBytes);
        var sent = await TakeBytesAsync();

        Assert.AreEqual(LiveSetWorld.WindowBytes, sent);
    }

    [TestMethod]
    [TestCategory("BP-02")]
    public async Task Reader_that_is_stuck_for_a_second_gets_a_resync_and_not_before()
    {
        await World.ShowAsync(Session);
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();

        World.Time.Advance(Stall - TimeSpan.FromMilliseconds(1));
        var early = await World.TakeAllAsync();
        var due = World.Set.DueAt;
        World.Time.Advance(TimeSpan.FromMilliseconds(1));
        var frames = await World.TakeAllAsync();

        Assert.IsEmpty(early);
        Assert.AreEqual(World.Time.Elapsed(), due);
        var resync = (ResyncFrame)frames.Single();
        Assert.AreEqual(ResyncReason.Window, resync.Reason);
        Assert.AreEqual(2 * LiveSetWorld.WindowBytes, resync.Result.Terminal!.Offset);
    }

    [TestMethod]
    [TestCategory("BP-02")]
    public async Task Reader_that_acknowledges_nothing_is_resynced_less_and_less_often_until_it_is_heard_of()
    {
        await World.ShowAsync(Session);
        var waits = new List<double>();
        for (var resync = 0; resync < 6; resync++)
        {
            waits.Add(await ResyncedAfterAsync());
            if (resync == 4) World.Set.Acknowledge("a", "1", Log.End);
        }

        CollectionAssert.AreEqual(new double[] { 1, 2, 4, 8, 8, 1 }, waits);
    }

    [TestMethod]
    [TestCategory("BP-02")]
    [TestCategory("BP-03")]
    [TestCategory("CAP-06")]
    public async Task Reader_that_is_stuck_in_aSession_it_no_longer_looks_at_loses_it_and_is_told()
    {
        await World.ShowAsync(Session);
        await World.ConcealAsync(Session);
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();

        World.Time.Advance(Stall);
        var frames = await World.TakeAllAsync();
        var after = await World.RevealAsync(Session);

        CollectionAssert.AreEqual(new[] { new EvictedFrame("a", EvictionReason.Slow) }, frames);
        Assert.AreEqual(2 * LiveSetWorld.WindowBytes, after.Terminal!.Offset);
    }

    [TestMethod]
    [TestCategory("BP-01")]
    public async Task Status_tells_what_is_on_its_way_and_what_waits_in_the_log()
    {
        await World.ShowAsync(Session);
        Screen.Feed(LiveSetWorld.Lines(3 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();
        World.Set.Acknowledge("a", "1", 1000);

        const int window = LiveSetWorld.WindowBytes;
        Assert.AreEqual(new ContentStatus("a", Visible: true, ContentGrade.Live, window - 1000, 2 * window, window), World.Set.Status.Single());
        Assert.AreEqual(window, World.Traffic.Counts["outputBytes"]);
    }

    // Seconds from a full window to the resync.
    private async Task<double> ResyncedAfterAsync()
    {
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();
        var full = World.Time.GetUtcNow();
        while (true)
        {
            World.Time.Advance(TimeSpan.FromMilliseconds(500));
            if ((await World.TakeAllAsync()).OfType<ResyncFrame>().Any()) return (World.Time.GetUtcNow() - full).TotalSeconds;
        }
    }
}
