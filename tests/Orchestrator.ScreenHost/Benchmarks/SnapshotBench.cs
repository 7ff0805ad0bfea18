using System.Buffers;
using System.Diagnostics;
using Orchestrator.Screens;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>Time and size of the snapshot of a screen that has read a whole file.</summary>
internal static class SnapshotBench
{
    private const int Rounds = 500;

    /// <summary>The runtime compiles anew what was called this often; that is not the cost of a snapshot.</summary>
    private const int WarmUpRounds = 100;

    /// <param name="FirstMs">The very first snapshot of the process.</param>
    /// <param name="TimesMs">Each of the others.</param>
    /// <param name="Bytes">Size of the snapshot.</param>
    /// <param name="VisibleBytes">Size of what it has to say; see <see cref="Benchmarks.VisibleBytes"/>.</param>
    /// <param name="ScrollbackLines">Lines of scrollback that the screen holds.</param>
    internal sealed record Result(double FirstMs, double[] TimesMs, int Bytes, int VisibleBytes, int ScrollbackLines);

    public static Result Run(string path)
    {
        var screen = ParseBench.Feed(ParseBench.Read(path));
        Evidence.Require(screen, ParseBench.MinLines);
        var target = new ArrayBufferWriter<byte>();
        var visible = VisibleBytes.Of(screen);
        var first = Time(screen, target);
        Evidence.RequireSnapshot(target.WrittenCount, visible);
        for (var round = 0; round < WarmUpRounds; round++) Time(screen, target);
        var times = Enumerable.Range(0, Rounds).Select(_ => Time(screen, target)).ToArray();
        return new Result(first, times, target.WrittenCount, visible, screen.State.Primary.Top);
    }

    private static double Time(Screen screen, ArrayBufferWriter<byte> target)
    {
        target.ResetWrittenCount();
        var startedAt = Stopwatch.GetTimestamp();
        screen.WriteSnapshot(target, Screen.ScrollbackLines);
        return Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
    }
}
