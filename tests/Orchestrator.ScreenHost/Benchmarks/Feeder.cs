using System.Diagnostics;
using Orchestrator.Screens;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>Feeds a screen in portions of the size that a terminal is read in, and times nothing but that.</summary>
internal sealed class Feeder(Screen screen)
{
    public const int PortionBytes = 64 * 1024;

    private readonly byte[] _portion = new byte[PortionBytes];
    private readonly ScreenOutput _output = new();
    private readonly Stopwatch _watch = new();
    private int _filled;

    /// <summary>Time spent in the screen so far.</summary>
    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Collects bytes and feeds them whenever a portion is full.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, PortionBytes - _filled);
            bytes[..count].CopyTo(_portion.AsSpan(_filled));
            bytes = bytes[count..];
            _filled += count;
            if (_filled == PortionBytes) Flush();
        }
    }

    /// <summary>Feeds what has been collected.</summary>
    public void Flush()
    {
        _watch.Start();
        screen.Feed(_portion.AsSpan(0, _filled), _output);
        _watch.Stop();
        _filled = 0;
    }
}
