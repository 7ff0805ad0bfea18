using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Storage;

namespace Orchestrator.Sessions;

/// <summary>Stores facts, with a prompt where there is one, and makes them the session's state.</summary>
/// <param name="facts">What happened.</param>
/// <param name="isReport">True for what has happened whether or not it can be stored.</param>
/// <param name="prompt">Prompt to store in the same commit.</param>
internal delegate Task CommitFacts(ImmutableArray<SessionEvent> facts, bool isReport, StoredPrompt? prompt = null);

/// <summary>
/// The facts of one session on their way into the store: appends them, folds them into the state and publishes that.
/// When nothing can be stored, what has happened goes on in memory and is marked so; the whole state is stored as soon
/// as that is possible again. A fact that was told and is not stored is the last of its epoch, so that it never shares
/// its number with one that is. Only the session's loop writes; any thread may read.
/// </summary>
internal sealed class SessionJournal(SessionState state, SessionEnrichment enrichment, SessionSurroundings surroundings)
{
    private volatile SessionState _state = state;
    private volatile EnrichmentNews _enriched = EnrichmentNews.Of(enrichment, surroundings.Prices.Current);
    private volatile SessionNews _news = SessionNews.Of(state, summary => summary);
    private volatile bool _isNotDurable;
    private bool _isFaultOfStorage;

    /// <summary>The newest state.</summary>
    public SessionState State => _state;

    /// <summary>The newest state as clients see it.</summary>
    public SessionNews News => _news;

    /// <summary>What was read of the agent's records.</summary>
    public SessionEnrichment Enrichment => _enriched.Enrichment;

    /// <summary>True while the store has less than was told.</summary>
    public bool IsNotDurable => _isNotDurable;

    /// <summary>True when the state could be stored again and nobody would try: the storage was well again before it was seen to fail here.</summary>
    public bool IsToBeStoredAgain => _isNotDurable && _isFaultOfStorage && surroundings.Health.IsWell;

    /// <summary>
    /// True for what tells of things that have happened, or must always be possible: the session goes on with it,
    /// stored or not.
    /// </summary>
    public static bool IsReport(SessionCommand command) =>
        command is ReportStarted or ReportStartFailed or ReportExited or Adopt or Lose or Interrupt or ReportDelivery or FollowViewers or Stop;

    /// <summary>Stores a new session, with its first prompt where that waits to be typed; it does not exist before.</summary>
    /// <exception cref="StorageException">It was not stored.</exception>
    public async Task CreateAsync(SessionCreated created, (PromptAccepted Fact, StoredPrompt Prompt)? first)
    {
        List<SessionChange> changes = [Change(_state, created)];
        var state = _state;
        if (first is not null) changes.Add(Change(state = SessionFold.Apply(state, first.Value.Fact), first.Value.Fact));
        await surroundings.Store.AppendAsync(changes, CancellationToken.None, first?.Prompt);
        _state = state;
        Publish();
    }

    /// <summary>Appends, folds and publishes; a prompt that belongs to the facts is stored with them.</summary>
    /// <exception cref="StorageException">They are no report and were not stored; nothing changed.</exception>
    public async Task CommitAsync(ImmutableArray<SessionEvent> facts, bool isReport, StoredPrompt? prompt = null)
    {
        if (facts.IsEmpty) return;
        try
        {
            // A report need not wait for a store that is known to take nothing.
            if (!isReport || !_isNotDurable || surroundings.Health.IsWell) await StoreAsync(facts, prompt);
            else KeepInMemory(facts);
        }
        catch (StorageException exception) when (isReport)
        {
            KeepInMemory(facts);
            NoteLoss(exception);
        }

        Publish();
    }

    /// <summary>Stores the state after a time in which that was not possible; without such a time it does nothing.</summary>
    public async Task StoreAgainAsync()
    {
        if (!_isNotDurable) return;
        try
        {
            await StoreAsync([], prompt: null);
            Publish();
        }
        catch (StorageException exception)
        {
            // Then later; the next recovery, the next change and the end of the host each try it.
            NoteLoss(exception);
        }
    }

    /// <summary>Appends facts that were read in the agent's records, and publishes them with what else was read there.</summary>
    public async Task CommitAsync(ImmutableArray<SessionEvent> facts, SessionEnrichment enrichment)
    {
        var isShown = _enriched.ShowsAnother(_enriched = EnrichmentNews.Of(enrichment, surroundings.Prices.Current));
        await CommitAsync(facts, isReport: true);
        if (facts.IsEmpty && isShown) Publish();
    }

    /// <summary>Publishes the present state.</summary>
    // Set before any reader of the feed can see it: what is read here is never older than what a reader was told.
    public void Publish() => surroundings.Feed.Publish(_state.Id, revision => _news = SessionNews.Of(
        _state,
        summary => summary with
        {
            Revision = revision, NotDurable = _isNotDurable ? true : null, Usage = _enriched.Usage, Preview = _enriched.Preview,
        }));

    private async Task StoreAsync(ImmutableArray<SessionEvent> facts, StoredPrompt? prompt)
    {
        if (_isNotDurable) facts = facts.Insert(0, new DurabilityResumed(surroundings.Time.GetUtcNow()));
        var state = _state;
        var changes = new List<SessionChange>(facts.Length);
        foreach (var fact in facts)
        {
            state = SessionFold.Apply(state, fact);
            changes.Add(Change(state, fact));
        }

        await surroundings.Store.AppendAsync(changes, CancellationToken.None, prompt);
        _state = state;
        _isNotDurable = false;
    }

    private void KeepInMemory(ImmutableArray<SessionEvent> facts) =>
        _state = EventEpochs.Close(facts.Aggregate(_state, SessionFold.Apply), surroundings.Time.GetUtcNow());

    private void NoteLoss(StorageException exception)
    {
        _isNotDurable = true;
        _isFaultOfStorage = exception.Kind is not null;
        // What fails for every session is logged once, by the storage's health.
        if (!_isFaultOfStorage) surroundings.Logger.LogError(exception, "Session {Session} goes on without being stored", _state.Id);
    }

    private static SessionChange Change(SessionState state, SessionEvent fact) =>
        new(state.Id, state.EventEpoch, state.EventSeq, StoredJson.Write(fact), StoredJson.Write(state));
}
