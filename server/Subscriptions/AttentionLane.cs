using Orchestrator.Common;
using Orchestrator.Protocol;

namespace Orchestrator.Subscriptions;

/// <summary>
/// What one connection is told of every session: newest values only, at most once in <see cref="Interval"/>, from a
/// position that is the whole of what the connection costs. Called from one place at a time.
/// </summary>
internal sealed class AttentionLane : IDisposable
{
    /// <summary>Shortest time between two updates of one session.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // Keeps a frame well below what any client reads in one piece.
    private const int MaxPerUpdate = 200;

    private readonly FeedReader<SessionSummary> _reader;
    private readonly StateFeed<SessionSummary> _feed;
    private readonly TimeProvider _time;

    // Where the change that is being told ends.
    private long _end;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public AttentionLane(StateFeed<SessionSummary> feed, TimeProvider time, Action onChanged)
    {
        _feed = feed;
        _time = time;
        _reader = feed.Subscribe(onChanged);
    }

    /// <summary>When the next update may be sent, when there is one; null for nothing to send.</summary>
    public DateTimeOffset? DueAt => _reader.Position < _feed.Revision ? _next : null;

    /// <summary>The next update; null when there is none, or none yet.</summary>
    public SessionsChangedParams? Take()
    {
        var now = _time.GetUtcNow();
        if (now < _next) return null;
        var isRest = _reader.Position < _end;
        if (!isRest) _end = _feed.Revision;
        var changes = _reader.Take(MaxPerUpdate, _end);
        // The rest of a large change may follow at once: what is still in it is about other sessions.
        if (changes.Changed.Count + changes.Removed.Count < MaxPerUpdate || changes.Revision == _end)
        {
            _end = changes.Revision;
            if (isRest || !changes.IsEmpty) _next = now + Interval;
        }

        if (changes.IsEmpty) return null;
        return new SessionsChangedParams(changes.Revision, [.. changes.Changed], [.. changes.Removed]);
    }

    public void Dispose() => _reader.Dispose();
}
