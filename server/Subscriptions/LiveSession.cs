using System.Diagnostics.CodeAnalysis;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Subscriptions;

/// <summary>
/// One session that a connection receives content of: a cursor over its log, the way of its bytes, and what is still to
/// be told. Owned by a <see cref="LiveSet"/>, which calls it from one place at a time.
/// </summary>
internal sealed class LiveSession : IDisposable
{
    private const int ChunkBytes = 32 * 1024;
    private const int PacedBacklogBytes = 64 * 1024;

    // A reader that makes no room for this long gets a snapshot instead of the backlog; while it goes on reading nothing,
    // the next one takes twice as long, up to the longest.
    private static readonly TimeSpan FirstStall = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan PacedInterval = TimeSpan.FromMilliseconds(250);

    private readonly object _viewer;
    private readonly IOutputCarrier _carrier;
    private readonly Action _onChanged;
    private LogWatch _watch;
    private TerminalScreen _screen;
    private TerminalLog _log;
    private volatile IOutputWay? _way;
    private long _position;
    private long _reported = -1;
    private long _heard = -1;
    private TimeSpan _stall = FirstStall;
    private SizeChange _size;
    private TimeSpan? _blockedSince;
    private TimeSpan _nextPaced = TimeSpan.Zero;
    private RevealResult? _unsent;
    private ContentGrade _toldGrade;
    private bool _isExitTold;

    public LiveSession(Session session, object viewer, IOutputCarrier carrier, Action onChanged)
    {
        Session = session;
        _viewer = viewer;
        _carrier = carrier;
        _onChanged = onChanged;
        session.Terminal.Replaced += onChanged;
        Follow(session.Terminal.Screen);
    }

    public Session Session { get; }

    public string Id => Session.State.Id;

    /// <summary>True between a reveal and the conceal that takes it back.</summary>
    public bool IsVisible { get; set; }

    public ContentGrade Grade { get; set; }

    /// <summary>Number of the frame of the set that was last taken from this session; 0 for none.</summary>
    public long LastServed { get; set; }

    /// <summary>How far the viewer is. Any thread may call.</summary>
    public ContentStatus Status
    {
        get
        {
            var sent = Interlocked.Read(ref _position);
            var way = _way;
            return new ContentStatus(
                Id,
                IsVisible,
                Grade,
                Math.Max(0, Math.Min(way?.Unread(sent) ?? 0, sent - Interlocked.Read(ref _reported))),
                Math.Max(0, _log.End - sent),
                way?.WindowBytes ?? 0);
        }
    }

    /// <summary>When something could be told that cannot be told yet; null when only a change can bring something.</summary>
    public TimeSpan? DueAt { get; private set; }

    /// <summary>
    /// Cuts the content at the present end: the result holds everything before it, the cursor stands behind it and
    /// rests until <see cref="Start"/>, when the result has been sent.
    /// </summary>
    public RevealResult Cut(ContentPosition? since)
    {
        if (IsReplaced) Follow(Session.Terminal.Screen);
        var cut = TerminalView.Cut(_screen, since);
        MoveTo(cut);
        _isExitTold = false;
        _stall = FirstStall;
        return _unsent = Result(cut);
    }

    /// <summary>This result has been sent; content may follow it. Nothing happens when a later cut has replaced it. Any thread may call.</summary>
    public void Start(RevealResult result) => Interlocked.CompareExchange(ref _unsent, null, result);

    /// <summary>
    /// The viewer has consumed everything up to <paramref name="offset"/>. Positions are absolute, so a lost or late
    /// report does no harm; one beyond what was sent says nothing. Any thread may call.
    /// </summary>
    public void Acknowledge(string epoch, long offset)
    {
        if (epoch != _log.Epoch || offset > Interlocked.Read(ref _position)) return;
        for (var known = Interlocked.Read(ref _reported); offset > known;)
        {
            var found = Interlocked.CompareExchange(ref _reported, offset, known);
            if (found == known) return;
            known = found;
        }
    }

    /// <summary>The next thing to tell; null when there is nothing to tell now.</summary>
    public ContentFrame? Take(TimeSpan now)
    {
        DueAt = null;
        if (Volatile.Read(ref _unsent) is not null) return null;
        if (IsReplaced)
        {
            Follow(Session.Terminal.Screen);
            return Resync(ResyncReason.Restarted, now);
        }

        if (_toldGrade != Grade) return new GradedFrame(Id, _toldGrade = Grade);
        Listen();
        // The end is read before the sizes: then every size that was in force before the end is among them.
        var end = _log.End;
        var sizes = _screen.Sizes;
        if (sizes.LastBy(_viewer) is { } own && own.Number > _size.Number)
        {
            // This viewer took its own size when it told it; those before it are past.
            _size = own;
        }

        if (!sizes.Reaches(_size)) return TooFarBehind(now);
        return TakeResized(sizes) ?? TakeOutput(Math.Min(end, sizes.After(_size)?.Offset ?? end), now) ?? TakeExited();
    }

