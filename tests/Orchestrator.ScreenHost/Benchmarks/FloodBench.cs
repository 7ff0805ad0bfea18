using System.Buffers;
using System.Diagnostics;
using Orchestrator.Screens;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>What one <see cref="Flood"/> costs: time, what the screen holds on to, and its snapshot.</summary>
internal static class FloodBench
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Longest that any of them may take; only something that grows with the square of the input takes it.</summary>
    private const int MaxSeconds = 30;

    /// <param name="Title">What was printed.</param>
    /// <param name="Ms">Time in the screen.</param>
    /// <param name="MaxMs">Its bound.</param>
    /// <param name="RetainedBytes">What the screen holds on to.</param>
    /// <param name="MaxRetainedBytes">Its bound.</param>
    /// <param name="SnapshotMs">Time of the snapshot afterwards.</param>
    /// <param name="SnapshotBytes">Its size.</param>
    internal sealed record Result(
        string Title, double Ms, double MaxMs, long RetainedBytes, long MaxRetainedBytes, double SnapshotMs, int SnapshotBytes);

    public static IEnumerable<string> Names => Flood.All.Keys;

    public static Result Run(string name)
    {
        var flood = Flood.All[name];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var screen = new Screen(ParseBench.Columns, ParseBench.Rows);
        var elapsed = Print(flood, screen);
        var retained = GC.GetTotalMemory(forceFullCollection: true) - before;

        Evidence.Require(screen, minLines: 1);
        var snapshot = new ArrayBufferWriter<byte>();
        var startedAt = Stopwatch.GetTimestamp();
        screen.WriteSnapshot(snapshot, Screen.ScrollbackLines);
        var snapshotTime = Stopwatch.GetElapsedTime(startedAt);
        return new Result(
            flood.Title, elapsed.TotalMilliseconds, MaxSeconds * 1000, retained, flood.MaxMegabytes * Megabyte,
            snapshotTime.TotalMilliseconds, snapshot.WrittenCount);
    }

    // In a method of its own, so that the feeder and its output are gone when memory is looked at.
    private static TimeSpan Print(Flood flood, Screen screen)
    {
        var feeder = new Feeder(screen);
        feeder.Write("begin\r\n"u8);
        flood.Print(feeder);
        feeder.Flush();
        return feeder.Elapsed;
    }
}
