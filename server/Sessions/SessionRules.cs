using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Sessions;

/// <summary>
/// Decides what a command means for a session: the facts that follow from it, or a refusal. Pure, and the only
/// place that asks the phase table on behalf of a command.
/// </summary>
internal static class SessionRules
{
    // A program that ends as a failure this soon after its start never came up, as far as its user is concerned.
    private static readonly TimeSpan StartupPeriod = TimeSpan.FromSeconds(10);

    /// <exception cref="OrchestratorException">The command is refused; nothing changes.</exception>
    public static ImmutableArray<SessionEvent> Decide(
        SessionState state, AgentDefinition? agent, SessionCommand command, bool isWatched, ImmutableArray<string> commandLine, DateTimeOffset now) =>
        command switch
        {
            Start => Require(state, PhaseTrigger.Start, new StartBegan(now, commandLine)),
            ReportStarted started when state.Phase == SessionPhase.Starting => [new AgentStarted(now, started.Pid, isWatched, started.Process)],
            // A stop overtook the start; the process is already being ended.
            ReportStarted => [],
            ReportStartFailed failed => Require(state, PhaseTrigger.Failed, new StartFailed(now, failed.Detail, isWatched)),
            Adopt adopt when state.Phase == SessionPhase.Starting => [new AgentStarted(now, adopt.Held.Identity.Pid, isWatched, adopt.Held.Identity)],
            Adopt => DecideViewers(state, isWatched, now),
            Lose lose => Require(state, PhaseTrigger.Lost, new AgentLost(now, lose.LastOutputAt)),
            ReportExited { Exit.IsLost: true } lost => Require(state, PhaseTrigger.Lost, new AgentLost(now, lost.LastOutputAt)),
            ReportExited exited => Require(
                state,
                PhaseTrigger.Exited,
                // Only a failure needs an explanation.
                new AgentExited(
                    now, exited.Exit.Code, exited.Exit.Signal, exited.Terminal, exited.Exit.Code == 0 ? null : exited.LastLines, isWatched, exited.NativeSessionId)),
            FollowViewers => DecideViewers(state, isWatched, now),
            Stop => DecideStop(state, now),
            Suspend suspend => DecideSuspend(state, agent, suspend, now),
            Resume resume => Require(state, PhaseTrigger.Resume, new ResumeRequested(now, resume.Prompt)),
            Interrupt when PhaseRefusal(state, PhaseQuestion.Interrupt) is { } refusal => throw refusal,
            Interrupt => state is { Activity: SessionActivity.Working, IsInterrupted: false } ? [new TurnInterrupted(now)] : [],
            ReportQuitOverdue => [],
            Rename rename => [new Renamed(now, rename.Title, TitleSource.User)],
            SetArchived archived => archived.IsArchived == state.IsArchived ? [] : [new ArchivedChanged(now, archived.IsArchived)],
            SetUnread unread => unread.IsUnread == state.IsUnread ? [] : [new ReadChanged(now, unread.IsUnread)],
            ReportDelivery report => PromptQueue.Decide(state, report, now),
            _ => throw new InvalidOperationException($"No rule for {command.GetType().Name}."),
        };

    /// <summary>The refusal for an id that names no session.</summary>
    public static OrchestratorException NotFound(string id) =>
        new(ErrorCode.SessionNotFound, $"There is no session '{id}'.") { SessionId = id, Hint = "Read the list again." };

    /// <summary>May a prompt be given to the session now?</summary>
    /// <param name="state">The session.</param>
    /// <param name="resumeRefusal">Why a session without a process cannot be taken up again with the prompt; null when it can.</param>
    /// <exception cref="OrchestratorException">It may not; the message says why.</exception>
    public static void RequireSendable(SessionState state, Func<OrchestratorException?> resumeRefusal)
    {
        switch (PhaseAnswers.Of(state.Phase, PhaseQuestion.Prompt))
        {
            case PhaseAnswer.AfterEnd:
                throw Refusal(state, ErrorCode.SessionClosing, "is ending", "Send the prompt again once it has ended.", isRetryable: true);
            case PhaseAnswer.AfterResume when resumeRefusal() is { } refusal:
                throw FailedToStart(state)
                    ? Refusal(
                        state,
                        ErrorCode.AgentFailedToStart,
                        $"could not be started. {state.Launch.AgentName} printed: {state.Detail ?? "nothing"}",
                        "Mend the cause and create a new session.")
                    : refusal;
        }

        if (PromptQueue.WaitingCount(state) is var waiting && waiting >= PromptQueue.MaxWaiting)
            throw Refusal(state, ErrorCode.QueueFull, $"has {waiting} prompts waiting", "Wait until some are delivered, or take some out.", isRetryable: true);
    }

