using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Dialogs;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions;

/// <summary>What a session was created with; kept for every later start.</summary>
internal sealed record SessionLaunch(
    string Agent,
    string AgentName,
    AgentDriver Driver,
    string Cwd,
    string? ProjectId,
    ImmutableArray<string> Arguments,
    ImmutableDictionary<string, string> Environment,
    string? Prompt,
    string? Model,
    string? PermissionMode,
    int Columns,
    int Rows);

/// <summary>What a session was forked from.</summary>
/// <param name="SessionId">The session, which may be gone since.</param>
/// <param name="NativeSessionId">The agent's own id of that session's conversation, which is never the fork's.</param>
internal sealed record SessionOrigin(string SessionId, string NativeSessionId);

/// <summary>What is known of a session's terminal once its process is gone.</summary>
/// <param name="Epoch">Run of the terminal.</param>
/// <param name="StartOffset">Position of the first byte kept.</param>
/// <param name="EndOffset">Position after the last byte.</param>
/// <param name="Columns">Last size.</param>
/// <param name="Rows">Last size.</param>
internal sealed record TerminalRemains(string Epoch, long StartOffset, long EndOffset, int Columns, int Rows);

/// <summary>
/// A session as the fold of its events: immutable, and the only thing that routing decisions look at.
/// Its JSON is the stored form, which is not the wire's.
/// </summary>
/// <param name="Id">Identifies the session for ever.</param>
/// <param name="Launch">What it is started with, each time.</param>
/// <param name="Title">Its title.</param>
/// <param name="TitleSource">Where the title came from.</param>
/// <param name="Phase">Where it stands in its life.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="UpdatedAt">When the user or the agent last did something in it.</param>
/// <param name="PhaseSince">Since when it is in its phase.</param>
/// <param name="EventEpoch">Which count of events the next one belongs to.</param>
/// <param name="EventSeq">Number of its last event.</param>
/// <param name="Command">Program and arguments of the last start.</param>
/// <param name="IsUnread">True when something ended that nobody has looked at.</param>
/// <param name="IsArchived">True when hidden from the usual list.</param>
/// <param name="IsPinned">True when kept at the top of the list.</param>
/// <param name="IsStopWanted">True while its process ends because a user stopped it.</param>
/// <param name="Queue">Prompts accepted and not delivered, in the order of their turns.</param>
/// <param name="Detail">Lines on how it is, shown to people.</param>
/// <param name="Exit">How its last process ended; only in phase ended.</param>
/// <param name="Pid">Its process.</param>
/// <param name="StartedAt">When its last process came up.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Terminal">What is kept of its last terminal.</param>
/// <param name="Process">Its process, told from any later one with the same id.</param>
/// <param name="Run">Number of the present or last run of its program, from 1; 0 before the first start.</param>
/// <param name="HasRun">True once its program came up, or may have: from then on there is a conversation to lose.</param>
/// <param name="IsSuspendWanted">True while its process ends because it is to be suspended.</param>
/// <param name="IsResumeWanted">True when it is to be resumed as soon as it is suspended.</param>
/// <param name="NativeSessionId">The agent's own id of its conversation.</param>
/// <param name="ResumePrompt">Prompt for the start that follows a resume.</param>
/// <param name="SuspendReason">Why it is being suspended, when no user asked for it.</param>
/// <param name="Activity">What the agent is doing.</param>
/// <param name="Delivered">The last prompts whose turn is over, the newest at the end.</param>
/// <param name="ActivitySince">Since when it is doing that; null while nobody has said.</param>
/// <param name="Confidence">Where the activity was learnt from; null while nobody has said.</param>
/// <param name="ActivityDetail">The agent's own words on why it cannot go on.</param>
/// <param name="Report">The report that the activity was learnt from.</param>
/// <param name="Titled">What its window's title last said that it does; null where titles say nothing of it.</param>
/// <param name="Pending">What the agent wants, the oldest first.</param>
/// <param name="Resolved">What became of the last requests, the newest at the end.</param>
/// <param name="ForkedFrom">What its conversation began with a copy of; null for one that began empty.</param>
/// <param name="Dialog">The dialog that stands on its screen, and of which its program tells nowhere else.</param>
/// <param name="IsInterrupted">True while its agent works on a turn that a user has interrupted.</param>
internal sealed record SessionState(
    string Id,
    SessionLaunch Launch,
    string Title,
    TitleSource TitleSource,
    SessionPhase Phase,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset PhaseSince,
    long EventEpoch,
    long EventSeq,
    ImmutableArray<string> Command,
    bool IsUnread = false,
    bool IsArchived = false,
    bool IsPinned = false,
    bool IsStopWanted = false,
    ImmutableArray<QueuedPrompt> Queue = default,
    string? Detail = null,
    SessionExit? Exit = null,
    int? Pid = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    TerminalRemains? Terminal = null,
    ProcessIdentity? Process = null,
    int Run = 0,
    bool HasRun = false,
    bool IsSuspendWanted = false,
    bool IsResumeWanted = false,
    string? NativeSessionId = null,
    string? ResumePrompt = null,
    string? SuspendReason = null,
    SessionActivity Activity = SessionActivity.Unknown,
    ImmutableArray<DeliveredPrompt> Delivered = default,
    DateTimeOffset? ActivitySince = null,
    ActivityConfidence? Confidence = null,
    string? ActivityDetail = null,
    KnownStatus? Report = null,
    SessionActivity? Titled = null,
    ImmutableArray<PendingRequest> Pending = default,
    ImmutableArray<ResolvedRequest> Resolved = default,
    SessionOrigin? ForkedFrom = null,
    ShownDialog? Dialog = null,
    bool IsInterrupted = false)
{
    /// <summary>The last prompts whose turn is over, the newest at the end.</summary>
    public ImmutableArray<DeliveredPrompt> Delivered { get; init; } = Delivered.IsDefault ? [] : Delivered;

    /// <summary>Prompts accepted and not delivered, in the order of their turns. Stored states of the first form have none.</summary>
    public ImmutableArray<QueuedPrompt> Queue { get; init; } = Queue.IsDefault ? [] : Queue;

    /// <summary>What the agent wants, the oldest first.</summary>
    public ImmutableArray<PendingRequest> Pending { get; init; } = Pending.IsDefault ? [] : Pending;

    /// <summary>What became of the last requests, the newest at the end.</summary>
    public ImmutableArray<ResolvedRequest> Resolved { get; init; } = Resolved.IsDefault ? [] : Resolved;

    /// <summary>What the agent is doing, as people are told: a dialog of its program says more than the program does.</summary>
    public SessionActivity ShownActivity => Dialog?.Activity ?? Activity;

    private AttentionSummary Attention => Pending is [var oldest, ..]
        ? new AttentionSummary(Pending.Length, oldest.Kind, oldest.RequestId, oldest.Title)
        : new AttentionSummary(Count: 0);

    /// <summary>The state as clients see it. The feed numbers it.</summary>
    public SessionSummary ToSummary() => new(
        Id,
        Revision: 0,
        Title,
        TitleSource,
        Launch.Agent,
        Launch.AgentName,
        Launch.Driver,
        Phase,
        ShownActivity,
        Dialog?.Since ?? ActivitySince ?? PhaseSince,
        Dialog is null ? Confidence ?? ActivityConfidence.None : ActivityConfidence.Screen,
        Attention,
        IsUnread,
        IsArchived,
        IsPinned,
        Queue.Length,
        Launch.Cwd,
        CreatedAt,
        UpdatedAt,
        Launch.ProjectId,
        Dialog is null ? Detail ?? ActivityDetail : Detail is null ? Dialog.Told : $"{Dialog.Told}\n{Detail}",
        Exit,
        Launch.PermissionMode,
        StartedAt,
        EndedAt,
        NativeSessionId: NativeSessionId,
        ParentId: ForkedFrom?.SessionId,
        LastPrompt: Delivered is [.., { MessageId: not "" } last] ? new DeliveredMessage(last.MessageId, last.State) : null);
}
