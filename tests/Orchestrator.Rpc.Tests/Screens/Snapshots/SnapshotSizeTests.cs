using System.Text;
using Orchestrator.Screens.Cells;

namespace Orchestrator.Rpc.Tests.Screens.Snapshots;

[TestClass]
[TestCategory("SNP-13")]
public sealed class SnapshotSizeTests
{
    private const int Columns = 200, Rows = 60, Lines = 1000;

    // Beside the lines: modes, colours, titles, tab stops.
    private const int MaxBesides = 32 * 1024;

    [TestMethod]
    public void Snapshot_of_the_worst_styles_is_bounded()
    {
        var played = new PlayedScreen(Columns, Rows);
        var line = new StringBuilder();
        for (var row = 0; row < Lines + Rows + 10; row++)
        {
            line.Clear();
            for (var column = 0; column < Columns; column++)
                line.Append($"\e[0;1;2;3;5;7;8;9;53;4:{column % 4 + 2};38;2;{row % 256};{column};200;48;2;{column};{row % 256};201;58:2::{column}:203:{row % 256}mx");
            played.Feed(line.Append("\r\n").ToString());
        }

        var snapshot = played.Snapshot();

        Assert.IsLessThan((Lines + Rows) * Columns * (StyleSgr.MaxLength + 4) + MaxBesides, snapshot.Length);
        Assert.AreEqual(played.Lines, new PlayedScreen(Columns, Rows).Feed(snapshot).Lines);
    }

    [TestMethod]
    public void Snapshot_of_the_longest_clusters_is_bounded()
    {
        var played = new PlayedScreen(20, 10);
        for (var row = 0; row < 40; row++) played.Feed(string.Concat(Enumerable.Repeat("x" + new string('\u0301', 200), 20)) + "\r\n");

        var snapshot = played.Snapshot();

        Assert.IsLessThan(20 * 41 * (ClusterTable.MaxLength * 3 + 16) + MaxBesides, snapshot.Length);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Snapshot_of_the_longest_titles_is_bounded()
    {
        var played = new PlayedScreen(20, 10).Feed(string.Concat(Enumerable.Repeat($"\e]0;{new string('t', 1024)}\a\e[22t", 100)));

        Assert.IsLessThan(MaxBesides, played.Snapshot().Length);
    }

    [TestMethod]
    [TestCategory("PERF-02")]
    public void Snapshot_does_not_grow_with_what_was_printed()
    {
        const string Lines = "\e[31mred\e[m text\r\n\e]8;;https://example.org\alink\e]8;;\a\r\n";
        var (some, more) = (new PlayedScreen(), new PlayedScreen());

        for (var count = 0; count < 1_000; count++) some.Feed(Lines);
        for (var count = 0; count < 10_000; count++) more.Feed(Lines);

        Assert.AreEqual(Portions.Readable(some.Snapshot()), Portions.Readable(more.Snapshot()));
    }

    [TestMethod]
    [TestCategory("PERF-02")]
    public void Snapshot_does_not_cost_more_after_more_was_printed()
    {
        var (some, more) = (new PlayedScreen(), new PlayedScreen());
        for (var count = 0; count < 1_200; count++) some.Feed($"\e[38;2;1;2;{count % 250}mx\r\n");
        for (var count = 0; count < 60_000; count++) more.Feed($"\e[38;2;{count % 250};{count / 250};3mx\r\n");

        Assert.IsLessThan(2 * Cost(some), Cost(more));
    }

    private static long Cost(PlayedScreen played)
    {
        played.Snapshot();
        var before = GC.GetAllocatedBytesForCurrentThread();
        played.Snapshot();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
