using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Storage;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>
/// One session: the only writer of its state. Its loop does the same five things for every command: decide, append,
/// fold, publish, act. What an action leads to comes back as a new command.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    /// <summary>Commands waiting for the loop; more are refused as busy.</summary>
    public const int MaxWaitingCommands = 1024;

    private readonly SessionSurroundings _surroundings;
    private readonly Mailbox<Work> _mailbox;
    private readonly SessionTerminal _terminal;
    private readonly PromptTypist _typist;
    private volatile SessionState _state;
    private volatile SessionSummary _summary;
    private volatile bool _isGone;
    private int _viewers;

    /// <summary>A session as it was stored, or as it is about to be created.</summary>
    public Session(SessionState state, SessionSurroundings surroundings)
    {
        _surroundings = surroundings;
        _state = state;
        _summary = state.ToSummary();
        _mailbox = new Mailbox<Work>(MaxWaitingCommands, HandleAsync, LogFault);
        _terminal = new SessionTerminal(state, surroundings, Report);
        _typist = new PromptTypist(_terminal, surroundings.Time, Report, LogFault);
    }

    /// <summary>The newest state.</summary>
    public SessionState State => _state;

    /// <summary>The newest state as clients see it.</summary>
    public SessionSummary Summary => _summary;

    /// <summary>More than the summary holds.</summary>
    public SessionDetail Detail => new(_state.Command, _terminal.Pid, _terminal.Info);

    /// <summary>What the session prints, or has printed.</summary>
    public SessionTerminal Terminal => _terminal;

    /// <summary>Does what <paramref name="command"/> asks for; completes when its facts are stored and published.</summary>
    /// <exception cref="OrchestratorException">The command is refused; nothing changed.</exception>
    public async Task DoAsync(SessionCommand command, CancellationToken cancellationToken)
    {
        var work = new Work(command, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_mailbox.TryPost(work))
            throw _isGone ? NotFound(_state.Id) : new OrchestratorException(ErrorCode.HostBusy, $"Session '{_state.Title}' has too much to do.") { SessionId = _state.Id, IsRetryable = true };
        await work.Done!.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Counts a viewer in; the phase has followed when it completes. A failure counts nobody in.</summary>
    public async Task AddViewerAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _viewers) > 1 && _state is { Phase: SessionPhase.Active, IsUnread: false }) return;
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
        if (!PhaseTable.IsRunning(_state.Phase) && Volatile.Read(ref _viewers) == 0) _terminal.ReleaseMemory();
    }

    /// <summary>Publishes the present state, for a session that was read from the store.</summary>
    public void Publish() =>
        _summary = _surroundings.Feed.Publish(_state.Id, revision => _state.ToSummary() with { Revision = revision });

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
            _surroundings.Logger.LogDebug("Session {Session} did not take {Command}", _state.Id, command.GetType().Name);
    }

    private async Task HandleAsync(Work work)
    {
        try
        {
            // What was asked behind the deletion must not bring the session back.
            if (_isGone) throw NotFound(_state.Id);
            await DispatchAsync(work.Command);
            work.Done?.SetResult();
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
        Adopt adopt => AdoptAsync(adopt),
        Lose => LoseAsync(),
        _ => DecideAndActAsync(command, []),
    };

    private async Task DecideAndActAsync(SessionCommand command, ImmutableArray<string> commandLine)
    {
        var facts = SessionRules.Decide(_state, command, Volatile.Read(ref _viewers) > 0, commandLine, Now);
        await CommitAsync(facts, IsReport(command));
        Act(command);
    }

    // Append, fold, publish.
    private async Task CommitAsync(ImmutableArray<SessionEvent> facts, bool isReport, StoredPrompt? prompt = null)
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
            await _surroundings.Store.AppendAsync(changes, CancellationToken.None, prompt);
        }
        catch (StorageException exception) when (isReport)
        {
            // What has happened has happened, stored or not: the session goes on with it. What was numbered and is
            // not stored must never share its numbers with what is.
            LogFault(exception);
            state = state with { EventEpoch = state.EventEpoch + 1, EventSeq = 0 };
        }

        _state = state;
        Publish();
    }

    private void Act(SessionCommand command)
    {
        switch (command)
        {
            case ReportStarted when _state.Phase != SessionPhase.Closing:
                _typist.Begin(_state.Launch.Agent);
                break;
            case Stop stop when _state.Phase == SessionPhase.Closing:
                _typist.Discard();
                _terminal.Stop(stop.IsForced, stop.Grace);
                break;
            case Stop when _state.Phase == SessionPhase.Ended:
                _terminal.Abandon();
                break;
            case Adopt:
                GoOn();
                break;
            case ReportExited or ReportStartFailed or Lose:
                _typist.Discard();
                _terminal.Settle();
                break;
        }

        ReleaseUnwatched();
    }

    // What an earlier host had begun with the program.
    private void GoOn()
    {
        if (_state.Phase == SessionPhase.Closing) _terminal.Stop(isForced: false, grace: null);
        else _typist.Begin(_state.Launch.Agent);
    }

    private async Task CreateAsync(SessionCreated created)
    {
        // Until it is stored it does not exist; should that fail, what was asked behind this is refused.
        _isGone = true;
        await _surroundings.Store.AppendAsync([Change(_state, created)], CancellationToken.None);
        _isGone = false;
        Publish();
        Report(new Start());
    }

    private async Task StartAsync()
    {
        // A stop can overtake the start of a session that was just created.
        if (_state.Phase == SessionPhase.Ended) return;
        var launch = _state.Launch;
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
            LogFault(exception);
            _terminal.Abandon();
            Report(new ReportStartFailed("Its start could not be stored. Check the free space of the state folder."));
            return;
        }

        if (command.TypedPrompt is { } prompt) _typist.Add(new TypedPrompt(MessageId: null, prompt));
        _terminal.Start(_state, command);
    }

    private async Task SendAsync(Send send)
    {
        // Asked first: a repeated request gets the answer of the first one, whatever has become of the session since.
        if (await _surroundings.Store.FindPromptAsync(_state.Id, send.ClientMessageId, CancellationToken.None) is { } earlier)
        {
            SessionRules.RequireSamePrompt(_state, send, earlier.Text);
            send.Result = new SessionSendResult(SendReceipt.Duplicate, earlier.MessageId);
            return;
        }

        SessionRules.RequireSendable(_state, _typist.WaitingCount);
        var prompt = new StoredPrompt(_state.Id, send.ClientMessageId, Guid.CreateVersion7().ToString("N"), send.Text);
        await CommitAsync([new PromptAccepted(Now, prompt.MessageId)], isReport: false, prompt);
        var position = _typist.Add(new TypedPrompt(prompt.MessageId, send.Text));
        send.Result = new SessionSendResult(position is null ? SendReceipt.Accepted : SendReceipt.Queued, prompt.MessageId, position);
    }

    private Task AdoptAsync(Adopt adopt)
    {
        _terminal.Adopt(adopt.Held);
        return DecideAndActAsync(adopt, []);
    }

    private async Task LoseAsync()
    {
        // One that ignores the loss of its terminal must not go on beside the one that is resumed in its place.
        if (_state.Process is { } process) await OrphanedProcesses.EndAsync(process, _surroundings.Time);
        SessionCommand command = await _terminal.LoseAsync() is { } exit ? new ReportExited(exit, Terminal: null, Detail: null) : new Lose();
        await DecideAndActAsync(command, []);
    }

    private async Task DeleteAsync()
    {
        SessionRules.RequireDeletable(_state);
        await _surroundings.Store.DeleteAsync(_state.Id, CancellationToken.None);
        _isGone = true;
        _terminal.Forget();
        _surroundings.Feed.Remove(_state.Id);
    }

    private DateTimeOffset Now => _surroundings.Time.GetUtcNow();

    private static bool IsReport(SessionCommand command) =>
        command is ReportStarted or ReportStartFailed or ReportExited or Adopt or Lose or ReportDelivered or ReportNotDelivered or FollowViewers or Stop;

    private static SessionChange Change(SessionState state, SessionEvent fact) =>
        new(state.Id, state.EventEpoch, state.EventSeq, StoredJson.Write(fact), StoredJson.Write(state));

    private void LogFault(Exception exception) =>
        _surroundings.Logger.LogError(exception, "Session {Session} failed to handle a command", _state.Id);

    private sealed record Work(SessionCommand Command, TaskCompletionSource? Done);
}
