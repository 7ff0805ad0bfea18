using Orchestrator.Protocol;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>What one viewer of one session is told: positions, pace, and the end.</summary>
[TestClass]
public sealed class LiveContentTests : LiveSessionTest
{
    [TestMethod]
    [TestCategory("SUB-03")]
    [TestCategory("SUB-04")]
    public async Task Output_between_a_reveal_and_its_answer_waits_for_the_answer_and_then_follows()
    {
        Screen.Feed("before"u8);
        var result = await World.RevealAsync(Session);
        Screen.Feed("after"u8);

        var early = await World.TakeAllAsync();
        World.Set.Start(result);
        var output = (OutputFrame)(await World.TakeAllAsync()).Single();

        Assert.IsEmpty(early);
        Assert.AreEqual(6, result.Terminal!.Offset);
        Assert.AreEqual(6, output.Offset);
        Assert.AreEqual(5, output.Data.Length);
    }

    [TestMethod]
    [TestCategory("SUB-09")]
    public async Task Reveal_again_before_the_first_answer_lets_nothing_pass_until_the_last_answer()
    {
        var first = await World.RevealAsync(Session);
        Screen.Feed("text"u8);
        var second = await World.RevealAsync(Session);

        World.Set.Start(first);
        var early = await World.TakeAllAsync();
        World.Set.Start(second);

        Assert.IsEmpty(early);
        Assert.IsEmpty(await World.TakeAllAsync());
        Assert.AreEqual(4, second.Terminal!.Offset);
    }

    [TestMethod]
    [TestCategory("SUB-12")]
    public async Task Reveal_without_a_position_gives_a_snapshot_of_now()
    {
        Screen.Feed("text"u8);

        var content = (await World.ShowAsync(Session)).Terminal!;

        Assert.AreEqual(TerminalContentKind.Snapshot, content.Kind);
        Assert.AreEqual(4, content.Offset);
        Assert.IsNull(content.Truncated);
    }

    [TestMethod]
    [TestCategory("SUB-06")]
    public async Task Reveal_from_the_end_gives_a_suffix_without_data()
    {
        Screen.Feed("text"u8);

        var content = (await World.ShowAsync(Session, new ContentPosition("1", 4))).Terminal!;

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

        var suffix = (await World.ShowAsync(Session, new ContentPosition("1", before))).Terminal!;
        var snapshot = (await World.ShowAsync(Session, new ContentPosition("1", before - 1))).Terminal!;

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

        var content = (await World.ShowAsync(Session, new ContentPosition(epoch, offset))).Terminal!;

        Assert.AreEqual(TerminalContentKind.Snapshot, content.Kind);
        Assert.AreEqual(4, content.Offset);
    }

    [TestMethod]
    [TestCategory("SUB-17")]
    [TestCategory("TRM-03")]
    public async Task Exit_is_told_once_after_all_output_also_to_a_viewer_that_comes_later()
    {
        await World.ShowAsync(Session);
        Screen.Feed("last words"u8);
        Screen.Complete(new TerminalExit(3, null));

        var frames = await World.TakeAllAsync();
        await using var later = World.NewSet();
        later.Start(await later.RevealAsync(new RevealRequest(Session, null, null, false), Timeout));
        using var gate = await later.Gate.EnterAsync(Timeout);

        Assert.IsInstanceOfType<OutputFrame>(frames[0]);
        Assert.AreEqual(new ExitedFrame("a", "1", 10, 3, null), frames[1]);
        Assert.HasCount(2, frames);
        Assert.AreEqual(frames[1], later.Take());
        Assert.IsNull(later.Take());
    }

    [TestMethod]
    [TestCategory("BP-02")]
    public async Task Reader_further_behind_than_the_log_reaches_gets_a_resync_at_once()
    {
        await World.ShowAsync(Session);
        Screen.Feed(LiveSetWorld.Lines(TerminalLog.CapacityBytes + 1));

        var resync = (ResyncFrame)(await World.TakeAllAsync()).Single();

        Assert.AreEqual(Log.End, resync.Result.Terminal!.Offset);
        Assert.IsTrue(resync.Result.Terminal.Truncated);
    }

    [TestMethod]
    [TestCategory("CAP-03")]
    public async Task PacedSession_gets_four_updates_a_second_and_a_snapshot_instead_of_much()
    {
        await World.ShowAsync(Session);
        await World.ShowAsync(World.Session("b"));
        await World.ShowAsync(World.Session("c"));
        var updates = 0;

        for (var tick = 0; tick < 100; tick++)
        {
            Screen.Feed("x"u8);
            updates += (await World.TakeAllAsync()).OfType<OutputFrame>().Count();
            World.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        Screen.Feed(LiveSetWorld.Lines(64 * 1024 + 1));
        World.Time.Advance(TimeSpan.FromMilliseconds(250));
        var resync = (ResyncFrame)(await World.TakeAllAsync()).Single();

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
                viewer.Apply(await World.ShowAsync(Session, since), since);
            }

            foreach (var frame in await World.TakeAllAsync(most: 3)) viewer.Apply(frame);
            World.Set.Acknowledge("a", "1", viewer.Offset);
        }

        await printing;
        Assert.AreEqual(log.Count, viewer.Offset);
    }
}
