using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Dialogs;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>A fact about a session. What is stored is the sequence of these and the state they lead to.</summary>
/// <param name="At">When it happened.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StartBegan), "startBegan")]
[JsonDerivedType(typeof(SessionCreated), "sessionCreated")]
[JsonDerivedType(typeof(AgentStarted), "agentStarted")]
[JsonDerivedType(typeof(StartFailed), "startFailed")]
[JsonDerivedType(typeof(ViewersArrived), "viewersArrived")]
[JsonDerivedType(typeof(ViewersLeft), "viewersLeft")]
[JsonDerivedType(typeof(StopRequested), "stopRequested")]
[JsonDerivedType(typeof(SuspendRequested), "suspendRequested")]
[JsonDerivedType(typeof(ResumeRequested), "resumeRequested")]
[JsonDerivedType(typeof(AgentExited), "agentExited")]
[JsonDerivedType(typeof(AgentLost), "agentLost")]
[JsonDerivedType(typeof(Renamed), "renamed")]
[JsonDerivedType(typeof(ArchivedChanged), "archivedChanged")]
[JsonDerivedType(typeof(ReadChanged), "readChanged")]
[JsonDerivedType(typeof(PromptAccepted), "promptAccepted")]
[JsonDerivedType(typeof(PromptDeliveryBegan), "promptDeliveryBegan")]
[JsonDerivedType(typeof(PromptHeldBack), "promptHeldBack")]
[JsonDerivedType(typeof(PromptDelivered), "promptDelivered")]
[JsonDerivedType(typeof(PromptNotDelivered), "promptNotDelivered")]
[JsonDerivedType(typeof(PromptUncertain), "promptUncertain")]
[JsonDerivedType(typeof(PromptUnqueued), "promptUnqueued")]
[JsonDerivedType(typeof(PromptConfirmed), "promptConfirmed")]
[JsonDerivedType(typeof(PromptUnconfirmed), "promptUnconfirmed")]
[JsonDerivedType(typeof(PromptReturnRepeated), "promptReturnRepeated")]
[JsonDerivedType(typeof(PromptUndecided), "promptUndecided")]
[JsonDerivedType(typeof(AgentReported), "agentReported")]
[JsonDerivedType(typeof(AttentionRequested), "attentionRequested")]
[JsonDerivedType(typeof(AttentionRevised), "attentionRevised")]
[JsonDerivedType(typeof(AttentionResolved), "attentionResolved")]
[JsonDerivedType(typeof(ConversationFound), "conversationFound")]
[JsonDerivedType(typeof(ActivityRead), "activityRead")]
[JsonDerivedType(typeof(TurnInterrupted), "turnInterrupted")]
[JsonDerivedType(typeof(DialogShown), "dialogShown")]
[JsonDerivedType(typeof(DialogGone), "dialogGone")]
[JsonDerivedType(typeof(DurabilityResumed), "durabilityResumed")]
internal abstract record SessionEvent(DateTimeOffset At);

/// <summary>The session exists.</summary>
/// <param name="At">When it was created.</param>
/// <param name="Id">Its id.</param>
/// <param name="Launch">What it is started with.</param>
/// <param name="Title">Its first title.</param>
/// <param name="TitleSource">Where that title came from.</param>
/// <param name="NativeSessionId">
/// The agent's own id of its conversation, where that can be chosen or was given: fixed here, so that a start that is
/// tried again begins the same conversation.
/// </param>
/// <param name="ForkedFrom">What it begins with a copy of; null for one that begins empty.</param>
internal sealed record SessionCreated(
    DateTimeOffset At,
    string Id,
    SessionLaunch Launch,
    string Title,
    TitleSource TitleSource,
    string? NativeSessionId = null,
    SessionOrigin? ForkedFrom = null) : SessionEvent(At);

/// <summary>Its process is being started with this command line.</summary>
internal sealed record StartBegan(DateTimeOffset At, ImmutableArray<string> Command) : SessionEvent(At);

/// <summary>Its process is up.</summary>
internal sealed record AgentStarted(DateTimeOffset At, int Pid, bool IsWatched, ProcessIdentity? Process = null) : SessionEvent(At);

/// <summary>Its process could not be started.</summary>
internal sealed record StartFailed(DateTimeOffset At, string Detail, bool IsWatched) : SessionEvent(At);

/// <summary>Somebody looks at it.</summary>
internal sealed record ViewersArrived(DateTimeOffset At) : SessionEvent(At);

/// <summary>Nobody looks at it any more.</summary>
internal sealed record ViewersLeft(DateTimeOffset At) : SessionEvent(At);

/// <summary>A user wants it to end.</summary>
internal sealed record StopRequested(DateTimeOffset At) : SessionEvent(At);

/// <summary>Its process is to end in such a way that it can go on later.</summary>
/// <param name="At">When it was wanted.</param>
/// <param name="Reason">Why, when no user asked for it.</param>
internal sealed record SuspendRequested(DateTimeOffset At, string? Reason = null) : SessionEvent(At);

/// <summary>A user wants it to go on with a new process.</summary>
/// <param name="At">When it was wanted.</param>
/// <param name="Prompt">Prompt the new process is given.</param>
internal sealed record ResumeRequested(DateTimeOffset At, string? Prompt = null) : SessionEvent(At);

/// <summary>Its process is gone, and all it printed is known.</summary>
/// <param name="At">When the exit was seen.</param>
/// <param name="Code">Exit code, when it ended by itself.</param>
/// <param name="Signal">Name of the signal that ended it.</param>
/// <param name="Terminal">What is kept of its terminal.</param>
/// <param name="Detail">Last lines it printed, when it ended as a failure.</param>
/// <param name="IsWatched">True when somebody saw it end.</param>
/// <param name="NativeSessionId">The agent's own id of its conversation, when the program told it as it ended.</param>
internal sealed record AgentExited(
    DateTimeOffset At,
    int? Code,
    string? Signal,
    TerminalRemains? Terminal,
    string? Detail,
    bool IsWatched,
    string? NativeSessionId = null) : SessionEvent(At);

/// <summary>The host started and found no process where the stored state has one.</summary>
/// <param name="At">When that was found.</param>
/// <param name="LastOutputAt">When its program last printed something, where that is known.</param>
internal sealed record AgentLost(DateTimeOffset At, DateTimeOffset? LastOutputAt = null) : SessionEvent(At);

/// <summary>It has a new title.</summary>
internal sealed record Renamed(DateTimeOffset At, string Title, TitleSource Source) : SessionEvent(At);

/// <summary>It was hidden from the usual list, or shown again.</summary>
internal sealed record ArchivedChanged(DateTimeOffset At, bool IsArchived) : SessionEvent(At);

/// <summary>It was marked as read or unread.</summary>
internal sealed record ReadChanged(DateTimeOffset At, bool IsUnread) : SessionEvent(At);

/// <summary>It is stored again, with all that has happened meanwhile; the first event of a new epoch.</summary>
internal sealed record DurabilityResumed(DateTimeOffset At) : SessionEvent(At);
