using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.OpenCode;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Sessions.Dialogs;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Attention;

/// <summary>
/// What the agent of one session does and wants: reads it from what the program says of itself, and brings answers to
/// it. That an answer counts is stored behind its key: a crash in between leaves the program's own next report to tell.
/// Only the session's loop calls, except for waking.
/// </summary>
internal sealed class SessionAttention : IDisposable
{
    // On a busy machine a dialog takes its time. One that is drawn without end, such as one with a clock, is answered after
    // this all the same.
    private static readonly TimeSpan LongestDrawing = TimeSpan.FromSeconds(5);

    private readonly SessionTerminal _terminal;
    private readonly SessionAgent _agent;
    private readonly SessionSurroundings _surroundings;
    private readonly Func<SessionState> _state;
    private readonly Func<bool> _isWatched;
    private readonly CommitFacts _commitAsync;
    private readonly ReportPacer _pacer;
    private readonly AnswerWatch _answer;
    private readonly SteadySight _sight;
    private long _heardUntil;

    public SessionAttention(
        SessionTerminal terminal,
        SessionAgent agent,
        SessionSurroundings surroundings,
        Func<SessionState> state,
        Func<bool> isWatched,
        CommitFacts commitAsync,
        Action<SessionCommand> report)
    {
        _terminal = terminal;
        _agent = agent;
        _surroundings = surroundings;
        _state = state;
        _isWatched = isWatched;
        _commitAsync = commitAsync;
        _pacer = new ReportPacer(() => report(new FollowReports()), surroundings.Time);
        _answer = new AnswerWatch(Wake, surroundings.Time);
        Asks = new SessionAsks(state, Wake, surroundings.Time);
        _sight = new SteadySight(Wake, surroundings.Time);
        terminal.Spoke += _pacer.Wake;
        agent.Api.Told += _pacer.Wake;
    }

    /// <summary>The hooks of its agent that wait for an answer.</summary>
    public SessionAsks Asks { get; }

    /// <summary>Has <see cref="FollowReports"/> reported. Any thread may call.</summary>
    public void Wake() => _pacer.Wake();

    /// <summary>A program is about to be followed.</summary>
    /// <param name="heardUntil">What it printed before this position was heard by an earlier host.</param>
    public void Begin(long heardUntil)
    {
        _heardUntil = heardUntil;
        // An earlier host may have answered in its last moment.
        _answer.Begin();
    }

    /// <summary>The program is up: what it tells by an API of its own is followed from now on, until <see cref="End"/>.</summary>
    public void Listen() => _agent.Api.Begin();

    /// <summary>The program is gone.</summary>
    public void End()
    {
        _agent.Api.End();
        Asks.ReleaseAll();
    }

    /// <summary>True while the program's title tells of a dialog that the session does not have, as it is not drawn.</summary>
    public bool IsDialogAwaited => TitleReading.IsDialogAwaited(_state(), _agent.Definition, _terminal.Facts);

    /// <summary>Asks again for what a full mailbox did not take.</summary>
    public bool IsOverdue => _pacer.IsOverdue;

    /// <summary>Brings the session up to what its program has said until now.</summary>
    public async Task FollowAsync()
    {
        _pacer.Take();
        var state = _state();
        if (!AttentionRules.Listens(state)) return;
        var facts = Meant(_terminal.Facts);
        var isLookedAt = _surroundings.Presence.IsLookedAt(state.Id);
        var events = StatusReports.Decide(state, facts, Keys, _isWatched(), NewId(), Now);
        var then = events.Aggregate(state, SessionFold.Apply);
        events = events.AddRange(HookReports.Decide(then, Asks.Open, Keys, _isWatched(), NewId(), Now));
        then = events.Aggregate(state, SessionFold.Apply);
        if (_answer.IsOverdue)
        {
            events = events.AddRange(StatusReports.AskAgain(then, Keys, NewId(), Now));
            then = events.Aggregate(state, SessionFold.Apply);
        }

        events = events.AddRange(ApiReports.Decide(then, _agent.Api.Sight, _isWatched(), NewId(), Now));
        then = events.Aggregate(state, SessionFold.Apply);
        events = events.AddRange(ActivityReadings.OfTitle(then, Titled(then, facts), _isWatched(), NewId(), Now));
        then = events.Aggregate(state, SessionFold.Apply);
        events = events.AddRange(TerminalNotices.Decide(then, facts, _heardUntil, isLookedAt, NewId(), Now));
        _heardUntil = Math.Max(_heardUntil, Math.Max(facts.NotificationPosition, facts.BellPosition));
        await _commitAsync([.. events.Select(WithNotifier)], isReport: true);
        Asks.ReleaseSpent();
    }

    /// <summary>
    /// Completes when the dialog that an answer is for has been drawn, or should have been. Any thread may call; the session
    /// goes on meanwhile.
    /// </summary>
    public async Task UntilDrawnAsync(string requestId, CancellationToken cancellationToken)
    {
        if (!_state().Pending.Any(request => request.RequestId == requestId && request is { Kind: AttentionKind.Approval, DialogId: null })) return;
        await TerminalSilence.WaitAsync(_terminal.Screen.Log, IsDrawn, LongestDrawing, _surroundings.Time, cancellationToken);
    }

