namespace Orchestrator.Common;

/// <summary>
/// Where the users of a host are: which session each connection's user has before them, and who acted last. It decides
/// who is told of something, and by whom. Any thread may call.
/// </summary>
internal sealed class UserPresence
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Place> _places = [];
    private long _moment;

    /// <summary>A connection is there, and can be told something.</summary>
    public void Join(long connection)
    {
        lock (_lock) _places.TryAdd(connection, new Place(null, 0, ++_moment));
    }

    /// <summary>A connection is gone.</summary>
    public void Leave(long connection)
    {
        lock (_lock) _places.Remove(connection);
    }

    /// <summary>A connection's user has this session before them from now on; null for none.</summary>
    public void Look(long connection, string? sessionId)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(connection, out var place)) return;
            _places[connection] = place with { SessionId = sessionId, ActedAt = sessionId is null ? place.ActedAt : ++_moment };
        }
    }

    /// <summary>A connection's user does not have this session before them any more.</summary>
    public void LookAway(long connection, string sessionId)
    {
        lock (_lock)
            if (_places.TryGetValue(connection, out var place) && place.SessionId == sessionId) _places[connection] = place with { SessionId = null };
    }

    /// <summary>A connection's user did something.</summary>
    public void Act(long connection)
    {
        lock (_lock)
            if (_places.TryGetValue(connection, out var place)) _places[connection] = place with { ActedAt = ++_moment };
    }

    /// <summary>True while somebody has the session before them.</summary>
    public bool IsLookedAt(string sessionId)
    {
        lock (_lock) return _places.Values.Any(place => place.SessionId == sessionId);
    }

    /// <summary>
    /// The connection that notifies its user of what happens in a session: the one whose user acted last, or else the one
    /// that came last. Null while somebody looks at the session, or nobody is there.
    /// </summary>
    public long? NotifierOf(string sessionId)
    {
        lock (_lock)
        {
            if (_places.Count == 0 || _places.Values.Any(place => place.SessionId == sessionId)) return null;
            return _places.MaxBy(entry => (entry.Value.ActedAt, entry.Value.JoinedAt)).Key;
        }
    }

    private readonly record struct Place(string? SessionId, long ActedAt, long JoinedAt);
}
