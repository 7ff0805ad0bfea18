using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Protocol;
using Orchestrator.Storage;

namespace Orchestrator.Sessions;

/// <summary>
/// The facts of one session on their way into the store: appends them, folds them into the state and publishes that.
/// Only the session's loop writes; any thread may read.
/// </summary>
internal sealed class SessionJournal(SessionState state, SessionSurroundings surroundings)
{
    private volatile SessionState _state = state;
    private volatile SessionSummary _summary = state.ToSummary();

    /// <summary>The newest state.</summary>
    public SessionState State => _state;

    /// <summary>The newest state as clients see it.</summary>
    public SessionSummary Summary => _summary;

    /// <summary>
    /// True for what tells of things that have happened, or must always be possible: the session goes on with it,
    /// stored or not.
    /// </summary>
    public static bool IsReport(SessionCommand command) =>
        command is ReportStarted or ReportStartFailed or ReportExited or ReportDelivered or ReportNotDelivered or FollowViewers or Stop;

    /// <summary>Stores a new session; it does not exist before.</summary>
    /// <exception cref="StorageException">It was not stored.</exception>
    public async Task CreateAsync(SessionCreated created)
    {
        await surroundings.Store.AppendAsync([Change(_state, created)], CancellationToken.None);
        Publish();
    }

    /// <summary>Appends, folds and publishes; a prompt that belongs to the facts is stored with them.</summary>
    /// <exception cref="StorageException">They are no report and were not stored; nothing changed.</exception>
    public async Task CommitAsync(ImmutableArray<SessionEvent> facts, bool isReport, StoredPrompt? prompt = null)
    {
        if (facts.IsEmpty) return;
        var state = _state;
        var changes = new List<SessionChange>(facts.Length);
        foreach (var fact in facts)
        {
            state = SessionFold.Apply(state, fact);
            changes.Add(Change(state, fact));
        }

        try
        {
            await surroundings.Store.AppendAsync(changes, CancellationToken.None, prompt);
        }
        catch (StorageException exception) when (isReport)
        {
            // What has happened has happened, stored or not: the session goes on with it. What was numbered and is
            // not stored must never share its numbers with what is.
            surroundings.Logger.LogError(exception, "Session {Session} goes on without being stored", state.Id);
            state = state with { EventEpoch = state.EventEpoch + 1, EventSeq = 0 };
        }

        _state = state;
        Publish();
    }

    /// <summary>Publishes the present state.</summary>
    public void Publish() =>
        _summary = surroundings.Feed.Publish(_state.Id, revision => _state.ToSummary() with { Revision = revision });

    private static SessionChange Change(SessionState state, SessionEvent fact) =>
        new(state.Id, state.EventEpoch, state.EventSeq, StoredJson.Write(fact), StoredJson.Write(state));
}
