using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>What one viewer of one session is told: positions, the window, pace, and the end.</summary>
[TestClass]
public sealed class LiveContentTests : FolderTest
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    private readonly LiveSetWorld _world;
    private readonly Session _session;

    public LiveContentTests()
    {
        _world = new LiveSetWorld(Folder);
        _session = _world.Session("a");
    }

    private TerminalScreen Screen => _session.Terminal.Screen;

    private TerminalLog Log => Screen.Log;

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("SUB-03")]
    [TestCategory("SUB-04")]
    public async Task Output_between_a_reveal_and_its_answer_waits_for_the_answer_and_then_follows()
    {
        Screen.Feed("before"u8);
        var result = await _world.RevealAsync(_session);
        Screen.Feed("after"u8);

        var early = await _world.TakeAllAsync();
        _world.Set.Start(result);
        var output = (OutputFrame)(await _world.TakeAllAsync()).Single();

        Assert.IsEmpty(early);
        Assert.AreEqual(6, result.Terminal!.Offset);
        Assert.AreEqual(6, output.Offset);
        Assert.AreEqual(5, output.Data.Length);
    }

    [TestMethod]
    [TestCategory("SUB-09")]
    public async Task Reveal_again_before_the_first_answer_lets_nothing_pass_until_the_last_answer()
    {
        var first = await _world.RevealAsync(_session);
        Screen.Feed("text"u8);
        var second = await _world.RevealAsync(_session);

        _world.Set.Start(first);
        var early = await _world.TakeAllAsync();
        _world.Set.Start(second);

        Assert.IsEmpty(early);
        Assert.IsEmpty(await _world.TakeAllAsync());
        Assert.AreEqual(4, second.Terminal!.Offset);
    }

    [TestMethod]
    [TestCategory("SUB-12")]
    public async Task Reveal_without_a_position_gives_a_snapshot_of_now()
    {
        Screen.Feed("text"u8);

        var content = (await _world.ShowAsync(_session)).Terminal!;

        Assert.AreEqual(TerminalContentKind.Snapshot, content.Kind);
        Assert.AreEqual(4, content.Offset);
        Assert.IsNull(content.Truncated);
    }

    [TestMethod]
    [TestCategory("SUB-06")]
    public async Task Reveal_from_the_end_gives_a_suffix_without_data()
    {
        Screen.Feed("text"u8);

        var content = (await _world.ShowAsync(_session, new ContentPosition("1", 4))).Terminal!;

        Assert.AreEqual(TerminalContentKind.Suffix, content.Kind);
        Assert.IsTrue(content.Data.IsEmpty);
    }

    [TestMethod]
    [TestCategory("SUB-07")]
    [DataRow(100)]
    [DataRow(TerminalLog.CapacityBytes)]
    public async Task Reveal_from_the_first_byte_that_is_kept_for_it_gives_a_suffix_and_from_one_before_it_a_truncated_snapshot(int before)
    {
        Screen.Feed(LiveSetWorld.Lines(TerminalScreen.LongestSuffixBytes + before));

        var suffix = (await _world.ShowAsync(_session, new ContentPosition("1", before))).Terminal!;
        var snapshot = (await _world.ShowAsync(_session, new ContentPosition("1", before - 1))).Terminal!;

        Assert.AreEqual(TerminalContentKind.Suffix, suffix.Kind);
        Assert.AreEqual(TerminalScreen.LongestSuffixBytes, suffix.Data.Length);
        Assert.AreEqual(TerminalContentKind.Snapshot, snapshot.Kind);
        Assert.IsTrue(snapshot.Truncated);
    }

    [TestMethod]
    [DataRow("2", 2)]
    [DataRow("", 2)]
    [DataRow("1", 5)]
    [DataRow("1", -1)]
    [DataRow("1", long.MaxValue)]
    [DataRow("1", long.MinValue)]
    [TestCategory("ID-07")]
    public async Task Reveal_from_a_position_that_is_none_gives_a_snapshot(string epoch, long offset)
    {
        Screen.Feed("text"u8);

        var content = (await _world.ShowAsync(_session, new ContentPosition(epoch, offset))).Terminal!;

        Assert.AreEqual(TerminalContentKind.Snapshot, content.Kind);
        Assert.AreEqual(4, content.Offset);
    }

    [TestMethod]
    [TestCategory("SUB-17")]
    [TestCategory("TRM-03")]
    public async Task Exit_is_told_once_after_all_output_also_to_a_viewer_that_comes_later()
    {
        await _world.ShowAsync(_session);
        Screen.Feed("last words"u8);
        Screen.Complete(new TerminalExit(3, null));

        var frames = await _world.TakeAllAsync();
        await using var later = _world.NewSet();
        later.Start(await later.RevealAsync(new RevealRequest(_session, null, null, false), Timeout));
        using var gate = await later.Gate.EnterAsync(Timeout);

        Assert.IsInstanceOfType<OutputFrame>(frames[0]);
        Assert.AreEqual(new ExitedFrame("a", "1", 10, 3, null), frames[1]);
        Assert.HasCount(2, frames);
        Assert.AreEqual(frames[1], later.Take());
        Assert.IsNull(later.Take());
    }

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
        Assert.AreEqual(_world.Time.GetUtcNow(), due);
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

    [TestMethod]
    [TestCategory("BP-02")]
    public async Task Reader_further_behind_than_the_log_reaches_gets_a_resync_at_once()
    {
        await _world.ShowAsync(_session);
        Screen.Feed(LiveSetWorld.Lines(TerminalLog.CapacityBytes + 1));

        var resync = (ResyncFrame)(await _world.TakeAllAsync()).Single();

        Assert.AreEqual(Log.End, resync.Result.Terminal!.Offset);
        Assert.IsTrue(resync.Result.Terminal.Truncated);
    }

    [TestMethod]
    [TestCategory("CAP-03")]
    public async Task Paced_session_gets_four_updates_a_second_and_a_snapshot_instead_of_much()
    {
        await _world.ShowAsync(_session);
        await _world.ShowAsync(_world.Session("b"));
        await _world.ShowAsync(_world.Session("c"));
        var updates = 0;

        for (var tick = 0; tick < 100; tick++)
        {
            Screen.Feed("x"u8);
            updates += (await _world.TakeAllAsync()).OfType<OutputFrame>().Count();
            _world.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Screen.Feed(LiveSetWorld.Lines(64 * 1024 + 1));
        _world.Time.Advance(TimeSpan.FromMilliseconds(250));
        var resync = (ResyncFrame)(await _world.TakeAllAsync()).Single();

        Assert.AreEqual(4, updates);
        Assert.AreEqual(ResyncReason.Paced, resync.Reason);
        Assert.AreEqual(ContentGrade.Paced, resync.Result.Grade);
    }

    [TestMethod]
    [TestCategory("SUB-01")]
    [TestCategory("SUB-02")]
    public async Task Reveals_while_another_thread_prints_join_without_gap_or_overlap()
    {
        const int pieces = 3_000;
        var log = new List<byte>();
        for (var piece = 0; piece < pieces; piece++) log.AddRange(System.Text.Encoding.ASCII.GetBytes($"piece {piece}\n"));
        var viewer = new ModelViewer("a", log);
        var printing = Task.Factory.StartNew(
            () =>
            {
                for (var at = 0; at < log.Count; at += 97) Screen.Feed([.. log.GetRange(at, Math.Min(97, log.Count - at))]);
                Screen.Complete(new TerminalExit(0, null));
            },
            Timeout,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        for (var round = 0; viewer.Exits == 0; round++)
        {
            Timeout.ThrowIfCancellationRequested();
            if (round % 5 == 0)
            {
                var since = round % 2 == 0 ? null : new ContentPosition("1", viewer.Offset);
                viewer.Apply(await _world.ShowAsync(_session, since), since);
            }

            foreach (var frame in await _world.TakeAllAsync(most: 3)) viewer.Apply(frame);
            _world.Set.Acknowledge("a", "1", viewer.Offset);
        }

        await printing;
        Assert.AreEqual(log.Count, viewer.Offset);
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
