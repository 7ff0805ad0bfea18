namespace Orchestrator.Subscriptions;

/// <summary>
/// The reveals of one connection that were received and are not answered. They wait for one another's answers, and a
/// conceal does not: so that it takes effect in the order received, it overtakes those before it. Any thread may call.
/// </summary>
internal sealed class PendingReveals
{
    private readonly Lock _lock = new();
    private readonly HashSet<PendingReveal> _pending = [];

    public PendingReveal Add(string sessionId)
    {
        var reveal = new PendingReveal(this, sessionId);
        lock (_lock) _pending.Add(reveal);
        return reveal;
    }

    /// <summary>A conceal of this session was received: what was received before it is no longer wanted.</summary>
    public void Overtake(string sessionId)
    {
        lock (_lock)
            foreach (var reveal in _pending.Where(reveal => reveal.SessionId == sessionId)) reveal.IsOvertaken = true;
    }

    internal void Remove(PendingReveal reveal)
    {
        lock (_lock) _pending.Remove(reveal);
    }
}

/// <summary>A reveal that was received; disposed when it is answered.</summary>
internal sealed class PendingReveal(PendingReveals all, string sessionId) : IDisposable
{
    private volatile bool _isOvertaken;

    public string SessionId => sessionId;

    /// <summary>True once a conceal came after it.</summary>
    public bool IsOvertaken
    {
        get => _isOvertaken;
        set => _isOvertaken = value;
    }

    public void Dispose() => all.Remove(this);
}
