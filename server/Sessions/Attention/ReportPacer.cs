using Orchestrator.Common;

namespace Orchestrator.Sessions.Attention;

/// <summary>
/// Turns any number of wakes into calls that are at least <see cref="Interval"/> apart: a program that reports without
/// end costs its session no more than one that reports twenty times a second. The first one after a rest comes at once.
/// Any thread may call.
/// </summary>
internal sealed class ReportPacer : IDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Action _call;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TimeSpan _next = TimeSpan.Zero;
    private bool _isDue;
    private bool _isWaiting;

    /// <param name="call">Must not block or throw; may lose the call, then <see cref="IsOverdue"/> tells.</param>
    /// <param name="time">The clock.</param>
    public ReportPacer(Action call, TimeProvider time)
    {
        _call = call;
        _time = time;
        _timer = time.CreateTimer(_ => CallLate(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True when a call was made that was not taken.</summary>
    public bool IsOverdue
    {
        get
        {
            lock (_lock) return _isDue && !_isWaiting;
        }
    }

    /// <summary>There is something new.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (_isDue) return;
            _isDue = true;
            var pause = _next - _time.Elapsed();
            _isWaiting = pause > TimeSpan.Zero;
            if (_isWaiting)
            {
                _timer.Change(pause, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        _call();
    }

    /// <summary>What is new up to now is being looked at.</summary>
    public void Take()
    {
        lock (_lock)
        {
            _isDue = _isWaiting = false;
            _next = _time.Elapsed() + Interval;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void CallLate()
    {
        lock (_lock)
        {
            if (!_isWaiting) return;
            _isWaiting = false;
        }

        _call();
    }
}
