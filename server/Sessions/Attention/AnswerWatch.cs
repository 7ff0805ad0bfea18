namespace Orchestrator.Sessions.Attention;

/// <summary>Knows when an answer should long have had its effect. Any thread may call.</summary>
internal sealed class AnswerWatch : IDisposable
{
    /// <summary>An agent that still shows a dialog so long after its answer has lost the key.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Action _wake;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _answeredAt;

    /// <param name="wake">Called once <see cref="IsOverdue"/> is true.</param>
    /// <param name="time">The clock.</param>
    public AnswerWatch(Action wake, TimeProvider time)
    {
        _wake = wake;
        _time = time;
        _timer = time.CreateTimer(_ => WakeWhenOverdue(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True from <see cref="Longest"/> after the newest answer on.</summary>
    public bool IsOverdue => Rest <= TimeSpan.Zero;

    private TimeSpan Rest => Longest - _time.GetElapsedTime(Interlocked.Read(ref _answeredAt));

    /// <summary>An answer was given just now.</summary>
    public void Begin()
    {
        Interlocked.Exchange(ref _answeredAt, _time.GetTimestamp());
        _timer.Change(Longest, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void WakeWhenOverdue()
    {
        // Timers count in milliseconds of a clock of their own, and are a little early at times.
        var rest = Rest;
        if (rest > TimeSpan.Zero) _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        else _wake();
    }
}
