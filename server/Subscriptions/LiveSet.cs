using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Subscriptions;

/// <summary>
/// The sessions one connection receives content of, most recently revealed first, never more than its limit unless
/// more are visible. Taking a frame and sending it is one step under <see cref="Gate"/>, and so is every reveal and
/// conceal: what a reveal changes is never overtaken by a frame that was taken before it.
/// </summary>
internal sealed class LiveSet(int limit, IOutputCarrier carrier, TrafficCounters counters, TimeProvider time, Action onChanged)
    : System.IAsyncDisposable
{
    /// <summary>Most sessions that one connection may look at at once, live and paced.</summary>
    public const int MaxVisible = 64;

    private readonly LinkedList<LiveSession> _order = new();
    private readonly ConcurrentDictionary<string, LiveSession> _byId = new(StringComparer.Ordinal);
    private readonly Queue<EvictedFrame> _evicted = new();
    private readonly ConditionalWeakTable<RevealResult, LiveSession> _unsent = [];

    // Names this connection in the sizes it sets, which terminals remember longer than the connection lives.
    private readonly object _viewer = new();
    private readonly PendingReveals _pending = new();
    private LiveSession? _active;
    private int _limit = limit;
    private long _served;
    private bool _isClosed;

    /// <summary>First come, first served: reveals and conceals keep the order they were received in.</summary>
    public AsyncSemaphore Gate { get; } = new(1);

    /// <summary>When <see cref="Take"/>, which found nothing, should be asked again though nothing changes; null for never.</summary>
    public TimeSpan? DueAt { get; private set; }

    /// <summary>How the result of a reveal is made: one that tells requests must not be overtaken by what becomes of them.</summary>
    public Func<Func<RevealResult>, RevealResult> Answer { get; set; } = make => make();

    /// <summary>Ids of the sessions in the set, in no order.</summary>
    public IEnumerable<string> Ids => _byId.Keys;

    /// <summary>How far the viewer is in each session of the set, in no order. Any thread may call.</summary>
    public IEnumerable<ContentStatus> Status => _byId.Values.Select(live => live.Status);

    /// <summary>How many sessions receive content at once.</summary>
    public int Limit => Volatile.Read(ref _limit);

    /// <summary>Changes <see cref="Limit"/>; the set has followed when it completes.</summary>
    public async Task ChangeLimitAsync(int limit, CancellationToken cancellationToken)
    {
        using var gate = await Gate.EnterAsync(cancellationToken);
        Volatile.Write(ref _limit, limit);
        Balance();
        onChanged();
    }

    /// <summary>
    /// Notes that a reveal of this session was received, before anything is waited for: a conceal that is received later
    /// overtakes it. Disposed when the reveal has been answered.
    /// </summary>
    public PendingReveal Expect(string sessionId) => _pending.Add(sessionId);

    /// <summary>
    /// Subscribes to a session and cuts its content. Nothing of it follows until <see cref="Start"/> is called with
    /// the result, which its sender does.
    /// </summary>
    public async Task<RevealResult> RevealAsync(RevealRequest request, CancellationToken cancellationToken)
    {
        using var gate = await Gate.EnterAsync(cancellationToken);
        // Nobody is there any more to get the answer.
        if (_isClosed) throw new OperationCanceledException("The connection has ended.");
        if (request.Pending is { IsOvertaken: true })
            throw new OrchestratorException(ErrorCode.RequestCancelled, "A conceal of the session came after this reveal.");
        var live = Find(request.Session.State.Id);
        if (live is not null && live.Session != request.Session)
        {
            // The id was deleted and created again before this connection was told.
            Drop(live);
            live = null;
        }

        if (live is not { IsVisible: true }) CheckRoom(request.Session);
        // From here on the reveal happens whether or not anyone waits for it.
        if (live is not { IsVisible: true }) await request.Session.Viewers.AddAsync(CancellationToken.None);
        live = MoveToFront(live ?? new LiveSession(request.Session, _viewer, carrier, onChanged));
        live.IsVisible = true;
        if (request.IsActive) _active = live;
        // A pending notice of an earlier eviction is answered by this reveal.
        ForgetEviction(live.Id);
        Balance();
        // The content is cut at the size it was made for; a new size comes after it.
        var result = Answer(() => live.Cut(request.Since));
        counters.Count(result);
        _unsent.Add(result, live);
        if (request.Size is { } size && (request.IsActive || live.Session.Terminal.Leader is null))
            live.Session.Terminal.Resize(size, _viewer);
        return result;
    }

    /// <summary>The result of a reveal has been sent: the content after it may follow. Any thread may call.</summary>
    public void Start(RevealResult result)
    {
        if (!_unsent.TryGetValue(result, out var live)) return;
        live.Start(result);
        onChanged();
    }

    /// <summary>Stops looking at a session; it stays in the set until another one needs its place.</summary>
    public async Task ConcealAsync(string sessionId, CancellationToken cancellationToken)
    {
        // Before anything is waited for: reveals that were received earlier may be waiting elsewhere than at the gate.
        _pending.Overtake(sessionId);
        using var gate = await Gate.EnterAsync(cancellationToken);
        if (Find(sessionId) is not { IsVisible: true } live) return;
        Hide(live);
        Balance();
    }

    /// <summary>The viewer has consumed a session's output up to this position. Any thread may call; nothing waits.</summary>
    public void Acknowledge(string sessionId, string epoch, long offset)
    {
        if (!_byId.TryGetValue(sessionId, out var live)) return;
        live.Acknowledge(epoch, offset);
        onChanged();
    }

    /// <summary>Sets the size of a session's terminal on behalf of this connection, which then leads it.</summary>
    public void Resize(Session session, Terminals.TerminalSize size) => session.Terminal.Resize(size, _viewer);

    /// <summary>Takes out a session that is gone.</summary>
    public void Forget(string sessionId)
    {
        if (Find(sessionId) is { } live) Evict(live, EvictionReason.Ended);
    }

    /// <summary>The next frame to send, fair between sessions; null when there is nothing now. Called under the gate.</summary>
    public ContentFrame? Take()
    {
        var frame = _evicted.TryDequeue(out var evicted) ? evicted : TakeContent();
        if (frame is not null) counters.Count(frame);
        return frame;
    }

    /// <summary>Lets go of every session, also of one whose reveal is under way; what still waits for the gate finds the set closed.</summary>
    public async ValueTask DisposeAsync()
    {
        using var gate = await Gate.EnterAsync();
        _isClosed = true;
        foreach (var live in _order.ToArray()) Drop(live);
    }

    private ContentFrame? TakeContent()
    {
        var now = time.Elapsed();
        // Whoever has waited longest comes first, so that no number of floods starves the others.
        foreach (var live in _order.OrderBy(live => live.LastServed).ToArray())
        {
            if (live.Take(now) is not { } frame) continue;
            live.LastServed = ++_served;
            if (frame is EvictedFrame) Drop(live);
            return frame;
        }

        // Told here, under the gate: reveals change the order at any other time.
        DueAt = _order.Select(live => live.DueAt).Min();
        return null;
    }

    private LiveSession? Find(string sessionId) => _byId.GetValueOrDefault(sessionId);

    // Visible sessions are never evicted, so there must be an end to them.
    private void CheckRoom(Session session)
    {
        if (_order.Count(live => live.IsVisible) < MaxVisible) return;
        throw new OrchestratorException(ErrorCode.LimitReached, $"This connection looks at {MaxVisible} sessions already.")
        {
            SessionId = session.State.Id, Hint = "Conceal some of them.",
        };
    }

    private LiveSession MoveToFront(LiveSession live)
    {
        _order.Remove(live);
        _order.AddFirst(live);
        _byId[live.Id] = live;
        return live;
    }

    // Concealed ones go, the least recently revealed first; visible ones beyond the limit are paced, the active one never.
    private void Balance()
    {
        while (_order.Count > _limit && _order.Reverse().FirstOrDefault(live => !live.IsVisible) is { } victim)
            Evict(victim, EvictionReason.Limit);

        var unpaced = _limit - (_active is null ? 0 : 1);
        foreach (var live in _order)
            live.Grade = live == _active || unpaced-- > 0 ? ContentGrade.Live : ContentGrade.Paced;
    }

    private void Evict(LiveSession live, EvictionReason reason)
    {
        Drop(live);
        _evicted.Enqueue(new EvictedFrame(live.Id, reason));
        onChanged();
    }

    private void Drop(LiveSession live)
    {
        if (live.IsVisible) Hide(live);
        _order.Remove(live);
        _byId.TryRemove(live.Id, out _);
        live.Dispose();
    }

    private void Hide(LiveSession live)
    {
        live.IsVisible = false;
        if (_active == live) _active = null;
        live.Session.Viewers.Remove();
    }

    private void ForgetEviction(string sessionId)
    {
        for (var count = _evicted.Count; count > 0; count--)
            if (_evicted.Dequeue() is var frame && frame.SessionId != sessionId) _evicted.Enqueue(frame);
    }
}