    /// <summary>Is a prompt the one that was taken under its client id before?</summary>
    /// <exception cref="OrchestratorException">The id was used for another text.</exception>
    public static void RequireSamePrompt(SessionState state, Send send, string earlierText)
    {
        if (send.Text != earlierText)
            throw Refusal(state, ErrorCode.MessageConflict, "took another text under this client message id", "Give every prompt an id of its own.");
    }

    /// <summary>May the session be forgotten?</summary>
    /// <exception cref="OrchestratorException">It still runs.</exception>
    public static void RequireDeletable(SessionState state)
    {
        if (PhaseAnswers.Of(state.Phase, PhaseQuestion.Delete) != PhaseAnswer.Yes)
            throw Refusal(state, ErrorCode.SessionRunning, "still runs", "Stop it first, then delete it.");
    }

    /// <summary>Why the session's phase forbids what is asked; null when it does not.</summary>
    public static OrchestratorException? PhaseRefusal(SessionState state, PhaseQuestion question) => PhaseAnswers.Of(state.Phase, question) switch
    {
        PhaseAnswer.Yes => null,
        PhaseAnswer.AfterEnd => Refusal(state, ErrorCode.SessionClosing, "is ending", "Try again once it has ended.", isRetryable: true),
        _ when question == PhaseQuestion.Resume => Refusal(state, ErrorCode.IllegalTransition, "runs and needs no resume", "Send it a prompt."),
        _ => ProgramRefusal(state),
    };

    /// <summary>The refusal that names the session: <paramref name="what"/> goes on from its title.</summary>
    public static OrchestratorException Refusal(
        SessionState state, ErrorCode code, string what, string hint, bool isRetryable = false) =>
        new(code, $"Session '{state.Title}' {what}.") { SessionId = state.Id, Hint = hint, IsRetryable = isRetryable };

    private static OrchestratorException ProgramRefusal(SessionState state) => state.Phase switch
    {
        SessionPhase.Created or SessionPhase.Starting =>
            Refusal(state, ErrorCode.IllegalTransition, "is only starting", "Try again once it runs.", isRetryable: true),
        SessionPhase.Closing => Refusal(state, ErrorCode.IllegalTransition, "is ending", "Resume it once it has ended."),
        _ => Refusal(state, ErrorCode.IllegalTransition, "has no running program", "Resume it first."),
    };

    private static bool FailedToStart(SessionState state) =>
        state.Exit?.Reason == ExitReason.Failed
        || (state.Exit is { Reason: ExitReason.Exited, Code: not 0 } && state.EndedAt - state.StartedAt < StartupPeriod);

    private static ImmutableArray<SessionEvent> DecideViewers(SessionState state, bool isWatched, DateTimeOffset now)
    {
        var facts = ImmutableArray.CreateBuilder<SessionEvent>();
        var trigger = isWatched ? PhaseTrigger.Revealed : PhaseTrigger.LastViewerGone;
        if (PhaseTable.Next(state.Phase, trigger) is { } next && next != state.Phase)
            facts.Add(isWatched ? new ViewersArrived(now) : new ViewersLeft(now));
        // Opening a session is reading it, for every client.
        if (isWatched && state.IsUnread) facts.Add(new ReadChanged(now, IsUnread: false));
        return facts.ToImmutable();
    }

    private static ImmutableArray<SessionEvent> DecideStop(SessionState state, DateTimeOffset now) =>
        state.Phase is SessionPhase.Closing or SessionPhase.Ended
            ? []
            : Require(state, PhaseTrigger.Stop, new StopRequested(now));

    private static ImmutableArray<SessionEvent> DecideSuspend(SessionState state, AgentDefinition? agent, Suspend suspend, DateTimeOffset now)
    {
        if (ResumeRules.SuspendRefusal(state, agent, suspend.IsForced) is { } refusal) throw refusal;
        return state.Phase == SessionPhase.Suspended || state.IsSuspendWanted ? [] : [new SuspendRequested(now, suspend.Reason)];
    }

    private static ImmutableArray<SessionEvent> Require(SessionState state, PhaseTrigger trigger, SessionEvent fact) =>
        PhaseTable.Next(state.Phase, trigger) is not null
            ? [fact]
            : throw Refusal(state, ErrorCode.IllegalTransition, $"cannot do this in phase {state.Phase}", "Read the session again.");
}
