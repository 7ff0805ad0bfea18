using System.Collections.Immutable;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Subscriptions;

/// <summary>One thing a connection is told of sessions, whatever it has revealed.</summary>
internal abstract record LaneFrame;

/// <summary>Newest values of sessions.</summary>
internal sealed record SessionsFrame(SessionsChangedParams Params) : LaneFrame;

/// <summary>An agent wants something.</summary>
internal sealed record RequestedFrame(AttentionRequestedParams Params) : LaneFrame;

/// <summary>A request is over.</summary>
internal sealed record ResolvedFrame(AttentionResolvedParams Params) : LaneFrame;

/// <summary>
/// What one connection is told of every session: newest values only, at most once in <see cref="Interval"/>, from a
/// position and the requests it knows, which is the whole of what the connection costs. Requests come before
/// the summary that counts them. Frames are taken in one place at a time; answers may be made and sent meanwhile.
/// </summary>
internal sealed class AttentionLane : IDisposable
{
    /// <summary>Shortest time between two updates of one session.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // Keeps a frame well below what any client reads in one piece.
    private const int MaxPerUpdate = 200;

    private readonly long _connection;
    private readonly FeedReader<SessionNews> _reader;
    private readonly StateFeed<SessionNews> _feed;
    private readonly TrafficCounters _traffic;
    private readonly TimeProvider _time;
    private readonly Action _onChanged;
    private readonly Lock _lock = new();
    private readonly Queue<LaneFrame> _frames = new();

    // The requests that the connection knows of, as it was told them, by session; none has an entry without one.
    private readonly Dictionary<string, ImmutableArray<AttentionRequest>> _known;

    // An answer that tells requests and has not left; nothing may overtake it.
    private object? _unsent;

    // Where the change that is being told ends.
    private long _end;
    private TimeSpan _next = TimeSpan.Zero;

    /// <param name="feed">What happens.</param>
    /// <param name="connection">Number of the connection, of whose user the requests may ask that they are notified.</param>
    /// <param name="traffic">Counts what is told.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onChanged">Called when there may be something to take; must not block.</param>
    public AttentionLane(StateFeed<SessionNews> feed, long connection, TrafficCounters traffic, TimeProvider time, Action onChanged)
    {
        _traffic = traffic;
        _feed = feed;
        _connection = connection;
        _time = time;
        _onChanged = onChanged;
        _reader = feed.Subscribe(onChanged);
        // Those that are pending already are in every list the client reads; of them it is told what becomes of them.
        _known = feed.ReadAll().Values.Where(news => !news.Pending.IsEmpty).ToDictionary(news => news.Summary.Id, news => news.Requests);
    }

    /// <summary>When the next update may be sent, when there is one; null for nothing to send.</summary>
    public TimeSpan? DueAt
    {
        get
        {
            lock (_lock)
            {
                if (_unsent is not null) return null;
                return _frames.Count > 0 ? TimeSpan.Zero : _reader.Position < _feed.Revision ? _next : null;
            }
        }
    }

    /// <summary>
    /// Makes an answer that tells requests: all that are pending of the sessions it is about. What is taken from here on
    /// comes behind it and rests until <see cref="Resume"/>; what was taken before may still be on its way.
    /// </summary>
    public T Answer<T>(Func<T> make, Func<T, IEnumerable<AttentionRequest>> requestsOf)
        where T : class
    {
        lock (_lock)
        {
            var answer = make();
            TellUnderLock(requestsOf(answer));
            _unsent = answer;
            return answer;
        }
    }

    /// <summary>This answer has been sent; what rested for it may follow.</summary>
    public void Resume(object? answer)
    {
        lock (_lock)
        {
            if (answer is null || !ReferenceEquals(_unsent, answer)) return;
            _unsent = null;
        }

        _onChanged();
    }

    /// <summary>The connection is being told these requests between two frames.</summary>
    public void Tell(IEnumerable<AttentionRequest> requests)
    {
        lock (_lock) TellUnderLock(requests);
    }

    /// <summary>The next frame; null when there is none, or none yet.</summary>
    public LaneFrame? Take()
    {
        lock (_lock)
        {
            if (_unsent is not null) return null;
            while (true)
            {
                if (_frames.Count == 0 && !TakeChangesUnderLock()) return null;
                // It may have been told in an answer since it was taken.
                if (_frames.Dequeue() is var frame && frame is not RequestedFrame { Params.Request: var request }) return frame;
                if (IsKnown(request)) continue;
                TellUnderLock([request]);
                return frame;
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool TakeChangesUnderLock()
    {
        var now = _time.Elapsed();
        if (now < _next) return false;
        var isRest = _reader.Position < _end;
        if (!isRest) _end = _feed.Revision;
        var before = _reader.Position;
        var changes = _reader.Take(MaxPerUpdate, _end);
        _traffic.CountStates(changes.Changed.Count + changes.Removed.Count, changes.Revision - before);
        // The rest of a large change may follow at once: what is still in it is about other sessions.
        if (changes.Changed.Count + changes.Removed.Count < MaxPerUpdate || changes.Revision == _end)
        {
            _end = changes.Revision;
            if (isRest || !changes.IsEmpty) _next = now + Interval;
        }

        if (changes.IsEmpty) return false;
        foreach (var news in changes.Changed) Compare(news.Summary.Id, news.Pending, news.Resolved);
        foreach (var id in changes.Removed) Compare(id, [], []);
        _frames.Enqueue(new SessionsFrame(new SessionsChangedParams(
            changes.Revision, [.. changes.Changed.Select(news => news.Summary)], [.. changes.Removed])));
        return true;
    }

    private void Compare(string sessionId, ImmutableArray<PendingRequest> pending, ImmutableArray<ResolvedRequest> resolved)
    {
        var known = _known.GetValueOrDefault(sessionId, []);
        foreach (var id in known.Select(told => told.RequestId).Where(id => !pending.Any(request => request.RequestId == id)))
        {
            // A client that was away for many requests is told at least that this one is over.
            var end = resolved.LastOrDefault(request => request.RequestId == id) ?? new ResolvedRequest(id, AttentionOutcome.Withdrawn);
            _frames.Enqueue(new ResolvedFrame(new AttentionResolvedParams(id, sessionId, end.Outcome, end.By)));
        }

        known = known.RemoveAll(told => !pending.Any(request => request.RequestId == told.RequestId));
        if (known.IsEmpty) _known.Remove(sessionId);
        else _known[sessionId] = known;
        foreach (var request in pending)
        {
            var (shown, isFirst) = (request.ToWire(sessionId), !known.Any(told => told.RequestId == request.RequestId));
            if (!known.Contains(shown)) _frames.Enqueue(new RequestedFrame(new AttentionRequestedParams(shown, isFirst && request.Notifier == _connection ? true : null)));
        }
    }

    private void TellUnderLock(IEnumerable<AttentionRequest> requests)
    {
        foreach (var request in requests)
            _known[request.SessionId] = [.. _known.GetValueOrDefault(request.SessionId, []).Where(told => told.RequestId != request.RequestId), request];
    }

    private bool IsKnown(AttentionRequest request) => _known.GetValueOrDefault(request.SessionId, []).Contains(request);
}
