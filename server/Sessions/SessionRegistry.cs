using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Enrichment;

namespace Orchestrator.Sessions;

/// <summary>Every session of the host, by id. Any thread may call.</summary>
internal sealed class SessionRegistry(SessionSurroundings surroundings) : System.IAsyncDisposable
{
    // Long enough for every process to end by itself and be killed after that.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestStore = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private Task _recovering = Task.CompletedTask;

    public IEnumerable<Session> All => _sessions.Values;

    /// <summary>The session with this id; null when there is none.</summary>
    public Session? Find(string id) => _sessions.GetValueOrDefault(id);

    /// <summary>Where the users are.</summary>
    public UserPresence Presence => surroundings.Presence;

    /// <summary>True when the store has all that clients were told.</summary>
    public bool IsDurable => !_sessions.Values.Any(session => session.IsNotDurable);

    /// <summary>True when some session has, or is about to have, a process.</summary>
    public bool HasRunning => _sessions.Values.Any(IsRunning);

    /// <summary>
    /// Reads the stored sessions, and finds the programs of those that were stored in a running phase. Nothing is started
    /// or repeated. Completes once that is settled or, with a holder that does not answer, without it: then those
    /// sessions stay as they were stored until it does.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        // Reading ten thousand states is most of a host's start; it takes as many processors as there are.
        var states = surroundings.Store.LoadAll().AsParallel().Select(stored => Read(stored.SessionId, stored.StateJson)).ToList();
        var enrichments = surroundings.Enrichments.LoadAll();
        foreach (var state in states.OfType<SessionState>())
        {
            var enrichment = enrichments.TryGetValue(state.Id, out var json) ? SessionEnrichment.OfJson(json) : null;
            (_sessions[state.Id] = new Session(state, surroundings, enrichment)).Publish();
        }

        if (states.Count(state => state is null) is var unreadable and > 0)
            surroundings.Notices.Post("unreadable sessions", UnreadableText(unreadable));
        _recovering = new SessionRecovery(_sessions, surroundings).RunAsync(_closing.Token);
        if (await Task.WhenAny(_recovering, Task.Delay(LongestRecovery, surroundings.Time, cancellationToken)) != _recovering)
            surroundings.Logger.LogError("The holder of the terminals does not answer; sessions that ran are found again when it does");
    }

    /// <summary>The session with this id.</summary>
    /// <exception cref="OrchestratorException">There is none (1001).</exception>
    public Session Get(SessionId id) => _sessions.TryGetValue(id.Value, out var session)
        ? session
        : throw SessionRules.NotFound(id.Value);

    /// <summary>
    /// Creates a session and has it started; completes once it is stored. An id that is taken answers that session
    /// when it is of the same agent, so that a repeated request makes no second one.
    /// </summary>
    public async Task<Session> CreateAsync(SessionCreated created, CancellationToken cancellationToken)
    {
        var session = new Session(SessionFold.Create(created), surroundings);
        if (!_sessions.TryAdd(created.Id, session))
        {
            await session.DisposeAsync();
            return await ExistingAsync(created, cancellationToken);
        }

        try
        {
            await session.DoAsync(new Create(created), cancellationToken);
            return session;
        }
        catch (OrchestratorException refusal) when (refusal.Code == ErrorCode.StorageFailed)
        {
            // What could not be stored does not exist.
            _sessions.TryRemove(created.Id, out _);
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a session that begins with a copy of another one's conversation, as <see cref="CreateAsync"/> does.</summary>
    /// <param name="parent">The other session, which is left as it is.</param>
    /// <param name="title">Title given by the user.</param>
    /// <param name="cancellationToken">Stops the waiting; the fork is created all the same.</param>
    /// <exception cref="OrchestratorException">It cannot be forked, or the fork was not stored.</exception>
    public Task<Session> ForkAsync(Session parent, string? title, CancellationToken cancellationToken) => CreateAsync(parent.Fork(title), cancellationToken);

    private async Task<Session> ExistingAsync(SessionCreated created, CancellationToken cancellationToken)
    {
        if (!_sessions.TryGetValue(created.Id, out var existing) || existing.State.Launch.Agent != created.Launch.Agent)
        {
            throw new OrchestratorException(ErrorCode.MessageConflict, $"The session id '{created.Id}' is taken by another session.")
            {
                SessionId = created.Id, Hint = "Choose another clientSessionId, or none.",
            };
        }

        // Behind the first request in its loop: this answer, too, follows the storing, or its failure.
        await existing.DoAsync(new FollowViewers(), cancellationToken);
        return existing;
    }

    /// <summary>Forgets an ended session, whether or not anyone waits for it.</summary>
    public Task DeleteAsync(Session session, CancellationToken cancellationToken) => ForgetAsync(session).WaitAsync(cancellationToken);

    private async Task ForgetAsync(Session session)
    {
        await session.DoAsync(new Delete(), CancellationToken.None);
        if (_sessions.TryRemove(session.State.Id, out _)) await session.DisposeAsync();
    }

    /// <summary>Has every session stored that went on without that; for when the storage is well again.</summary>
    public void StoreAgain()
    {
        foreach (var session in _sessions.Values) session.StoreAgain();
    }

    /// <summary>As <see cref="StoreAgain"/>, once more before the end, and waits for it for a bounded time.</summary>
    public async Task StoreLastAsync()
    {
        using var deadline = new CancellationTokenSource(LongestStore, surroundings.Time);
        try
        {
            await Task.WhenAll(_sessions.Values.Where(session => session.IsNotDurable).Select(session => session.DoAsync(new StoreState(), deadline.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or OrchestratorException)
        {
            surroundings.Logger.LogWarning("Not every session could be stored before the end");
        }
    }

    /// <summary>Stops every running session and waits, for a bounded time, until they have ended.</summary>
    public async Task StopAllAsync()
    {
        var changed = new AsyncAutoResetEvent();
        using var reader = surroundings.Feed.Subscribe(changed.Set);
        using var deadline = new CancellationTokenSource(LongestStop, surroundings.Time);
        try
        {
            await Task.WhenAll(_sessions.Values.Where(IsRunning).Select(session => StopAsync(session, deadline.Token)));
            while (_sessions.Values.Any(IsRunning)) await changed.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            surroundings.Logger.LogWarning("Some sessions did not end in time; they are killed");
        }
    }

    private async Task StopAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            await session.DoAsync(new Stop(IsForced: false, Grace: null), cancellationToken);
        }
        catch (OrchestratorException refusal)
        {
            // The others are stopped all the same; this one is killed with its terminal.
            surroundings.Logger.LogWarning("Session {Session} was not stopped: {Reason}", session.State.Id, refusal.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _recovering;
        _closing.Dispose();
        foreach (var session in _sessions.Values) await session.DisposeAsync();
    }

    private static string UnreadableText(int count) =>
        (count == 1 ? "1 stored session cannot be read and is not shown" : $"{count} stored sessions cannot be read and are not shown")
        + ". Nothing of it was removed: a newer version of orchestrator may read it. The host's log names what it is.";

    private static bool IsRunning(Session session) => PhaseTable.IsRunning(session.State.Phase);

    private SessionState? Read(string id, string json)
    {
        try
        {
            return EventEpochs.Continue(StoredJson.ReadState(json), surroundings.Store.EpochFloor);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // One unreadable row must not cost the others; it stays in the database for a version that can read it.
            surroundings.Logger.LogError(exception, "The stored session {Session} cannot be read", id);
            return null;
        }
    }
}
