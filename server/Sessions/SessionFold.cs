using Orchestrator.Protocol;

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
        EventEpoch: 1,
        EventSeq: 1,
        Command: [],
        NativeSessionId: created.NativeSessionId);

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
        StartFailed failed => End(Move(state, PhaseTrigger.Failed, fact.At), fact.At, new SessionExit(ExitReason.Failed)) with
        {
            Detail = failed.Detail,
            IsUnread = state.IsUnread || !failed.IsWatched,
        },
        ViewersArrived => Move(state, PhaseTrigger.Revealed, fact.At),
        ViewersLeft => Move(state, PhaseTrigger.LastViewerGone, fact.At),
        StopRequested => Stop(state, fact.At),
        SuspendRequested => state with { IsSuspendWanted = true, UpdatedAt = fact.At },
        ResumeRequested resume => Move(state, PhaseTrigger.Resume, fact.At) with
        {
            ResumePrompt = resume.Prompt, UpdatedAt = fact.At, Exit = null, Detail = null, EndedAt = null,
        },
        AgentExited exited => Exit(state, exited),
        // When it was last used does not change with the host that found it gone.
        AgentLost => End(Move(state, PhaseTrigger.Lost, fact.At), fact.At, new SessionExit(ExitReason.Lost)) with
        {
            Detail = Undelivered(state), UpdatedAt = state.UpdatedAt,
            // A host that ends while it starts a program does not say how far it came.
            HasRun = state.HasRun || state.Phase != SessionPhase.Created,
        },
        Renamed renamed => state with { Title = renamed.Title, TitleSource = renamed.Source, UpdatedAt = fact.At },
        ArchivedChanged archived => state with { IsArchived = archived.IsArchived },
        ReadChanged read => state with { IsUnread = read.IsUnread },
        PromptAccepted => state with { Queued = state.Queued + 1, UpdatedAt = fact.At },
        PromptDelivered => state with { Queued = Math.Max(0, state.Queued - 1), UpdatedAt = fact.At },
        PromptNotDelivered => state with
        {
            Queued = Math.Max(0, state.Queued - 1), UpdatedAt = fact.At, Detail = "A prompt was not delivered: the program does not read its input.",
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} cannot be applied to a session that exists."),
    };

    private static SessionState Move(SessionState state, PhaseTrigger trigger, DateTimeOffset at)
    {
        var next = PhaseTable.Next(state.Phase, trigger)
            ?? throw new InvalidOperationException($"{trigger} is not allowed in phase {state.Phase}.");
        return next == state.Phase ? state : state with { Phase = next, PhaseSince = at };
    }

    private static SessionState Up(SessionState state, AgentStarted up) =>
        state with { Pid = up.Pid, StartedAt = up.At, UpdatedAt = up.At, HasRun = true };

    private static SessionState Stop(SessionState state, DateTimeOffset at)
    {
        var stopped = Move(state, PhaseTrigger.Stop, at) with { IsStopWanted = true, IsSuspendWanted = false };
        return stopped.Phase == SessionPhase.Ended && state.Phase != SessionPhase.Ended
            ? End(stopped, at, new SessionExit(ExitReason.Stopped))
            : stopped;
    }

    private static SessionState Exit(SessionState before, AgentExited exited)
    {
        var state = before with { Terminal = exited.Terminal, HasRun = true, NativeSessionId = exited.NativeSessionId ?? before.NativeSessionId };
        if (state.IsSuspendWanted) return Suspend(state, exited.At);
        var reason = state.IsStopWanted ? ExitReason.Stopped : ExitReason.Exited;
        return End(Move(state, PhaseTrigger.Exited, exited.At), exited.At, new SessionExit(reason, exited.Code, exited.Signal)) with
        {
            // Who stopped it needs no explanation, but has to know what was not done any more.
            Detail = Undelivered(state) ?? (state.IsStopWanted ? null : exited.Detail),
            IsUnread = state.IsUnread || (!exited.IsWatched && !state.IsStopWanted),
        };
    }

    // Only what the conversation can be found by makes it one that goes on.
    private static SessionState Suspend(SessionState state, DateTimeOffset at) => state.NativeSessionId is null
        ? End(Move(state, PhaseTrigger.Exited, at), at, new SessionExit(ExitReason.Stopped)) with
        {
            Detail = Undelivered(state) ?? $"{state.Launch.AgentName} told of no conversation to take up again.",
        }
        : Rest(Move(state, PhaseTrigger.Suspended, at), at) with { Detail = Undelivered(state) };

    private static string? Undelivered(SessionState state) => state.Queued switch
    {
        0 => null,
        1 => "A prompt that waited was not delivered.",
        var count => $"{count} prompts that waited were not delivered.",
    };

    private static SessionState End(SessionState state, DateTimeOffset at, SessionExit exit) =>
        Rest(state, at) with { Exit = exit, EndedAt = at };

    // What a session without a process is, however it came to be one.
    private static SessionState Rest(SessionState state, DateTimeOffset at) => state with
    {
        Pid = null, UpdatedAt = at, Queued = 0, IsStopWanted = false, IsSuspendWanted = false, ResumePrompt = null, Activity = SessionActivity.Unknown,
    };
}