    public void Dispose()
    {
        Session.Terminal.Replaced -= _onChanged;
        _watch.Dispose();
        _way?.Dispose();
        _screen.Leave(_viewer);
    }

    // An ended terminal that was read back from its files has the epoch it had.
    private bool IsReplaced => Session.Terminal.Info.Epoch != _log.Epoch;

    [MemberNotNull(nameof(_screen), nameof(_log), nameof(_size), nameof(_watch))]
    private void Follow(TerminalScreen screen)
    {
        _watch?.Dispose();
        _screen = screen;
        _log = screen.Log;
        _size = screen.Sizes.Newest;
        _isExitTold = false;
        // Watching comes before reading: what is printed from here on is announced.
        _watch = _log.Watch(_onChanged);
    }

    private void Listen()
    {
        var reported = Interlocked.Read(ref _reported);
        var isNews = reported > _heard;
        _heard = reported;
        if (isNews) _way!.Acknowledge(reported);
        if (_way!.HasRead() || isNews) _stall = FirstStall;
    }

    // Sizes are told where they came into force, so that the viewer's lines flow as the server's did.
    private ResizedFrame? TakeResized(SizeHistory sizes)
    {
        while (sizes.After(_size) is { } next && next.Offset <= _position)
        {
            var isOther = next.Size != _size.Size;
            _size = next;
            if (!isOther) continue;
            _way!.Fence();
            return new ResizedFrame(Id, _log.Epoch, next.Offset, next.Size.Columns, next.Size.Rows);
        }

        return null;
    }

    private ContentFrame? TakeOutput(long end, TimeSpan now)
    {
        if (_position == end) return null;
        if (_position < _log.Start) return TooFarBehind(now);
        if (Grade == ContentGrade.Paced)
        {
            if (now < _nextPaced) return Later(_nextPaced);
            _nextPaced = now + PacedInterval;
            if (_log.End - _position > PacedBacklogBytes) return Resync(ResyncReason.Paced, now);
        }

        var room = _way!.RoomAfter(_position);
        if (room <= 0) return TakeBlocked(now);
        _blockedSince = null;
        var most = Grade == ContentGrade.Paced ? PacedBacklogBytes : ChunkBytes;
        var buffer = new byte[Math.Min(Math.Min(room, most), end - _position)];
        if (!_log.TryCopyFrom(_position, buffer, out var count)) return TooFarBehind(now);
        var frame = new OutputFrame(Id, _log.Epoch, _position, buffer.AsMemory(0, count));
        Interlocked.Add(ref _position, count);
        return _way.Carry(frame);
    }

    private ContentFrame? TakeBlocked(TimeSpan now)
    {
        _blockedSince ??= now;
        if (now - _blockedSince.Value < _stall) return Later(_blockedSince.Value + _stall);
        _stall = TimeSpan.FromTicks(Math.Min(2 * _stall.Ticks, LongestStall.Ticks));
        return TooFarBehind(now);
    }

    // A screen that nobody looks at is not worth replacing; the next reveal makes it whole.
    private ContentFrame TooFarBehind(TimeSpan now) =>
        IsVisible ? Resync(ResyncReason.Window, now) : new EvictedFrame(Id, EvictionReason.Slow);

    private ResyncFrame Resync(ResyncReason reason, TimeSpan now)
    {
        // The viewer has something, which is replaced even by nothing.
        var cut = _screen.Snapshot(Screen.ScrollbackLines, isBlankShown: true);
        MoveTo(cut);
        _nextPaced = now + PacedInterval;
        return new ResyncFrame(Id, reason, Result(cut));
    }

    private RevealResult Result(TerminalCut cut)
    {
        _toldGrade = Grade;
        // Read once, so that the summary counts the requests beside it.
        var news = Session.News;
        return new RevealResult(news.Summary, Grade, news.Requests, TerminalView.ToContent(_screen, cut, _way!.Channel));
    }

    private ExitedFrame? TakeExited()
    {
        // The exit is read first: once it is there, the end no longer moves.
        if (_isExitTold || _log.Exit is not { } exit || _position != _log.End) return null;
        _isExitTold = true;
        _way!.Finish();
        return new ExitedFrame(Id, _log.Epoch, _position, exit.Code, exit.Signal);
    }

    // What was on the old way and has not arrived is in the cut.
    private void MoveTo(TerminalCut cut)
    {
        Interlocked.Exchange(ref _position, cut.Offset);
        _blockedSince = null;
        _size = cut.Size;
        _way?.Dispose();
        _way = _carrier.Open(Id, _log.Epoch, cut.Offset, _onChanged);
    }

    private ContentFrame? Later(TimeSpan due)
    {
        DueAt = due;
        return null;
    }
}
