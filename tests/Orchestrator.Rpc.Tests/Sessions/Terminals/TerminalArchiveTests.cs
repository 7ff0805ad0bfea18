using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Rpc.Tests.Subscriptions;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Storage;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Terminals;

/// <summary>Ended terminals are read back from whatever is left of them.</summary>
[TestClass]
[TestCategory("SUB-17")]
[TestCategory("STO-01")]
public sealed class TerminalArchiveTests : FolderTest
{
    private static readonly TerminalSize Size = new(30, 6);
    private static readonly TerminalExit Exit = new(3, null);

    private readonly TerminalScreen _screen = new("1", Size, new ViewerColors());
    private readonly TerminalArchive _archive;

    public TerminalArchiveTests() => _archive = new TerminalArchive("a", new SpoolFiles(Folder), NullLogger.Instance);

    private string CheckpointFile => Path.Combine(Folder, "a", "1.screen");

    [TestMethod]
    public async Task Checkpoint_at_the_end_gives_the_last_screen_and_the_log_what_was_printed()
    {
        _screen.Feed("\e[31mred\e[0m\r\n"u8);
        _screen.Feed(LiveSetWorld.Lines(3 * TerminalLog.CapacityBytes));
        var remains = await SaveAsync();

        var restored = Restore(remains);

        AssertSame(restored);
        Assert.AreEqual((_screen.Log.Start, _screen.Log.End, Exit), (restored.Log.Start, restored.Log.End, restored.Log.Exit));
    }

    [TestMethod]
    public async Task Checkpoint_before_the_end_is_completed_by_what_was_printed_after_it()
    {
        _screen.Feed("before \e[1m"u8);
        await SaveCheckpointAsync();
        _screen.Feed("bold\r\nafter"u8);
        var remains = await SaveLogAsync();

        AssertSame(Restore(remains));
    }

