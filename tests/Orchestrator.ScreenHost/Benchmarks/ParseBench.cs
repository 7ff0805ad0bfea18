using System.Diagnostics;
using Orchestrator.Screens;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>How long a new screen takes to read a whole file.</summary>
internal static class ParseBench
{
    public const int Columns = 120;
    public const int Rows = 40;

    /// <summary>Every corpus fills the scrollback; some of its lines are empty.</summary>
    public const int MinLines = Screen.ScrollbackLines * 3 / 4;

    private static readonly Dictionary<string, byte[]> Files = [];

    /// <param name="Ms">Time in the screen alone.</param>
    /// <param name="AllocatedBytes">What was allocated meanwhile, the screen included.</param>
    internal sealed record Result(double Ms, long AllocatedBytes);

    public static Result Run(string path)
    {
        var bytes = Read(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var startedAt = Stopwatch.GetTimestamp();
        var screen = Feed(bytes);
        var elapsed = Stopwatch.GetElapsedTime(startedAt);
        var result = new Result(elapsed.TotalMilliseconds, GC.GetAllocatedBytesForCurrentThread() - allocated);
        Evidence.Require(screen, MinLines);
        return result;
    }

    /// <summary>The bytes of a file, read once.</summary>
    public static byte[] Read(string path) =>
        Files.TryGetValue(path, out var bytes) ? bytes : Files[path] = File.ReadAllBytes(path);

    /// <summary>A new screen that was fed <paramref name="bytes"/> in portions.</summary>
    public static Screen Feed(ReadOnlySpan<byte> bytes)
    {
        var screen = new Screen(Columns, Rows);
        var output = new ScreenOutput();
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Feeder.PortionBytes, bytes.Length)..])
            screen.Feed(bytes[..Math.Min(Feeder.PortionBytes, bytes.Length)], output);
        return screen;
    }
}
