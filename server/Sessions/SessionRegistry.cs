using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Storage;

namespace Orchestrator.Sessions;

/// <summary>Every session of the host, by id. Any thread may call.</summary>
internal sealed class SessionRegistry(SessionSurroundings surroundings) : System.IAsyncDisposable
{
    // Long enough for every process to end by itself and be killed after that.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public IEnumerable<Session> All => _sessions.Values;

    /// <summary>True when some session has, or is about to have, a process.</summary>
    public bool HasRunning => _sessions.Values.Any(IsRunning);

    /// <summary>
    /// Reads the stored sessions. One that was stored in a running phase has lost its process with the host that
    /// held it, and ends so; nothing is started or repeated.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var changes = new List<SessionChange>();
        foreach (var (id, json) in surroundings.Store.LoadAll())
        {
            if (Read(id, json) is not { } state) continue;
            if (PhaseTable.IsRunning(state.Phase))
            {
                var lost = new AgentLost(surroundings.Time.GetUtcNow());
                state = SessionFold.Apply(state, lost);
                changes.Add(new SessionChange(id, state.EventEpoch, state.EventSeq, StoredJson.Write(lost), StoredJson.Write(state)));
            }

            var session = _sessions[id] = new Session(state, surroundings);
            session.Publish();
        }

        if (changes.Count == 0) return;
        surroundings.Logger.LogWarning("{Count} sessions lost their process with the host before this one", changes.Count);
        try
        {
            await surroundings.Store.AppendAsync(changes, cancellationToken);
        }
        catch (StorageException exception)
        {
            // They are as lost without it; the next host finds the same.
            surroundings.Logger.LogError(exception, "The loss of sessions could not be stored");
        }
    }

    /// <summary>The session with this id.</summary>
    /// <exception cref="OrchestratorException">There is none (1001).</exception>
    public Session Get(SessionId id) => _sessions.TryGetValue(id.Value, out var session)
        ? session
        : throw Session.NotFound(id.Value);

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
        catch (StorageException)
        {
            // What could not be stored does not exist.
            _sessions.TryRemove(created.Id, out _);
            await session.DisposeAsync();
            throw;
        }
    }

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
        foreach (var session in _sessions.Values) await session.DisposeAsync();
    }

    private static bool IsRunning(Session session) => PhaseTable.IsRunning(session.State.Phase);

    private SessionState? Read(string id, string json)
    {
        try
        {
            return StoredJson.ReadState(json);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // One unreadable row must not cost the others; it stays in the database for a version that can read it.
            surroundings.Logger.LogError(exception, "The stored session {Session} cannot be read", id);
            return null;
        }
    }
}
