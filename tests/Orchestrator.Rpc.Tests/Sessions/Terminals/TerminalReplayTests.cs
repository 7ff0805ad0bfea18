using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Rpc.Tests.Screens;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Screens;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Storage;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Terminals;

/// <summary>The terminal that the next host builds again is the one that never stopped.</summary>
[TestClass]
[TestCategory("STO-08")]
[TestCategory("SNP-03")]
public sealed class TerminalReplayTests : FolderTest
{
    private const string Question = "\e[c";
    private static readonly TerminalSize First = new(30, 6);
    private static readonly TerminalEpoch Run = new(1);

    private readonly List<byte> _printed = [];
    private readonly List<(long Position, TerminalSize Size)> _sizes = [(0, First)];
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingProcess _program = new();
    private readonly SpoolFiles _spool;
    private readonly TerminalArchive _archive;
    private TerminalScreen _live = new("1", First, new ViewerColors());

    public TerminalReplayTests()
    {
        _spool = new SpoolFiles(Folder);
        _archive = new TerminalArchive("a", _spool, NullLogger.Instance);
    }

    private string CheckpointFile => Path.Combine(Folder, "a", "1.screen");

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Random_terminal_goes_on_as_if_its_host_had_never_stopped(bool hasCheckpoint)
    {
        for (var seed = 0; seed < 150; seed++)
        {
            Restart();
            var random = new RandomOutput(seed, isResized: true);
            var count = random.Between(5, 40);
            var checkpoint = hasCheckpoint ? random.Between(0, count) : count + 1;
            for (var step = 0; step < count; step++)
            {
                Print(random.Piece());
                if (step == checkpoint && random.Chance(0.5)) Resize(random.Size());
                if (step == checkpoint) await CheckpointAsync();
                if (step == checkpoint && random.Chance(0.5)) Resize(random.Size());
                if (random.Chance(0.1)) Resize(random.Size());
            }

            StoreRaw();
            AssertSame(Resume(fed: _printed.Count), $"seed {seed}");
        }
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    [TestCategory("APR-05")]
    public async Task Report_that_is_known_stays_where_it_was_and_the_next_one_that_says_the_same_is_another(bool isCheckpointBehind)
    {
        var block = "\e]7501;state=blocked:kind=permission\a"u8.ToArray();
        Print("before"u8.ToArray());
        if (!isCheckpointBehind) await CheckpointAsync();
        Print([.. "\e]7501;state=working\a"u8, .. block]);
        var known = new KnownStatus(_live.Facts.Status!, _live.Facts.StatusPosition);
        if (isCheckpointBehind) await CheckpointAsync();
        Print(block);
        StoreRaw();
        var same = Resume(fed: _printed.Count, known: known).Facts;
        Print([.. "\e]7501;state=working\a"u8, .. block]);
        StoreRaw();
        var other = Resume(fed: _printed.Count, known: known).Facts;

        Assert.AreEqual(known, new KnownStatus(same.Status!, same.StatusPosition));
        Assert.AreEqual(known.Status, other.Status);
        Assert.IsGreaterThan(known.Position, other.StatusPosition);
    }

    [TestMethod]
    public async Task Checkpoint_that_is_torn_is_ignored_and_all_is_replayed()
    {
        Print("\e[31mbefore\r\n"u8.ToArray());
        await CheckpointAsync();
        Resize(new TerminalSize(20, 5));
        Print("after"u8.ToArray());
        StoreRaw();
        await File.WriteAllBytesAsync(CheckpointFile, (await File.ReadAllBytesAsync(CheckpointFile, Timeout))[..^3], Timeout);

        AssertSame(Resume(fed: _printed.Count), "torn");
    }

    [TestMethod]
    [TestCategory("ID-02")]
    [TestCategory("ID-07")]
    [TestCategory("SUB-07")]
    public async Task Output_that_is_lost_gives_a_new_epoch_and_says_that_it_is_truncated()
    {
        Print("before\r\n"u8.ToArray());
        await CheckpointAsync();
        Print(new byte[100]);
        Print("after"u8.ToArray());
        StoreRaw(from: 60);

        var resumed = Resume(fed: _printed.Count);
        var (first, cut) = (TerminalEpoch.Parse(resumed.Log.Epoch), resumed.Snapshot(Screen.ScrollbackLines));
        await SaveAsync(first, resumed);
        File.Delete(SpoolSegment.At(Path.Combine(Folder, "a"), "1", 60).Path);
        Print("later"u8.ToArray());
        StoreRaw(from: _printed.Count - 2);
        var second = TerminalEpoch.Parse(Resume(fed: 0).Log.Epoch);

        Assert.AreEqual(1, first.Run);
        Assert.IsGreaterThan(0, first.Generation);
        Assert.IsGreaterThan(first.Generation, second.Generation, "No position of an epoch before is used again.");
        Assert.IsTrue(cut.IsTruncated);
        Assert.AreEqual(_printed.Count - "later".Length, resumed.Position);
        StringAssert.Contains(resumed.ReadText(0).Text, "after", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("ID-04")]
    public async Task Epoch_that_was_new_stays_while_nothing_more_is_lost()
    {
        Print("one"u8.ToArray());
        await CheckpointAsync(generation: 77);
        Print("two"u8.ToArray());
        StoreRaw();

        Assert.AreEqual("1.77", Resume(fed: _printed.Count).Log.Epoch);
    }

    [TestMethod]
    [TestCategory("ID-02")]
    public async Task Tail_that_is_missing_gives_a_new_epoch_and_what_there_is()
    {
        Print("one"u8.ToArray());
        await CheckpointAsync();
        Print("two"u8.ToArray());
        StoreRaw();
        Print("never stored"u8.ToArray());

        var resumed = Resume(fed: _printed.Count);

        Assert.IsGreaterThan(0, TerminalEpoch.Parse(resumed.Log.Epoch).Generation);
        Assert.AreEqual("onetwo", resumed.ReadText(0).Text);
        Assert.AreEqual(6, resumed.Position, "What comes next is known to be behind a gap.");
    }

    [TestMethod]
    public void Without_a_checkpoint_and_the_first_of_the_output_it_begins_at_a_line()
    {
        Print("0;31mgarbage\r\nwhole"u8.ToArray());
        StoreRaw(from: 2);

        var resumed = Resume(fed: _printed.Count);

        Assert.AreEqual("whole", resumed.ReadText(0).Text);
        Assert.AreEqual(_printed.Count, resumed.Position);
        Assert.IsTrue(resumed.Snapshot(Screen.ScrollbackLines).IsTruncated);
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    [DataRow(0, 0, 2, DisplayName = "nothing was answered")]
    [DataRow(6, 0, 1, DisplayName = "the first was answered")]
    [DataRow(12, 0, 0, DisplayName = "all was answered")]
    [DataRow(0, 11, 0, DisplayName = "nobody waits for an answer any more")]
    public void Questions_are_answered_that_no_host_has_answered_and_only_soon(int fed, int awaySeconds, int answers)
    {
        Print(System.Text.Encoding.ASCII.GetBytes($"one{Question}two{Question}"));
        StoreRaw();

        var resumed = Resume(fed, TimeSpan.FromSeconds(awaySeconds));
        resumed.Attach(_program, First);

        Assert.HasCount(answers + 1, _program.Written.Split("\e[?"));
        Assert.AreEqual("onetwo", resumed.ReadText(0).Text);
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    [TestCategory("STO-01")]
    public async Task Lost_terminal_shows_what_it_printed_after_its_checkpoint_and_answers_nothing()
    {
        Print("one "u8.ToArray());
        await CheckpointAsync();
        Print(System.Text.Encoding.ASCII.GetBytes($"two{Question}"));
        StoreRaw();

        var lost = _archive.Restore(Run, remains: null, First, new TerminalExit(null, null));

        Assert.AreEqual("one two", lost.ReadText(0).Text);
        Assert.IsTrue(lost.Log.IsComplete);
        Assert.AreEqual("1", lost.Log.Epoch);
        Assert.IsFalse(lost.Input.TryWrite("late"u8.ToArray()));
    }

    private void Restart()
    {
        _spool.Delete("a");
        _printed.Clear();
        _sizes.Clear();
        _sizes.Add((0, First));
        _live = new TerminalScreen("1", First, new ViewerColors());
    }

    private void Print(byte[] bytes)
    {
        _live.Feed(bytes);
        _printed.AddRange(bytes);
    }

    private void Resize(TerminalSize size)
    {
        if (size == _live.Size) return;
        _live.Resize(size, by: null);
        _sizes.Add((_live.Position, size));
    }

    private async Task CheckpointAsync(long generation = 0)
    {
        if (_live.Rest() is not null) await SaveAsync(new TerminalEpoch(1, generation), _live);
    }

    private Task SaveAsync(TerminalEpoch epoch, TerminalScreen screen)
    {
        var (cut, position) = screen.Rest()!;
        var (columns, rows) = cut.Size.Size;
        return _archive.SaveAsync(epoch, new ScreenCheckpoint(cut.Offset, position, Generation: 0, cut.Size.Offset, columns, rows, cut.IsTruncated, cut.Data));
    }

    private void StoreRaw(int from = 0)
    {
        using var writer = _spool.Write("a", "1", _time);
        if (_printed.Count > from) writer.Append(from, _printed.ToArray().AsSpan(from));
    }

    private TerminalScreen Resume(long fed, TimeSpan away = default, KnownStatus? known = null) => _archive.Resume(
        new HeldReport(new TerminalLabel("a", "1", ""), new ProcessIdentity(1, 0, "boot"), _printed.Count, fed, [.. _sizes], Exit: null, away),
        known,
        new ViewerColors());

    private void AssertSame(TerminalScreen resumed, string message)
    {
        var (expected, found) = (_live.Snapshot(Screen.ScrollbackLines), resumed.Snapshot(Screen.ScrollbackLines));
        Assert.AreEqual((_live.Log.Epoch, _live.Log.End, _live.Position, _live.Size), (resumed.Log.Epoch, resumed.Log.End, resumed.Position, resumed.Size), message);
        Assert.AreEqual(expected.IsTruncated, found.IsTruncated, message);
        Assert.AreEqual(Effective(expected), Effective(found), message);
    }

    // What only clears a stack that is empty in a terminal that begins is written once a program has used that.
    private static string Effective(TerminalCut cut) => Portions.Readable(cut.Data.ToArray()).Replace("\\x1b[23t", "", StringComparison.Ordinal);
}