    /// <summary>Gives an answer to the agent, while the request that it answers is what the agent shows.</summary>
    /// <exception cref="OrchestratorException">It is refused; nothing was typed.</exception>
    public async Task RespondAsync(Respond answer)
    {
        await FollowAsync();
        // It may have moved on while that was stored.
        if (_state().Pending.Any(request => request.RequestId == answer.RequestId && !AttentionRules.IsShown(request, _terminal.Facts)))
            await FollowAsync();
        var state = _state();
        var request = AttentionRules.Require(state, answer.RequestId);
        AttentionRules.RequireTaken(state, request, answer);
        switch (request)
        {
            case { Source: RequestSource.Api }:
                await ReplyAsync(state, request, answer.Decision!);
                break;
            case { Source: RequestSource.Hook }:
                await AnswerHookAsync(state, request, answer);
                _answer.Begin();
                break;
            case { Kind: AttentionKind.Approval }:
                Press(state, request, answer.Decision!);
                _answer.Begin();
                break;
        }

        var answered = new AttentionResolved(Now, request.RequestId, AttentionOutcome.Answered, answer.By);
        await _commitAsync([answered, .. request.Source == RequestSource.Hook ? HookReports.Answered(state, _isWatched(), Now) : []], isReport: true);
    }

    public void Dispose()
    {
        _terminal.Spoke -= _pacer.Wake;
        _agent.Api.Told -= _pacer.Wake;
        _sight.Dispose();
        _answer.Dispose();
        _pacer.Dispose();
    }

    private ApprovalKeys? Keys => _agent.Definition?.Approval;

    private DateTimeOffset Now => _surroundings.Time.GetUtcNow();

    private TerminalFacts Meant(TerminalFacts facts) =>
        facts.Status is { } status && _agent.Definition?.StartUp is { } startUp ? facts with { Status = startUp.Read(status) } : facts;

    // The title tells at once that something is asked, and only the screen what it is.
    private SessionActivity? Titled(SessionState state, TerminalFacts facts)
    {
        var told = TitleReading.Told(state, _agent.Definition, facts);
        if (!TitleReading.IsToldByScreen(_agent.Definition, told))
        {
            _sight.See("");
            return told;
        }

        var words = ScreenWords.Of(_terminal.Screen.ReadText(scrollbackLines: 0).Text);
        _sight.See(words);
        return TitleReading.Meant(state, _agent.Definition!, told!.Value, words, _sight.IsFor(TerminalSilence.Period));
    }

    private static string NewId() => Guid.CreateVersion7().ToString("N");

    private bool IsDrawn() => Keys is { } keys && _terminal.Screen.ReadText(scrollbackLines: 0).Text.Contains(keys.Drawn, StringComparison.Ordinal);

    private void Press(SessionState state, PendingRequest request, string decision)
    {
        // A key between a prompt and its return would go into both.
        if (!AttentionRules.IsShown(request, _terminal.Facts) || state.Queue.Any(prompt => prompt.IsDelivering))
            throw SessionRules.Refusal(state, ErrorCode.HostBusy, "cannot be answered at this moment", "Try again at once.", isRetryable: true);
        if (!IsDrawn())
            throw SessionRules.Refusal(state, ErrorCode.IllegalTransition, "does not show the dialog that it reported", "Open the session and answer in its terminal.");
        var keys = StatusReports.KeyOf(Keys, decision);
        if (keys is null || !_agent.Press(keys))
            throw SessionRules.Refusal(state, ErrorCode.LimitReached, "does not read its input", "Answer it in its terminal, or stop it if it hangs.", isRetryable: true);
    }

    // Nothing is typed: what stands on the screen does not matter, and the answer is for no other dialog.
    private async Task ReplyAsync(SessionState state, PendingRequest request, string decision)
    {
        switch (await _agent.Api.ReplyAsync(request.DialogId!, decision == StatusReports.Allow.Id))
        {
            case OpenCodeReply.Gone:
                await _commitAsync([new AttentionResolved(Now, request.RequestId, AttentionOutcome.Withdrawn)], isReport: true);
                AttentionRules.Require(_state(), request.RequestId);
                break;
            case OpenCodeReply.Failed:
                throw SessionRules.Refusal(state, ErrorCode.LimitReached, "does not take the answer", "Try again, or answer it in its terminal.", isRetryable: true);
        }
    }

    // The hook's own dialog is answered, and no other. One that is gone has left its dialog to the terminal.
    private async Task AnswerHookAsync(SessionState state, PendingRequest request, Respond answer)
    {
        var isAllowed = request.Kind == AttentionKind.Question || answer.Decision == StatusReports.Allow.Id;
        if (await Asks.AnswerAsync(request.DialogId!, new AgentAnswer(isAllowed, answer.Note, answer.Answers ?? []))) return;
        await FollowAsync();
        AttentionRules.Require(_state(), request.RequestId);
        throw SessionRules.Refusal(state, ErrorCode.LimitReached, "does not take the answer", "Try again, or answer it in its terminal.", isRetryable: true);
    }

    // Chosen once, when the request is made: of all windows one tells its user.
    private SessionEvent WithNotifier(SessionEvent fact) => fact is AttentionRequested requested
        ? requested with { Request = requested.Request with { Notifier = _surroundings.Presence.NotifierOf(_state().Id) } }
        : fact;
}
