using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>Where a session stands in its life.</summary>
public enum SessionPhase
{
    /// <summary>Recorded; its process is not started yet.</summary>
    Created,

    /// <summary>Its process is being started.</summary>
    Starting,

    /// <summary>Runs, and somebody looks at it.</summary>
    Active,

    /// <summary>Runs, and nobody looks at it.</summary>
    Detached,

    /// <summary>Has no process and can be resumed.</summary>
    Suspended,

    /// <summary>Its process is being ended.</summary>
    Closing,

    /// <summary>Has no process.</summary>
    Ended,
}

/// <summary>What the agent is doing, apart from the session's phase.</summary>
public enum SessionActivity
{
    /// <summary>Nobody has said.</summary>
    Unknown,

    /// <summary>A turn runs.</summary>
    Working,

    /// <summary>The turn is over; the agent waits for a prompt.</summary>
    Idle,

    /// <summary>The agent asks for permission.</summary>
    NeedsApproval,

    /// <summary>The agent asks a question, or shows a dialog of its own that stands before its first prompt.</summary>
    NeedsAnswer,

    /// <summary>The agent waits for a rate or usage limit.</summary>
    Limited,

    /// <summary>The agent cannot go on.</summary>
    Failing,
}

/// <summary>Which source the activity was learnt from, most trusted first.</summary>
public enum ActivityConfidence
{
    /// <summary>The agent's own protocol.</summary>
    Protocol,

    /// <summary>A hook, or a status report in the terminal.</summary>
    Hook,

    /// <summary>The agent's transcript.</summary>
    Transcript,

    /// <summary>The terminal's screen.</summary>
    Screen,

    /// <summary>No source.</summary>
    None,
}

/// <summary>How the server speaks to an agent.</summary>
public enum AgentDriver
{
    /// <summary>Its own interface in a terminal.</summary>
    Terminal,

    /// <summary>The Agent Client Protocol.</summary>
    Acp,
}

/// <summary>Where a session's title came from.</summary>
public enum TitleSource
{
    /// <summary>Made from the agent's name.</summary>
    Default,

    /// <summary>Made from the first prompt.</summary>
    Prompt,

    /// <summary>Told by the agent.</summary>
    Agent,

    /// <summary>Given by the user; never replaced by another source.</summary>
    User,
}

/// <summary>Why a session has no process any more.</summary>
public enum ExitReason
{
    /// <summary>The process ended by itself.</summary>
    Exited,

    /// <summary>A user stopped it.</summary>
    Stopped,

    /// <summary>It could not be started.</summary>
    Failed,

    /// <summary>The process was gone when the host looked for it.</summary>
    Lost,
}

/// <summary>How a session's last process ended.</summary>
/// <param name="Reason">Why there is no process.</param>
/// <param name="Code">Exit code, when the process ended by itself.</param>
/// <param name="Signal">Name of the signal that ended it, such as <c>SIGKILL</c>.</param>
public sealed record SessionExit(ExitReason Reason, int? Code = null, string? Signal = null);

/// <summary>What an agent wants from a person.</summary>
public enum AttentionKind
{
    /// <summary>Permission to do something.</summary>
    Approval,

    /// <summary>An answer to a question.</summary>
    Question,

    /// <summary>To be seen.</summary>
    Notice,
}

/// <summary>What in a session waits for a person.</summary>
/// <param name="Count">Pending approvals, questions and notices.</param>
/// <param name="Kind">Kind of the oldest one.</param>
/// <param name="RequestId">Id of the oldest one.</param>
/// <param name="Title">Title of the oldest one.</param>
public sealed record AttentionSummary(
    int Count,
    AttentionKind? Kind = null,
    string? RequestId = null,
    string? Title = null);

