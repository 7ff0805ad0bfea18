using System.Text;

namespace Orchestrator.Rpc.Tests.Screens.Snapshots;

/// <summary>
/// A terminal that goes on from a snapshot is the one that never stopped: random output, cut at a random place at which
/// it is at rest. What a host builds again after it was killed depends on it.
/// </summary>
[TestClass]
[TestCategory("SNP-03")]
[TestCategory("STO-08")]
[TestCategory("SEC-07")]
public sealed class SnapshotPropertyTests
{
    // Left out, because a snapshot does not have all of it: columns that are shifted under a pending wrap, mode 2027, and
    // with changes of size the alternate screen and a scrollback that was erased.
    private const int Seeds = 6000;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Screen_that_goes_on_from_a_snapshot_is_the_one_that_never_stopped(bool isResized)
    {
        var failures = Enumerable.Range(0, Seeds).AsParallel().WithDegreeOfParallelism(2)
            .Select(seed => (Seed: seed, Difference: Difference(seed, isResized)))
            .Where(found => found.Difference is not null)
            .Take(10).ToList();

        Assert.IsEmpty(failures, string.Join("\n\n", failures.Select(found => $"seed {found.Seed}: {found.Difference}")));
    }

    private static string? Difference(int seed, bool isResized)
    {
        var random = new RandomOutput(seed, isResized);
        var size = random.Size();
        var steps = Enumerable.Range(0, random.Between(10, 50)).Select(_ => (Bytes: random.Piece(), Size: isResized && random.Chance(0.04) ? random.Size() : (TerminalSize?)null)).ToList();
        var cut = random.Between(0, steps.Count);
        return Difference(size, steps, cut) is null ? null : Shortest(size, steps, cut);
    }

    private static string? Difference(TerminalSize size, List<(byte[] Bytes, TerminalSize? Size)> steps, int cut)
    {
        var live = new PlayedScreen(size.Columns, size.Rows);
        foreach (var step in steps[..cut]) Play(live, step);
        // The next rest is where a checkpoint would have been made.
        while (!live.Screen.IsAtRest && cut < steps.Count) Play(live, steps[cut++]);
        if (!live.Screen.IsAtRest) return null;

        var later = new PlayedScreen(live.Screen.Columns, live.Screen.Rows).Feed(live.Snapshot());
        var (seen, answered) = (live.VisibleBytes.Length, live.Answers.Length);
        var (laterSeen, laterAnswered) = (later.VisibleBytes.Length, later.Answers.Length);
        foreach (var step in steps[cut..])
        {
            Play(live, step);
            Play(later, step);
        }

        return Compare("visible", live.VisibleBytes[seen..], later.VisibleBytes[laterSeen..])
            ?? Compare("answers", Encoding.UTF8.GetBytes(live.Answers[answered..]), Encoding.UTF8.GetBytes(later.Answers[laterAnswered..]))
            ?? Compare("lines", Encoding.UTF8.GetBytes(Shown(live)), Encoding.UTF8.GetBytes(Shown(later)))
            ?? Compare("snapshot", Effective(live.Snapshot()), Effective(later.Snapshot()));
    }

    // Takes out what only clears a stack, which is empty in a terminal that begins: a program has used it, or has not.
    private static byte[] Effective(byte[] snapshot) => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(snapshot).Replace("\e[23t", "", StringComparison.Ordinal).Replace("\e[?1047h\e[<99u\e[?1047l", "", StringComparison.Ordinal));

    private static string Shown(PlayedScreen screen) => $"{screen.Scrollback}\n{screen.Lines}\n{screen.Cursor}";

    private static void Play(PlayedScreen screen, (byte[] Bytes, TerminalSize? Size) step)
    {
        if (step.Size is { } size) screen.Screen.Resize(size.Columns, size.Rows);
        screen.Feed(step.Bytes);
    }

    private static string? Compare(string what, byte[] expected, byte[] found) => expected.AsSpan().SequenceEqual(found)
        ? null
        : $"{what}\n  expected {Portions.Readable(expected)}\n  found    {Portions.Readable(found)}";

    // Leaves out the steps that do not matter.
    private static string Shortest(TerminalSize size, List<(byte[] Bytes, TerminalSize? Size)> steps, int cut)
    {
        for (var at = steps.Count - 1; at >= 0; at--)
        {
            List<(byte[] Bytes, TerminalSize? Size)> fewer = [.. steps[..at], .. steps[(at + 1)..]];
            var earlier = at < cut ? cut - 1 : cut;
            if (Difference(size, fewer, earlier) is not null) (steps, cut) = (fewer, earlier);
        }

        var text = string.Join(' ', steps.Select((step, at) => $"{(at == cut ? "<cut> " : "")}{(step.Size is { } to ? $"<{to.Columns}x{to.Rows}> " : "")}{Portions.Readable(step.Bytes)}"));
        return $"{size.Columns}x{size.Rows} {text}\n  {Difference(size, steps, cut)}";
    }
}
