using Orchestrator.Common;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// Which sessions are to be read, and when: any number of wishes for one session are one, and its readings are at least
/// <see cref="Pause"/> apart, so that a transcript that grows without end costs no more than one that grows now and then.
/// Any thread may call.
/// </summary>
/// <param name="onWish">Called when there may be something to take sooner than before; must not block.</param>
/// <param name="time">The clock.</param>
internal sealed class EnrichmentQueue(Action onWish, TimeProvider time)
{
    /// <summary>Least time between two readings of one session.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<string, TimeSpan> _order = new();
    private readonly Dictionary<string, TimeSpan> _wished = [];
    private readonly Dictionary<string, TimeSpan> _taken = [];

    /// <summary>The session is to be read as soon as it may.</summary>
    public void Wish(string sessionId) => Wish(sessionId, time.Elapsed());

    /// <summary>The session is to be read in a while, or before that when somebody wishes it.</summary>
    public void WishLater(string sessionId, TimeSpan after) => Wish(sessionId, time.Elapsed() + after);

    /// <summary>Nobody wants to read the session any more.</summary>
    public void Forget(string sessionId)
    {
        lock (_lock)
        {
            _wished.Remove(sessionId);
            _taken.Remove(sessionId);
        }
    }

    /// <summary>The session whose turn it is, or how long nobody's is: null for until somebody wishes.</summary>
    public (string? SessionId, TimeSpan? Idle) Take()
    {
        lock (_lock)
        {
            var now = time.Elapsed();
            while (_order.TryPeek(out var sessionId, out var at))
            {
                var isWished = _wished.TryGetValue(sessionId, out var wished) && wished == at;
                if (isWished && at > now) return (null, at - now);
                _order.Dequeue();
                // It was wished for earlier meanwhile, or is not wished for any more.
                if (!isWished) continue;
                _wished.Remove(sessionId);
                _taken[sessionId] = now;
                return (sessionId, null);
            }

            return (null, null);
        }
    }

    private void Wish(string sessionId, TimeSpan at)
    {
        lock (_lock)
        {
            if (_taken.TryGetValue(sessionId, out var taken) && taken + Pause is var next && next > at) at = next;
            if (_wished.TryGetValue(sessionId, out var wished) && wished <= at) return;
            _wished[sessionId] = at;
            _order.Enqueue(sessionId, at);
        }

        onWish();
    }
}
