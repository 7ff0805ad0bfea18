using Orchestrator.Common;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>Knows since when the same is seen: programs draw in pieces, and what is seen for a moment may be half of something. One thread at a time.</summary>
/// <param name="wake">Called when something will have been seen for as long as was asked; must not block.</param>
/// <param name="time">The clock.</param>
internal sealed class SteadySight(Action wake, TimeProvider time) : IDisposable
{
    private readonly ITimer _timer = time.CreateTimer(_ => wake(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private string? _seen;
    private TimeSpan _since = TimeSpan.MaxValue;

    /// <summary>This is seen now.</summary>
    public void See(string what)
    {
        if (what == _seen) return;
        (_seen, _since) = (what, time.Elapsed());
    }

    /// <summary>True when what is seen now has been seen for so long; else somebody is woken when it will have been.</summary>
    public bool IsFor(TimeSpan period)
    {
        var rest = period - (time.Elapsed() - _since);
        if (rest <= TimeSpan.Zero) return true;
        // Timers count in milliseconds; one that is early would be asked again.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        return false;
    }

    public void Dispose() => _timer.Dispose();
}
