using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Storage;

namespace Orchestrator.Sessions;

/// <summary>
/// One session: the only writer of its state, which its journal holds. Its loop does the same five things for every command: decide, append,
/// fold, publish, act. What an action leads to comes back as a new command.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    /// <summary>Commands waiting for the loop; more are refused as busy.</summary>
    public const int MaxWaitingCommands = 1024;

    private readonly SessionSurroundings _surroundings;
    private readonly SessionJournal _journal;
    private readonly Mailbox<Work> _mailbox;
    private readonly SessionTerminal _terminal;
    private readonly PromptTypist _typist;
    private volatile bool _isGone;
    private int _viewers;

    /// <summary>A session as it was stored, or as it is about to be created.</summary>
    public Session(SessionState state, SessionSurroundings surroundings)
    {
        _surroundings = surroundings;
        _journal = new SessionJournal(state, surroundings);
        _mailbox = new Mailbox<Work>(MaxWaitingCommands, HandleAsync, LogFault);
        _terminal = new SessionTerminal(state, surroundings, Report);
        _typist = new PromptTypist(_terminal, surroundings.Time, Report, LogFault);
    }

    /// <summary>The newest state.</summary>
    public SessionState State => _journal.State;

    /// <summary>The newest state as clients see it.</summary>
    public SessionSummary Summary => _journal.Summary;

    /// <summary>More than the summary holds.</summary>
    public SessionDetail Detail => new(State.Command, _terminal.Pid, _terminal.Info);

    /// <summary>What the session prints, or has printed.</summary>
    public SessionTerminal Terminal => _terminal;

    /// <summary>Does what <paramref name="command"/> asks for; completes when its facts are stored and published.</summary>
    /// <exception cref="OrchestratorException">The command is refused; nothing changed.</exception>
    public async Task DoAsync(SessionCommand command, CancellationToken cancellationToken)
    {
        var work = new Work(command, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_mailbox.TryPost(work))
            throw _isGone ? NotFound(State.Id) : new OrchestratorException(ErrorCode.HostBusy, $"Session '{State.Title}' has too much to do.") { SessionId = State.Id, IsRetryable = true };
        await work.Done!.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Counts a viewer in; the phase has followed when it completes. A failure counts nobody in.</summary>
    public async Task AddViewerAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _viewers) > 1 && State is { Phase: SessionPhase.Active, IsUnread: false }) return;
        try
        {
            await DoAsync(new FollowViewers(), cancellationToken);
        }
        catch
        {
            RemoveViewer();
            throw;
        }
    }

    /// <summary>Counts a viewer out.</summary>
    public void RemoveViewer()
    {
        if (Interlocked.Decrement(ref _viewers) == 0) Report(new FollowViewers());
    }

    /// <summary>Lets go of what was read back of an ended session that nobody looks at.</summary>
    public void ReleaseUnwatched()
    {
        if (!PhaseTable.IsRunning(State.Phase) && Volatile.Read(ref _viewers) == 0) _terminal.ReleaseMemory();
    }

    /// <summary>Publishes the present state, for a session that was read from the store.</summary>
    public void Publish() => _journal.Publish();

    /// <summary>True while the store has less of the session than clients were told.</summary>
    public bool IsNotDurable => _journal.IsNotDurable;

    /// <summary>What the session was last changed by is not stored. Only before the session has anything to do.</summary>
    public void GoOnUnstored(StorageException exception) => _journal.GoOnUnstored(exception);

    /// <summary>Has the session stored if it went on without that.</summary>
    public void StoreAgain()
    {
        if (IsNotDurable) Report(new StoreState());
    }

    /// <summary>The refusal for an id that names no session.</summary>
    public static OrchestratorException NotFound(string id) =>
        new(ErrorCode.SessionNotFound, $"There is no session '{id}'.") { SessionId = id, Hint = "Read the list again." };

    public async ValueTask DisposeAsync()
    {
        await _mailbox.DisposeAsync();
        await _typist.DisposeAsync();
        await _terminal.DisposeAsync();
    }

    private void Report(SessionCommand command)
    {
        if (!_mailbox.TryPost(new Work(command, null)))
            _surroundings.Logger.LogDebug("Session {Session} did not take {Command}", State.Id, command.GetType().Name);
    }

    private async Task HandleAsync(Work work)
    {
        try
        {
            // What was asked behind the deletion must not bring the session back.
            if (_isGone) throw NotFound(State.Id);
            await DispatchAsync(work.Command);
            work.Done?.SetResult();
            if (_journal.IsToBeStoredAgain) StoreAgain();
        }
        catch (StorageException exception)
        {
            if (work.Done is null) LogFault(exception);
            else work.Done.SetException(exception.ToRefusal($"Session '{DisplayText.OneLine(State.Title, 100)}' is as it was", State.Id));
        }
        catch (Exception exception)
        {
            // Whoever asked is told; facts that nobody waits for are logged.
            if (work.Done is null || !work.Done.TrySetException(exception)) LogFault(exception);
        }
    }

    private Task DispatchAsync(SessionCommand command) => command switch
    {
        Create create => CreateAsync(create.Created),
        Start => StartAsync(),
        Send send => SendAsync(send),
        Delete => DeleteAsync(),
        StoreState => _journal.StoreAgainAsync(),
        _ => DecideAndActAsync(command, []),
    };

    private async Task DecideAndActAsync(SessionCommand command, ImmutableArray<string> commandLine)
    {
        var facts = SessionRules.Decide(State, command, Volatile.Read(ref _viewers) > 0, commandLine, Now);
        await _journal.CommitAsync(facts, SessionJournal.IsReport(command));
        Act(command);
    }

    private void Act(SessionCommand command)
    {
        switch (command)
        {
            case ReportStarted when State.Phase != SessionPhase.Closing:
                _typist.Begin(State.Launch.Agent);
                break;
            case Stop stop when State.Phase == SessionPhase.Closing:
                _typist.Discard();
                _terminal.Stop(stop.IsForced, stop.Grace);
                break;
            case Stop when State.Phase == SessionPhase.Ended:
                _terminal.Abandon();
                break;
            case ReportExited or ReportStartFailed:
                _typist.Discard();
                break;
        }

        ReleaseUnwatched();
    }

    private async Task CreateAsync(SessionCreated created)
    {
        // Until it is stored it does not exist; should that fail, what was asked behind this is refused.
        _isGone = true;
        await _journal.CreateAsync(created);
        _isGone = false;
        Report(new Start());
    }

    private async Task StartAsync()
    {
        // A stop can overtake the start of a session that was just created.
        if (State.Phase == SessionPhase.Ended) return;
        var launch = State.Launch;
        var command = AgentCommand.Build(
            AgentCatalogue.Find(launch.Agent)!,
            new AgentStart(launch.Arguments, launch.Prompt, launch.Model, launch.PermissionMode),
            _surroundings.Programs.PathOf(launch.Agent),
            AgentEnvironment.Shell(_surroundings.HostEnvironment));
        try
        {
            await DecideAndActAsync(new Start(), [command.File, .. command.Arguments]);
        }
        catch (StorageException exception)
        {
            // Nothing was started; without an end the session would be about to start for ever.
            _terminal.Abandon();
            Report(new ReportStartFailed(exception.Message));
            return;
        }

        if (command.TypedPrompt is { } prompt) _typist.Add(new TypedPrompt(MessageId: null, prompt));
        _terminal.Start(launch, command);
    }

    private async Task SendAsync(Send send)
    {
        // Asked first: a repeated request gets the answer of the first one, whatever has become of the session since.
        if (await _surroundings.Store.FindPromptAsync(State.Id, send.ClientMessageId, CancellationToken.None) is { } earlier)
        {
            SessionRules.RequireSamePrompt(State, send, earlier.Text);
            send.Result = new SessionSendResult(SendReceipt.Duplicate, earlier.MessageId);
            return;
        }

        SessionRules.RequireSendable(State, _typist.WaitingCount);
        var prompt = new StoredPrompt(State.Id, send.ClientMessageId, Guid.CreateVersion7().ToString("N"), send.Text);
        await _journal.CommitAsync([new PromptAccepted(Now, prompt.MessageId)], isReport: false, prompt);
        var position = _typist.Add(new TypedPrompt(prompt.MessageId, send.Text));
        send.Result = new SessionSendResult(position is null ? SendReceipt.Accepted : SendReceipt.Queued, prompt.MessageId, position);
    }

    private async Task DeleteAsync()
    {
        SessionRules.RequireDeletable(State);
        await _surroundings.Store.DeleteAsync(State.Id, CancellationToken.None);
        _isGone = true;
        _terminal.Forget();
        _surroundings.Feed.Remove(State.Id);
    }

    private DateTimeOffset Now => _surroundings.Time.GetUtcNow();

    private void LogFault(Exception exception) =>
        _surroundings.Logger.LogError(exception, "Session {Session} failed to handle a command", State.Id);

    private sealed record Work(SessionCommand Command, TaskCompletionSource? Done);
}
