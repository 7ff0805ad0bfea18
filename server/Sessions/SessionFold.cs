using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Dialogs;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Sessions;

/// <summary>Applies facts to states. Pure: time and ids arrive inside the event. Every change of phase goes through here.</summary>
internal static class SessionFold
{
    public static SessionState Create(SessionCreated created) => new(
        created.Id,
        created.Launch,
        created.Title,
        created.TitleSource,
        SessionPhase.Created,
        CreatedAt: created.At,
        UpdatedAt: created.At,
        PhaseSince: created.At,
        EventEpoch: EventEpochs.First(created.At),
        EventSeq: 1,
        Command: [],
        NativeSessionId: created.NativeSessionId,
        ForkedFrom: created.ForkedFrom);

    public static SessionState Apply(SessionState state, SessionEvent fact) =>
        ApplyFact(state, fact) with { EventSeq = state.EventSeq + 1 };

    private static SessionState ApplyFact(SessionState state, SessionEvent fact) => fact switch
    {
        StartBegan began => Move(state, PhaseTrigger.Start, fact.At) with
        {
            Command = began.Command, Run = state.Run + 1, ResumePrompt = null, Terminal = null, Exit = null, Detail = null, EndedAt = null,
        },
        AgentStarted { IsWatched: true } up => Up(Move(state, PhaseTrigger.UpWatched, fact.At), up),
        AgentStarted up => Up(Move(state, PhaseTrigger.UpUnwatched, fact.At), up),
        StartFailed failed => End(Move(state, PhaseTrigger.Failed, fact.At), fact.At, new SessionExit(ExitReason.Failed), failed.Detail) with
        {
            IsUnread = state.IsUnread || !failed.IsWatched,
        },
        ViewersArrived => Move(state, PhaseTrigger.Revealed, fact.At),
        ViewersLeft => Move(state, PhaseTrigger.LastViewerGone, fact.At),
        StopRequested => Stop(state, fact.At),
        // Nobody used it when the host suspended it by itself.
        SuspendRequested suspend => AttentionFold.Withdraw(state) with
        {
            IsSuspendWanted = true, SuspendReason = suspend.Reason, UpdatedAt = suspend.Reason is null ? fact.At : state.UpdatedAt,
        },
        ResumeRequested resume => Move(state, PhaseTrigger.Resume, fact.At) with
        {
            ResumePrompt = resume.Prompt, IsResumeWanted = false, UpdatedAt = fact.At, Exit = null, Detail = null, EndedAt = null,
        },
        AgentExited exited => Exit(state, exited),
        // When it was last used does not change with the host that found it gone.
        AgentLost lost => End(Move(state, PhaseTrigger.Lost, fact.At), fact.At, new SessionExit(ExitReason.Lost), PromptConfirmation.DoubtAfterLoss(state, lost)) with
        {
            UpdatedAt = state.UpdatedAt,
            // A host that ends while it starts a program does not say how far it came.
            HasRun = state.HasRun || state.Phase != SessionPhase.Created,
        },
        // What is read later in the agent's records was not done now.
        Renamed renamed => state with
        {
            Title = renamed.Title, TitleSource = renamed.Source, UpdatedAt = renamed.Source == TitleSource.User ? fact.At : state.UpdatedAt,
        },
        ConversationFound found => state with { NativeSessionId = found.NativeSessionId },
        ArchivedChanged archived => state with { IsArchived = archived.IsArchived },
        ReadChanged read => state with { IsUnread = read.IsUnread },
        PromptEvent prompt => PromptQueue.Apply(state, prompt),
        DialogEvent dialog => DialogRules.Apply(state, dialog),
        AttentionEvent attention => AttentionFold.Apply(state, attention),
        DurabilityResumed => state,
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot be applied to a session that exists."),
    };

    private static SessionState Move(SessionState state, PhaseTrigger trigger, DateTimeOffset at)
    {
        var next = PhaseTable.Next(state.Phase, trigger)
            ?? throw new InvalidOperationException($"{trigger} is not allowed in phase {state.Phase}.");
        return next == state.Phase ? state : state with { Phase = next, PhaseSince = at };
    }

    private static SessionState Up(SessionState state, AgentStarted up) =>
        state with { Pid = up.Pid, Process = up.Process, StartedAt = up.At, UpdatedAt = up.At, HasRun = true };

    private static SessionState Stop(SessionState state, DateTimeOffset at)
    {
        var stopped = AttentionFold.Withdraw(Move(state, PhaseTrigger.Stop, at)) with { IsStopWanted = true, IsSuspendWanted = false };
        return stopped.Phase == SessionPhase.Ended && state.Phase != SessionPhase.Ended
            ? End(stopped, at, new SessionExit(ExitReason.Stopped), detail: null)
            : stopped;
    }

    private static SessionState Exit(SessionState before, AgentExited exited)
    {
        var state = before with { Terminal = exited.Terminal, HasRun = true, NativeSessionId = exited.NativeSessionId ?? before.NativeSessionId };
        if (state.IsSuspendWanted) return Suspend(state, exited.At);
        var reason = state.IsStopWanted ? ExitReason.Stopped : ExitReason.Exited;
        // Who stopped it needs no explanation.
        var detail = state.IsStopWanted ? null : exited.Detail;
        return End(Move(state, PhaseTrigger.Exited, exited.At), exited.At, new SessionExit(reason, exited.Code, exited.Signal), detail) with
        {
            IsUnread = state.IsUnread || (!exited.IsWatched && !state.IsStopWanted),
        };
    }

    // Only what the conversation can be found by makes it one that goes on.
    private static SessionState Suspend(SessionState state, DateTimeOffset at) => state.NativeSessionId is null
        ? End(Move(state, PhaseTrigger.Exited, at), at, new SessionExit(ExitReason.Stopped), $"{state.Launch.AgentName} told of no conversation to take up again.")
        : Rest(Move(state, PhaseTrigger.Suspended, at), at, state.SuspendReason) with
        {
            UpdatedAt = state.SuspendReason is null ? at : state.UpdatedAt,
        };

    private static SessionState End(SessionState state, DateTimeOffset at, SessionExit exit, string? detail) =>
        Rest(state, at, detail) with { Exit = exit, EndedAt = at };

    // What a session without a process is, however it came to be one.
    private static SessionState Rest(SessionState state, DateTimeOffset at, string? detail) => AttentionFold.Forget(state) with
    {
        Pid = null,
        Process = null,
        UpdatedAt = at,
        IsStopWanted = false,
        IsSuspendWanted = false,
        ResumePrompt = null,
        SuspendReason = null,
        Detail = PromptQueue.DetailOfEnd(state, detail),
    };
}