    [TestMethod]
    public async Task Checkpoint_too_far_before_the_end_is_not_used()
    {
        _screen.Feed("before"u8);
        await SaveCheckpointAsync();
        _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes + 1));
        await _archive.SaveAsync(new TerminalEpoch(1), new ScreenCheckpoint(6, 6, Generation: 0, 0, Size.Columns, Size.Rows, IsTruncated: false, "something else"u8.ToArray()));
        var remains = await SaveLogAsync();

        AssertSame(Restore(remains));
    }

    [TestMethod]
    public async Task Torn_checkpoint_is_ignored_and_the_output_replayed()
    {
        _screen.Feed("\e[32mgreen\r\n"u8);
        var remains = await SaveAsync();
        await File.WriteAllBytesAsync(CheckpointFile, (await File.ReadAllBytesAsync(CheckpointFile, Timeout))[..^3], Timeout);

        AssertSame(Restore(remains));
    }

    [TestMethod]
    public async Task Checkpoint_beyond_the_end_is_of_something_else_and_ignored()
    {
        _screen.Feed("text"u8);
        var remains = await SaveLogAsync();
        await _archive.SaveAsync(new TerminalEpoch(1), new ScreenCheckpoint(1000, 1000, Generation: 0, 0, 80, 24, IsTruncated: false, "foreign"u8.ToArray()));

        AssertSame(Restore(remains));
    }

    [TestMethod]
    public async Task Session_stored_without_a_checkpoint_is_replayed()
    {
        _screen.Feed("\e[2J\e[3;5Hhere"u8);
        var remains = await SaveLogAsync();

        AssertSame(Restore(remains));
    }

    [TestMethod]
    public async Task Replay_of_less_than_all_begins_at_a_line_and_says_that_it_is_truncated()
    {
        _screen.Feed(LiveSetWorld.Lines(TerminalLog.CapacityBytes + 30));
        var remains = await SaveLogAsync();

        var cut = Restore(remains).Snapshot(Screen.ScrollbackLines);

        Assert.AreEqual(_screen.Log.End, cut.Offset);
        Assert.IsTrue(cut.IsTruncated);
    }

    [TestMethod]
    public async Task Session_lost_with_its_host_shows_its_last_checkpoint()
    {
        _screen.Feed("last seen"u8);
        await SaveCheckpointAsync();

        var restored = Restore(remains: null);

        AssertSame(restored);
        Assert.AreEqual((9L, 9L), (restored.Log.Start, restored.Log.End));
    }

    [TestMethod]
    [TestCategory("TRM-01")]
    public async Task Session_lost_with_its_holder_shows_all_that_was_printed_when_only_its_last_screen_is_kept()
    {
        _screen.Feed("last stored"u8);
        await SaveCheckpointAsync();
        Spool("last stored\r\nprinted \e[1mafter it"u8);
        _screen.Feed("\r\nprinted \e[1mafter it"u8);

        Assert.IsTrue(await _archive.TryKeepLostAsync(new TerminalEpoch(1), Size));
        _archive.DeleteRaw(new TerminalEpoch(1));

        AssertSame(Restore(remains: null));
    }

    [TestMethod]
    [TestCategory("TRM-01")]
    public async Task Session_lost_before_its_first_checkpoint_shows_all_that_was_printed()
    {
        Spool("printed"u8);
        _screen.Feed("printed"u8);

        Assert.IsTrue(await _archive.TryKeepLostAsync(new TerminalEpoch(1), Size));
        _archive.DeleteRaw(new TerminalEpoch(1));

        AssertSame(Restore(remains: null));
    }

    [TestMethod]
    public async Task Last_screen_that_cannot_be_stored_is_told_so_that_what_was_printed_stays()
    {
        Spool("printed"u8);
        Directory.CreateDirectory(CheckpointFile + ".new");

        Assert.IsFalse(await _archive.TryKeepLostAsync(new TerminalEpoch(1), Size));
    }

    [TestMethod]
    public void Session_of_which_nothing_is_left_shows_nothing()
    {
        var restored = Restore(remains: null);

        Assert.AreEqual((0L, 0), (restored.Snapshot(0).Offset, restored.Snapshot(0).Data.Length));
        Assert.AreEqual(Size, restored.Size);
        Assert.IsTrue(restored.Log.IsComplete);
    }

    [TestMethod]
    [TestCategory("SUB-08")]
    public async Task Viewer_continues_alike_before_and_after_the_terminal_was_stored()
    {
        _screen.Feed("first "u8);
        _screen.Resize(new TerminalSize(40, 8), by: null);
        _screen.Feed("second"u8);
        var remains = await SaveAsync();

        var restored = Restore(remains);

        foreach (var offset in new long[] { -1, 0, 5, 6, 8, 12, 13 })
        {
            var (before, after) = (_screen.Continue(offset), restored.Continue(offset));
            Assert.AreEqual((before.IsSuffix, before.Offset, before.IsTruncated), (after.IsSuffix, after.Offset, after.IsTruncated), $"{offset}");
            CollectionAssert.AreEqual(before.Data.ToArray(), after.Data.ToArray(), $"{offset}");
        }
    }

    private void Spool(ReadOnlySpan<byte> output)
    {
        using var spool = new SpoolFiles(Folder).Write("a", "1", TimeProvider.System);
        spool.Append(0, output);
    }

    private async Task<TerminalRemains> SaveAsync()
    {
        await SaveCheckpointAsync();
        return await SaveLogAsync();
    }

    private Task SaveCheckpointAsync()
    {
        var (cut, position) = _screen.Rest()!;
        return _archive.SaveAsync(new TerminalEpoch(1), new ScreenCheckpoint(cut.Offset, position, Generation: 0, cut.Size.Offset, cut.Size.Size.Columns, cut.Size.Size.Rows, cut.IsTruncated, cut.Data));
    }

    private async Task<TerminalRemains> SaveLogAsync()
    {
        _screen.Complete(Exit);
        var (start, output) = _screen.Log.ReadTail(TerminalLog.CapacityBytes);
        await _archive.SaveAsync(new TerminalEpoch(1), output, Timeout);
        return new TerminalRemains("1", start, start + output.Length, _screen.Size.Columns, _screen.Size.Rows);
    }

    private TerminalScreen Restore(TerminalRemains? remains) =>
        _archive.Restore(new TerminalEpoch(1), remains, remains is null ? Size : new TerminalSize(remains.Columns, remains.Rows), Exit);

    private void AssertSame(TerminalScreen restored)
    {
        var (expected, found) = (_screen.Snapshot(Screen.ScrollbackLines), restored.Snapshot(Screen.ScrollbackLines));
        Assert.AreEqual(expected.Offset, found.Offset);
        Assert.AreEqual((expected.Size.Size, expected.IsTruncated), (found.Size.Size, found.IsTruncated));
        CollectionAssert.AreEqual(expected.Data.ToArray(), found.Data.ToArray());
    }
}
