using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Dialogs;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Storage;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>
/// One session: the only writer of its state, which its journal holds. Its loop does the same five things for every
/// command: decide, append, fold, publish, act. What an action leads to comes back as a new command.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly SessionSurroundings _surroundings;
    private readonly SessionConversation _conversation;
    private readonly SessionJournal _journal;
    private readonly SessionLoop _loop;
    private readonly SessionTerminal _terminal;
    private readonly SessionPrompts _prompts;
    private readonly SessionAgent _agent;
    private readonly SessionAttention _attention;
    private readonly SessionTranscripts _transcripts;
    private readonly DialogGate _dialogs;
    private readonly SessionTakeover _takeover;

    /// <summary>A session as it was stored, or as it is about to be created.</summary>
    public Session(SessionState state, SessionSurroundings surroundings, SessionEnrichment? enrichment = null)
    {
        _surroundings = surroundings;
        _conversation = new SessionConversation(this, surroundings.NativeIds, state.ForkedFrom);
        // A conversation that another session has is not this one's, whoever says so.
        _journal = new SessionJournal(_conversation.Claim(state), enrichment ?? SessionEnrichment.None, surroundings);
        _loop = new SessionLoop(() => State, DispatchAsync, Settle, surroundings.Logger);
        Viewers = new SessionViewers(() => State, _loop.DoAsync, _loop.Report);
        _terminal = new SessionTerminal(state, surroundings, _loop.Report);
        _agent = new SessionAgent(_terminal, surroundings, () => State, () => Enrichment, _loop.Report);
        _prompts = new SessionPrompts(_terminal, _agent, surroundings, () => State, _journal.CommitAsync, _loop.Report, _loop.LogFault);
        _transcripts = new SessionTranscripts(_journal, _conversation, surroundings, () => Viewers.IsAny, _loop.Report);
        _attention = new SessionAttention(_terminal, _agent, surroundings, () => State, () => Viewers.IsAny, _journal.CommitAsync, _loop.Report);
        var dialogs = new SessionDialogs(_terminal, _agent, surroundings, () => State, _journal.CommitAsync, _attention.Wake);
        _dialogs = new DialogGate(dialogs, _prompts, () => State, () => _attention.IsDialogAwaited);
        _takeover = new SessionTakeover(_terminal, _attention, _journal, surroundings, command => DecideAndActAsync(command, []), ExitAsync);
    }

    /// <summary>The newest state.</summary>
    public SessionState State => _journal.State;

    /// <summary>The newest state as clients see it.</summary>
    public SessionSummary Summary => _journal.News.Summary;

    /// <summary>The newest state as clients see it, with what the agent wants.</summary>
    public SessionNews News => _journal.News;

    /// <summary>What was read of the agent's records.</summary>
    public SessionEnrichment Enrichment => _journal.Enrichment;

    /// <summary>More than the summary holds.</summary>
    public SessionDetail Detail => new(State.Command, _terminal.Pid, _terminal.Info);

    /// <summary>What the session prints, or has printed.</summary>
    public SessionTerminal Terminal => _terminal;

    /// <summary>Does what <paramref name="command"/> asks for; completes when its facts are stored and published.</summary>
    /// <exception cref="OrchestratorException">The command is refused; nothing changed.</exception>
    public Task DoAsync(SessionCommand command, CancellationToken cancellationToken) => _loop.DoAsync(command, cancellationToken);

    /// <summary>Who looks at it.</summary>
    public SessionViewers Viewers { get; }

    /// <summary>The hooks of its agent that wait for an answer.</summary>
    public SessionAsks Asks => _attention.Asks;

    /// <summary>Answers a request of the agent; completes when its terminal has taken the answer.</summary>
    /// <exception cref="OrchestratorException">The answer is refused; nothing was typed.</exception>
    public async Task RespondAsync(Respond answer, CancellationToken cancellationToken)
    {
        await _attention.UntilDrawnAsync(answer.RequestId, cancellationToken);
        await DoAsync(answer, cancellationToken);
    }

    /// <summary>The fact that creates a fork of it.</summary>
    /// <param name="title">Title given by the user; null for one from that of this session.</param>
    /// <exception cref="OrchestratorException">It cannot be forked; nothing changed.</exception>
    public SessionCreated Fork(string? title) => _agent.Fork(title, _terminal.Size);

    /// <summary>Somebody has begun to look at it: what only wanted to be seen is seen.</summary>
    public void NoteLook() => _attention.Wake();

    /// <summary>The prompts that wait, with their texts; no other call is waited for.</summary>
    public Task<SessionQueueResult> ReadQueueAsync(CancellationToken cancellationToken) => _prompts.ReadAsync(cancellationToken);

    /// <summary>Lets go of what was read back of an ended session that nobody looks at.</summary>
    public void ReleaseUnwatched()
    {
        if (!PhaseTable.IsRunning(State.Phase) && !Viewers.IsAny) _terminal.ReleaseMemory();
    }

    /// <summary>Publishes the present state, for a session that was read from the store.</summary>
    public void Publish() => _journal.Publish();

    /// <summary>True while the store has less of the session than clients were told.</summary>
    public bool IsNotDurable => _journal.IsNotDurable;

    /// <summary>Has the session stored if it went on without that.</summary>
    public void StoreAgain()
    {
        if (IsNotDurable) Report(new StoreState());
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        _dialogs.Dispose();
        _attention.Dispose();
        await _prompts.DisposeAsync();
        await _agent.DisposeAsync();
        await _terminal.DisposeAsync();
        _conversation.Release(State.Launch.Agent, State.NativeSessionId);
    }

    private void Report(SessionCommand command) => _loop.Report(command);

    // What the command may have made possible.
    private void Settle()
    {
        _dialogs.DeliverWhenDue();
        if (_attention.IsOverdue) Report(new FollowReports());
        if (_journal.IsToBeStoredAgain) StoreAgain();
    }

    private Task DispatchAsync(SessionCommand command) => command switch
    {
        Create create => CreateAsync(create.Created),
        Start => StartAsync(),
        Send send => SendAsync(send),
        Unqueue unqueue => _prompts.UnqueueAsync(unqueue.MessageId),
        FollowReports => FollowAsync(),
        Respond respond => _attention.RespondAsync(respond),
        FollowTranscripts read => _transcripts.FollowAsync(read),
        DeliverNext => _dialogs.DeliverNextAsync(),
        RepeatReturn repeat => _dialogs.RepeatReturnAsync(repeat.MessageId),
        Interrupt interrupt => InterruptAsync(interrupt),
        Suspend suspend => SuspendAsync(suspend),
        Resume resume => ResumeAsync(resume),
        ReportExited exited => ExitAsync(exited),
        Delete => DeleteAsync(),
        Adopt adopt => _takeover.AdoptAsync(adopt),
        Lose => _takeover.LoseAsync(),
        RecoverPrompts => _takeover.RecoverPromptsAsync(),
        StoreState => _journal.StoreAgainAsync(),
        _ => DecideAndActAsync(command, []),
    };

    private async Task DecideAndActAsync(SessionCommand command, ImmutableArray<string> commandLine)
    {
        var facts = SessionRules.Decide(State, _agent.Definition, command, Viewers.IsAny, commandLine, Now);
        await _journal.CommitAsync(facts, SessionJournal.IsReport(command));
        Act(command);
    }

    private void Act(SessionCommand command)
    {
        switch (command)
        {
            case ReportStarted when State.Phase is SessionPhase.Active or SessionPhase.Detached:
                BeginRun();
                break;
            case Stop stop when State.Phase == SessionPhase.Closing:
                if (stop.IsForced) _terminal.Stop(isForced: true, stop.Grace);
                else _agent.End(stop.Grace ?? StopGrace.Default.Total);
                break;
            case ReportQuitOverdue overdue when (State.IsSuspendWanted || State.IsStopWanted) && State.Run == overdue.Run:
                _terminal.Stop(isForced: false, overdue.Grace);
                break;
            case Stop when State.Phase == SessionPhase.Ended:
                _terminal.Abandon();
                break;
            // What an earlier host had begun with the program.
            case Adopt when State.Phase == SessionPhase.Closing || State.IsSuspendWanted:
                _agent.End(StopGrace.Default.Total);
                break;
            case Adopt:
                BeginRun();
                break;
            case ReportExited or ReportStartFailed or Lose:
                _dialogs.End();
                _attention.End();
                _terminal.Settle();
                break;
        }

        ReleaseUnwatched();
    }

    private void BeginRun()
    {
        _dialogs.Begin();
        _attention.Listen();
        // What it has said while it was starting.
        Report(new FollowReports());
    }

    private async Task FollowAsync()
    {
        await _attention.FollowAsync();
        await _dialogs.FollowAsync();
    }

    private async Task CreateAsync(SessionCreated created)
    {
        // Until it is stored it does not exist; should that fail, what was asked behind this is refused.
        _loop.IsGone = true;
        await _journal.CreateAsync(created with { NativeSessionId = State.NativeSessionId }, _prompts.FirstOf(created));
        _loop.IsGone = false;
        Report(new Start());
    }

    private async Task StartAsync()
    {
        // A stop can overtake the start of a session that was just created, and a resume that one.
        if (State.Phase != SessionPhase.Created) return;
        var command = _agent.Command();
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

        _attention.Begin(heardUntil: 0);
        _terminal.Start(State, command);
    }

    private async Task InterruptAsync(Interrupt interrupt)
    {
        await DecideAndActAsync(interrupt, []);
        if (!await _prompts.InterruptAsync())
            throw SessionRules.Refusal(State, ErrorCode.LimitReached, "does not read its input", "Stop it if it hangs.", isRetryable: true);
    }

    private async Task SuspendAsync(Suspend suspend)
    {
        var isAgain = State.IsSuspendWanted;
        await DecideAndActAsync(suspend, []);
        if (!isAgain && State.IsSuspendWanted) _agent.End(StopGrace.Default.Total);
    }

    private async Task ResumeAsync(Resume resume)
    {
        if (_agent.ResumeRefusal() is { } refusal) throw refusal;
        if (resume.Prompt is { } prompt && !_agent.TakesResumePrompt)
        {
            await _prompts.AcceptAsync(prompt);
            resume = resume with { Prompt = null };
        }

        await DecideAndActAsync(resume, []);
        await StartAsync();
    }

    private async Task ExitAsync(ReportExited exited)
    {
        var before = State.NativeSessionId;
        var told = _conversation.Claim(State.Launch.Agent, _agent.IdTold(exited.LastLines));
        await DecideAndActAsync(exited with { NativeSessionId = told }, []);
        if (before != State.NativeSessionId) _conversation.Release(State.Launch.Agent, before);
        // A prompt came while it was being suspended.
        if (State is { Phase: SessionPhase.Suspended, IsResumeWanted: true }) Report(new Resume(Prompt: null));
    }

    private async Task SendAsync(Send send)
    {
        await _prompts.SendAsync(send);
        // That the session can be resumed was asked before its prompt was stored.
        if (send.Result is not { Receipt: SendReceipt.Duplicate } && !PhaseTable.IsRunning(State.Phase)) await ResumeAsync(new Resume(Prompt: null));
    }

    private async Task DeleteAsync()
    {
        SessionRules.RequireDeletable(State);
        await _surroundings.Store.DeleteAsync(State.Id, CancellationToken.None);
        _loop.IsGone = true;
        _terminal.Forget();
        _agent.Forget();
        _surroundings.Feed.Remove(State.Id);
    }

    private DateTimeOffset Now => _surroundings.Time.GetUtcNow();
}
