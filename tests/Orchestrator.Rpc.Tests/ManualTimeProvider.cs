using System.Threading.Channels;

namespace Orchestrator.Rpc.Tests;

/// <summary>A clock that stands still until a test moves it; timers fire inside <see cref="Advance"/>, in order.</summary>
internal sealed class ManualTimeProvider : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly Channel<TimeSpan> _armed = Channel.CreateUnbounded<TimeSpan>();
    private DateTimeOffset _now = Start;

    /// <summary>How much too early timers fire, as those of the system do by a fraction; never more than by half.</summary>
    public TimeSpan Earliness { get; init; }

    /// <summary>How wrong the clock on the wall is: setting it moves no timer.</summary>
    public TimeSpan Error { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now + Error;
    }

    public override long GetTimestamp()
    {
        lock (_lock) return (_now - Start).Ticks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes once for every timer that was set, with its time: only then there is something to move the clock for.</summary>
    public ValueTask<TimeSpan> TimerArmedAsync(CancellationToken cancellationToken) => _armed.Reader.ReadAsync(cancellationToken);

    /// <summary>Of the timers set up to now none is waited for any more.</summary>
    public void ForgetArmed()
    {
        while (_armed.Reader.TryRead(out _))
        {
        }
    }

    public void Advance(TimeSpan time)
    {
        var end = Start + TimeSpan.FromTicks(GetTimestamp()) + time;
        while (TakeDue(end) is { } timer) timer.Fire();
        lock (_lock) _now = end;
    }

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.DueAt <= end).MinBy(timer => timer.DueAt);
            if (next is null) return null;
            if (next.DueAt > _now) _now = next.DueAt.Value;
            next.SetUnderLock(next.Period, next.Period);
            return next;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, Action fire) : ITimer
    {
        public DateTimeOffset? DueAt { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
                SetUnderLock(dueTime, period);
                if (DueAt is null) return true;
                clock._timers.Add(this);
            }

            clock._armed.Writer.TryWrite(dueTime);
            return true;
        }

        public void SetUnderLock(TimeSpan dueTime, TimeSpan period)
        {
            Period = period;
            DueAt = dueTime < TimeSpan.Zero || (dueTime == TimeSpan.Zero && DueAt is not null) ? null : clock._now + dueTime - (clock.Earliness < dueTime / 2 ? clock.Earliness : dueTime / 2);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