/// <summary>
/// One session as every client sees it in its list: the newest value replaces any older one.
/// Positions of content are never part of it.
/// </summary>
/// <param name="Id">Identifies the session for ever.</param>
/// <param name="Revision">Number of this value; of two values of a session the higher is newer.</param>
/// <param name="Title">Shown to people; free of control characters.</param>
/// <param name="TitleSource">Where the title came from.</param>
/// <param name="Agent">Id of the session's agent, fixed at creation.</param>
/// <param name="AgentName">Name of the agent, shown to people.</param>
/// <param name="Driver">How the server speaks to the agent.</param>
/// <param name="Phase">Where the session stands in its life.</param>
/// <param name="Activity">What the agent is doing.</param>
/// <param name="ActivitySince">Since when it has been doing so, RFC 3339 UTC.</param>
/// <param name="Confidence">Which source the activity was learnt from.</param>
/// <param name="Attention">What waits for a person.</param>
/// <param name="Unread">True when something ended that nobody has looked at.</param>
/// <param name="Archived">True when hidden from the usual list.</param>
/// <param name="Pinned">True when kept at the top of the list.</param>
/// <param name="Queued">Number of prompts accepted and not yet delivered.</param>
/// <param name="Cwd">Absolute folder the agent works in.</param>
/// <param name="CreatedAt">When the session was created, RFC 3339 UTC.</param>
/// <param name="UpdatedAt">When the user or the agent last did something in it, RFC 3339 UTC.</param>
/// <param name="ProjectId">Project the session belongs to.</param>
/// <param name="ActivityDetail">
/// One or more lines on the activity, shown to people, such as what the agent waits for; for a session that failed to
/// start, the last lines it printed.
/// </param>
/// <param name="Exit">How the last process ended; only in phase ended.</param>
/// <param name="PermissionMode">Permission mode the agent was started in.</param>
/// <param name="StartedAt">When the last process came up, RFC 3339 UTC.</param>
/// <param name="EndedAt">When the session ended, RFC 3339 UTC.</param>
/// <param name="NotDurable">
/// True while the session goes on without being stored, because the state folder takes nothing: what happens now would
/// not survive the host. Absent otherwise.
/// </param>
/// <param name="NativeSessionId">The agent's own id of the conversation, once it is known; of no two sessions the same.</param>
/// <param name="Usage">Tokens and cost so far, once they are known.</param>
/// <param name="Preview">Beginning of the agent's last message as one line, at most 200 characters.</param>
/// <param name="ParentId">The session it was forked from, which may be gone since; absent for one that was not forked.</param>
/// <param name="LastPrompt">What is known of the last prompt that was typed, or should have been; absent before there was one.</param>
public sealed record SessionSummary(
    string Id,
    long Revision,
    string Title,
    TitleSource TitleSource,
    string Agent,
    string AgentName,
    AgentDriver Driver,
    SessionPhase Phase,
    SessionActivity Activity,
    DateTimeOffset ActivitySince,
    ActivityConfidence Confidence,
    AttentionSummary Attention,
    bool Unread,
    bool Archived,
    bool Pinned,
    int Queued,
    string Cwd,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? ProjectId = null,
    string? ActivityDetail = null,
    SessionExit? Exit = null,
    string? PermissionMode = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    bool? NotDurable = null,
    string? NativeSessionId = null,
    SessionUsage? Usage = null,
    string? Preview = null,
    string? ParentId = null,
    DeliveredMessage? LastPrompt = null);

/// <summary>More about one session than a row shows.</summary>
/// <param name="Command">Program and arguments of the last start; empty before the first.</param>
/// <param name="Pid">Process id while a process runs.</param>
/// <param name="Terminal">The session's terminal, when it has one.</param>
public sealed record SessionDetail(ImmutableArray<string> Command, int? Pid = null, TerminalInfo? Terminal = null);

/// <summary>A session's terminal.</summary>
/// <param name="Epoch">Which run of the terminal offsets belong to.</param>
/// <param name="Offset">Bytes written so far.</param>
/// <param name="Cols">Columns.</param>
/// <param name="Rows">Rows.</param>
public sealed record TerminalInfo(string Epoch, long Offset, int Cols, int Rows);
