using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Agents;
using Orchestrator.Agents.Hooks;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// Reads the transcripts of a host's sessions in the background, one at a time: of those that run whatever is new, of each
/// ended one all there is, once. No request waits for it, and it asks no program.
/// </summary>
internal sealed class Enricher : IDisposable
{
    /// <summary>How often a running session's transcripts are looked at when nothing tells of them.</summary>
    public static readonly TimeSpan Fallback = TimeSpan.FromSeconds(15);

    // Which programs run is known with some delay, and they start others: what is not found at once is looked for again.
    private static readonly TimeSpan JustStarted = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan FallbackWhenJustStarted = TimeSpan.FromSeconds(1);

    private const int MaxChangesAtOnce = 1000;

    private readonly SessionRegistry _sessions;
    private readonly SessionSurroundings _surroundings;
    private readonly AsyncAutoResetEvent _wake = new();
    private readonly EnrichmentQueue _queue;
    private readonly TranscriptReader _reader;
    private readonly TranscriptWatch _watch;
    private readonly FeedReader<SessionNews> _changes;
    private readonly ConcurrentDictionary<string, Followed> _followed = new();

    public Enricher(SessionRegistry sessions, SessionSurroundings surroundings)
    {
        _sessions = sessions;
        _surroundings = surroundings;
        _queue = new EnrichmentQueue(_wake.Set, surroundings.Time);
        _reader = new TranscriptReader(surroundings.NativeIds, surroundings.Hooks, () => sessions.All.Select(session => session.State), surroundings.Time);
        _watch = new TranscriptWatch(path => OnFile(path, isNew: true), path => OnFile(path, isNew: false), surroundings.Logger);
        _changes = surroundings.Feed.Subscribe(_wake.Set);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var session in _sessions.All) Follow(session);
        try
        {
            while (true)
            {
                FollowChanges();
                if (_queue.Take() is var (id, rest) && id is not null) await TryEnrichAsync(id, cancellationToken);
                else if (rest is { } pause) await _wake.IsSetWithinAsync(pause, _surroundings.Time, cancellationToken);
                else await _wake.WaitAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    public void Dispose()
    {
        _changes.Dispose();
        _watch.Dispose();
    }

    private void FollowChanges()
    {
        var changes = _changes.Take(MaxChangesAtOnce);
        foreach (var news in changes.Changed)
            if (_sessions.Find(news.Summary.Id) is { } session) Follow(session);
        foreach (var id in changes.Removed) Unfollow(id);
    }

    // Whatever happens in a session may have been written down.
    private void Follow(Session session)
    {
        var state = session.State;
        if (AgentRecords.Of(state.Launch.Agent) is not { } records) return;
        if (PhaseTable.IsRunning(state.Phase))
        {
            if (!_followed.ContainsKey(state.Id))
            {
                _followed[state.Id] = new Followed(session, records, PlaceOf(state, records));
                WatchFolders();
            }
        }
        else
        {
            if (_followed.TryRemove(state.Id, out _)) WatchFolders();
            if (session.Enrichment.IsComplete || state.Phase == SessionPhase.Created) return;
        }

        _queue.Wish(state.Id);
    }

    private void Unfollow(string sessionId)
    {
        _queue.Forget(sessionId);
        if (_followed.TryRemove(sessionId, out _)) WatchFolders();
    }

    private async Task TryEnrichAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await EnrichAsync(sessionId, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One session whose records cannot be handled must not cost the others theirs.
            _surroundings.Logger.LogError(exception, "The records of session {Session} could not be read", sessionId);
        }
    }

    private async Task EnrichAsync(string sessionId, CancellationToken cancellationToken)
    {
        if (_sessions.Find(sessionId) is not { } session || AgentRecords.Of(session.State.Launch.Agent) is not { } records)
        {
            Unfollow(sessionId);
            return;
        }

        var isFollowed = _followed.TryGetValue(sessionId, out var followed);
        var place = followed is null ? PlaceOf(session.State, records) : followed.Place;
        if (await ReadAsync(session, records, place, cancellationToken) is { } read) await TellAsync(session, read, cancellationToken);
        if (!isFollowed) return;
        // Its folder may have come into being.
        WatchFolders();
        _queue.WishLater(sessionId, NextLook(session));
    }

    private TimeSpan NextLook(Session session)
    {
        if (IsStillSought(session)) return FallbackWhenJustStarted;
        var due = PromptConfirmation.DueIn(session.State, _surroundings.Time.GetUtcNow());
        return due < Fallback ? due.Value : Fallback;
    }

    // Most begin their records with the first prompt, in folders that nobody can watch before.
    private bool IsStillSought(Session session)
    {
        if (session.Enrichment.Main is not null) return false;
        var now = _surroundings.Time.GetUtcNow();
        return now - session.State.StartedAt < JustStarted || session.State.Delivered is [.., { At: var at }] && now - at < JustStarted;
    }

    private async Task<FollowTranscripts?> ReadAsync(Session session, AgentRecords records, string place, CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(session, records, place, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Read again when it changes; what is told of an ended session stays as it is.
            _surroundings.Logger.LogWarning("A transcript of session {Session} cannot be read: {Reason}", session.State.Id, exception.Message);
            return PhaseTable.IsRunning(session.State.Phase)
                ? null
                : new FollowTranscripts(session.Enrichment with { IsComplete = true }, session.State.NativeSessionId, _surroundings.Time.GetUtcNow());
        }
    }

    private async Task TellAsync(Session session, FollowTranscripts read, CancellationToken cancellationToken)
    {
        try
        {
            await session.DoAsync(read, cancellationToken);
        }
        catch (OrchestratorException refusal)
        {
            // It was deleted, or has too much to do; the same is read again with the next wish.
            _surroundings.Logger.LogInformation("Session {Session} did not take what was read: {Reason}", session.State.Id, refusal.Message);
        }
    }

    private string PlaceOf(SessionState state, AgentRecords records) =>
        records.PlaceOf(_surroundings.HostEnvironment.SetItems(state.Launch.Environment));

    private void WatchFolders()
    {
        var folders = _followed.Values.Select(followed => followed.Watched).ToImmutableHashSet();
        _watch.Watch(_surroundings.Hooks is { } hooks && !_followed.IsEmpty ? folders.Add(new WatchedFolder(hooks.Root, IsDeep: false)) : folders);
    }

    // A new file can be of any session that has none yet; one that is written belongs to the session whose conversation is in its path.
    private void OnFile(string path, bool isNew)
    {
        if (Path.GetDirectoryName(path) == _surroundings.Hooks?.Root)
        {
            if (_followed.ContainsKey(HookLog.SessionOf(path))) _queue.Wish(HookLog.SessionOf(path));
            return;
        }

        foreach (var (id, followed) in _followed)
            if (followed.MayOwn(path, isNew)) _queue.Wish(id);
    }

    private sealed record Followed(Session Session, AgentRecords Records, string Place)
    {
        // What stands beside a database can be large, and is nobody's business.
        public WatchedFolder Watched => Records.Store is null ? new(Path.GetDirectoryName(Place)!, IsDeep: false) : new(Place, IsDeep: true);

        public bool MayOwn(string path, bool isNew) =>
            path.StartsWith(Place, StringComparison.Ordinal)
            && (Records.Store is null
                || (Session.State.NativeSessionId is { } id ? path.Contains(id, StringComparison.Ordinal) : isNew || Session.Enrichment.Main is null));
    }
}
