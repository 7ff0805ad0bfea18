using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>How much one viewer of one session is sent ahead of what it has read, and what becomes of one that does not read.</summary>
[TestClass]
public sealed class LiveWindowTests : FolderTest
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    private readonly LiveSetWorld _world;
    private readonly Session _session;

    public LiveWindowTests()
    {
        _world = new LiveSetWorld(Folder);
        _session = _world.Session("a");
    }

    private TerminalScreen Screen => _session.Terminal.Screen;

    private TerminalLog Log => Screen.Log;

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("BP-05")]
    public async Task Output_stops_at_the_window_and_goes_on_by_what_was_acknowledged()
    {
        await _world.ShowAsync(_session);
        Screen.Feed(LiveSetWorld.Lines(3 * LiveSetWorld.WindowBytes));

        var first = await TakeBytesAsync();
        var blocked = await TakeBytesAsync();
        _world.Set.Acknowledge("a", "1", 1000);
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
        await _world.ShowAsync(_session);
        Screen.Feed(LiveSetWorld.Lines(3 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();

        _world.Set.Acknowledge("a", "1", 1000);
        _world.Set.Acknowledge("a", epoch, offset);
        var sent = await TakeBytesAsync();

        Assert.AreEqual(1000, sent);
    }

    [TestMethod]
    [TestCategory("BP-05")]
    public async Task Acknowledgement_of_bytes_not_yet_sent_stays_void_when_they_are_sent()
    {
        await _world.ShowAsync(_session);
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));

        _world.Set.Acknowledge("a", "1", LiveSetWorld.WindowBytes);
        var sent = await TakeBytesAsync();

        Assert.AreEqual(LiveSetWorld.WindowBytes, sent);
    }

    [TestMethod]
    [TestCategory("BP-02")]
    public async Task Reader_that_is_stuck_for_a_second_gets_a_resync_and_not_before()
    {
        await _world.ShowAsync(_session);
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();

        _world.Time.Advance(Stall - TimeSpan.FromMilliseconds(1));
        var early = await _world.TakeAllAsync();
        var due = _world.Set.DueAt;
        _world.Time.Advance(TimeSpan.FromMilliseconds(1));
        var frames = await _world.TakeAllAsync();

        Assert.IsEmpty(early);
        Assert.AreEqual(_world.Time.Elapsed(), due);
        var resync = (ResyncFrame)frames.Single();
        Assert.AreEqual(ResyncReason.Window, resync.Reason);
        Assert.AreEqual(2 * LiveSetWorld.WindowBytes, resync.Result.Terminal!.Offset);
    }

    [TestMethod]
    [TestCategory("BP-02")]
    public async Task Reader_that_acknowledges_nothing_is_resynced_less_and_less_often_until_it_is_heard_of()
    {
        await _world.ShowAsync(_session);
        var waits = new List<double>();
        for (var resync = 0; resync < 6; resync++)
        {
            waits.Add(await ResyncedAfterAsync());
            if (resync == 4) _world.Set.Acknowledge("a", "1", Log.End);
        }

        CollectionAssert.AreEqual(new double[] { 1, 2, 4, 8, 8, 1 }, waits);
    }

    [TestMethod]
    [TestCategory("BP-02")]
    [TestCategory("BP-03")]
    [TestCategory("CAP-06")]
    public async Task Reader_that_is_stuck_in_a_session_it_no_longer_looks_at_loses_it_and_is_told()
    {
        await _world.ShowAsync(_session);
        await _world.ConcealAsync(_session);
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();

        _world.Time.Advance(Stall);
        var frames = await _world.TakeAllAsync();
        var after = await _world.RevealAsync(_session);

        CollectionAssert.AreEqual(new[] { new EvictedFrame("a", EvictionReason.Slow) }, frames);
        Assert.AreEqual(2 * LiveSetWorld.WindowBytes, after.Terminal!.Offset);
    }

    [TestMethod]
    [TestCategory("BP-01")]
    public async Task Status_tells_what_is_on_its_way_and_what_waits_in_the_log()
    {
        await _world.ShowAsync(_session);
        Screen.Feed(LiveSetWorld.Lines(3 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();
        _world.Set.Acknowledge("a", "1", 1000);

        const int window = LiveSetWorld.WindowBytes;
        Assert.AreEqual(new ContentStatus("a", Visible: true, ContentGrade.Live, window - 1000, 2 * window, window), _world.Set.Status.Single());
        Assert.AreEqual(window, _world.Traffic.Counts["outputBytes"]);
    }

    // Seconds from a full window to the resync.
    private async Task<double> ResyncedAfterAsync()
    {
        Screen.Feed(LiveSetWorld.Lines(2 * LiveSetWorld.WindowBytes));
        await TakeBytesAsync();
        var full = _world.Time.GetUtcNow();
        while (true)
        {
            _world.Time.Advance(TimeSpan.FromMilliseconds(500));
            if ((await _world.TakeAllAsync()).OfType<ResyncFrame>().Any()) return (_world.Time.GetUtcNow() - full).TotalSeconds;
        }
    }

    private async Task<int> TakeBytesAsync() => (await _world.TakeAllAsync()).Cast<OutputFrame>().Sum(frame => frame.Data.Length);
}
