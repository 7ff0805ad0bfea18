using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>Which sessions a list holds; absent members do not filter.</summary>
/// <param name="ProjectId">Only sessions of this project.</param>
/// <param name="Phase">Only sessions in one of these phases.</param>
/// <param name="Activity">Only sessions with one of these activities.</param>
/// <param name="Agent">Only sessions of one of these agents.</param>
/// <param name="Archived">True for archived ones only, false for the others only.</param>
/// <param name="Unread">True for unread ones only, false for the others only.</param>
/// <param name="Attention">True for those that wait for a person only, false for the others only.</param>
/// <param name="Text">Only sessions whose title, agent, folder or id contains this, whatever its case.</param>
public sealed record SessionFilter(
    string? ProjectId = null,
    ImmutableArray<SessionPhase>? Phase = null,
    ImmutableArray<SessionActivity>? Activity = null,
    ImmutableArray<string>? Agent = null,
    bool? Archived = null,
    bool? Unread = null,
    bool? Attention = null,
    string? Text = null);

/// <summary>Order of a list.</summary>
public enum SessionSort
{
    /// <summary>Last used first.</summary>
    Updated,

    /// <summary>Newest first.</summary>
    Created,

    /// <summary>By title, then newest first.</summary>
    Title,

    /// <summary>Those that wait for a person first, then last used first.</summary>
    Attention,
}

/// <summary>Params of <c>session/list</c>.</summary>
/// <param name="Filter">Which sessions; default all.</param>
/// <param name="Sort">Order; default updated.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before; valid only with the same filter and sort (1501).</param>
/// <param name="Limit">Sessions a page, 1 to 500; default 100.</param>
public sealed record SessionListParams(
    SessionFilter? Filter = null,
    SessionSort? Sort = null,
    string? Cursor = null,
    int? Limit = null);

/// <summary>One page of sessions.</summary>
/// <param name="Items">The page.</param>
/// <param name="Total">Sessions that match the filter.</param>
/// <param name="Revision">Changes with a higher revision are not in the page and come as <c>sessions/changed</c>.</param>
/// <param name="NextCursor">Where the next page begins; absent on the last one.</param>
public sealed record SessionListResult(
    ImmutableArray<SessionSummary> Items,
    int Total,
    long Revision,
    string? NextCursor = null);

/// <summary>Names one session.</summary>
/// <param name="SessionId">Id of the session (1001 when there is none).</param>
public sealed record SessionIdParams(string SessionId);

/// <summary>Answer to <c>session/get</c>.</summary>
/// <param name="Session">The session as the list shows it.</param>
/// <param name="Detail">More about it.</param>
public sealed record SessionGetResult(SessionSummary Session, SessionDetail Detail);

/// <summary>Params of <c>session/create</c>.</summary>
/// <param name="Agent">
/// Id of the agent; <c>shell</c> runs the user's login shell, <c>command</c> runs <c>args[0]</c> with the rest of
/// <paramref name="Args"/> and no shell in between. Errors 1101, 1102.
/// </param>
/// <param name="ClientSessionId">
/// Id for the session, chosen by the client: 1 to 64 letters, digits, <c>-</c> and <c>_</c>, the first a letter or
/// digit. A second create with it answers the same session, or 1401 when it asks for another agent.
/// </param>
/// <param name="Driver">How to speak to the agent; default terminal.</param>
/// <param name="ProjectId">Project the session belongs to; its folder is the default for <paramref name="Cwd"/>.</param>
/// <param name="Cwd">Absolute folder to work in; default the project's, else the first workspace folder.</param>
/// <param name="Title">Title given by the user, 1 to 200 characters.</param>
/// <param name="Prompt">First prompt.</param>
/// <param name="Model">Model, in the agent's own words.</param>
/// <param name="PermissionMode">One of the agent's permission modes; default the agent's own.</param>
/// <param name="Args">More arguments for the agent's program; for <c>command</c> the program and its arguments.</param>
/// <param name="Env">Environment variables set on top of the host's.</param>
/// <param name="Worktree">
/// Asks for a git worktree of the session's own; refused (1201) while the server's capability <c>worktrees</c> is
/// false, because an agent must never start in the main folder instead.
/// </param>
/// <param name="Cols">Columns of the terminal, 1 to 1000; default 80.</param>
/// <param name="Rows">Rows of the terminal, 1 to 500; default 24.</param>
public sealed record SessionCreateParams(
    string Agent,
    string? ClientSessionId = null,
    AgentDriver? Driver = null,
    string? ProjectId = null,
    string? Cwd = null,
    string? Title = null,
    string? Prompt = null,
    string? Model = null,
    string? PermissionMode = null,
    ImmutableArray<string>? Args = null,
    ImmutableDictionary<string, string>? Env = null,
    WorktreeRequest? Worktree = null,
    int? Cols = null,
    int? Rows = null);

/// <summary>Asks for a git worktree.</summary>
/// <param name="Branch">Branch to make; default one named after the session.</param>
/// <param name="Base">Commit or branch it starts from; default the current one.</param>
public sealed record WorktreeRequest(string? Branch = null, string? Base = null);

/// <summary>Answer that carries one session.</summary>
/// <param name="Session">The session.</param>
public sealed record SessionResult(SessionSummary Session);

/// <summary>How a prompt meets a running turn.</summary>
public enum SendMode
{
    /// <summary>At the end of the queue.</summary>
    Queue,

    /// <summary>Into the turn, where the agent can: before the prompts that wait.</summary>
    Steer,

    /// <summary>
    /// Instead of the turn, which is interrupted at once: before all prompts that wait, as soon as the turn is over.
    /// </summary>
    Interrupt,
}

/// <summary>
/// Params of <c>session/send</c>. Refused while the session ends (1002), when it has ended for good (1005, 1103) and
/// while 100 prompts wait (1402).
/// </summary>
/// <param name="SessionId">Session the prompt was written for.</param>
/// <param name="ClientMessageId">
/// Id chosen by the client, 1 to 128 characters, unique within the session for ever; sent again it does nothing, with
/// another text it is refused (1401).
/// </param>
/// <param name="Text">The prompt, up to 1 MiB.</param>
/// <param name="Mode">How it meets a running turn; default queue. Several of one mode keep the order they came in.</param>
public sealed record SessionSendParams(string SessionId, string ClientMessageId, string Text, SendMode? Mode = null);

/// <summary>What became of a prompt.</summary>
public enum SendReceipt
{
    /// <summary>Stored, and on its way to the agent.</summary>
    Accepted,

    /// <summary>Stored, and waiting.</summary>
    Queued,

    /// <summary>This client message id was taken before; nothing was done.</summary>
    Duplicate,
}

/// <summary>Answer to <c>session/send</c>.</summary>
/// <param name="Receipt">What became of the prompt.</param>
/// <param name="MessageId">The server's id of the prompt.</param>
/// <param name="Position">Place in the queue from 0, a prompt that is being typed included; when queued.</param>
public sealed record SessionSendResult(SendReceipt Receipt, string MessageId, int? Position = null);

/// <summary>Params of <c>session/stop</c>.</summary>
/// <param name="SessionId">Session to stop; one that has ended stays as it is.</param>
/// <param name="Force">True to kill at once.</param>
/// <param name="GraceMs">How long the process may take to end by itself before it is killed, 0 to 60000; default 4000.</param>
public sealed record SessionStopParams(string SessionId, bool? Force = null, int? GraceMs = null);

/// <summary>Params of <c>session/suspend</c>.</summary>
/// <param name="SessionId">Session to suspend; one that is suspended stays as it is. Refused without a running program (1003), and when its agent could not take up the conversation again (1005).</param>
/// <param name="Force">True to suspend also while the agent works or waits for an answer, which is else refused (1003).</param>
public sealed record SessionSuspendParams(string SessionId, bool? Force = null);

/// <summary>Params of <c>session/resume</c>.</summary>
/// <param name="SessionId">
/// Suspended or ended session. Refused while it runs (1003) or is being ended (1002), when its conversation cannot be
/// taken up again or its folder is missing (1005), and when its agent is not installed (1102). One whose program never
/// came up is started as for the first time.
/// </param>
/// <param name="Prompt">Prompt the agent is given, 1 character to 1 MiB.</param>
public sealed record SessionResumeParams(string SessionId, string? Prompt = null);

/// <summary>Params of <c>session/fork</c>.</summary>
/// <param name="SessionId">
/// Session to fork, in any phase. Its fork has the same agent, folder, project, model, permission mode, environment and
/// arguments, less those that choose a conversation. Refused when its agent makes no copies, when its own conversation is
/// not known yet or its folder is missing (1005), and when its agent is not installed (1102).
/// </param>
/// <param name="Title">Title of the fork given by the user, 1 to 200 characters; default that of the session with <c>(fork)</c> behind it.</param>
public sealed record SessionForkParams(string SessionId, string? Title = null);

/// <summary>Params of <c>session/rename</c>.</summary>
/// <param name="SessionId">Session to rename.</param>
/// <param name="Title">New title, 1 to 200 characters once control characters are taken out.</param>
public sealed record SessionRenameParams(string SessionId, string Title);

/// <summary>Params of <c>session/archive</c>.</summary>
/// <param name="SessionIds">Sessions, up to 500.</param>
/// <param name="Archived">The new value.</param>
public sealed record SessionArchiveParams(ImmutableArray<string> SessionIds, bool Archived);

/// <summary>Params of <c>session/markRead</c>.</summary>
/// <param name="SessionIds">Sessions, up to 500.</param>
/// <param name="Read">False to mark as unread.</param>
public sealed record SessionMarkReadParams(ImmutableArray<string> SessionIds, bool Read);

/// <summary>Answer for several sessions; one failure does not fail the rest.</summary>
/// <param name="Results">One entry a session, in the order asked.</param>
public sealed record BatchResult(ImmutableArray<BatchItem> Results);

/// <summary>What became of one session of several.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Ok">True when it was done.</param>
/// <param name="Error">Why it was not.</param>
public sealed record BatchItem(string SessionId, bool Ok, ItemError? Error = null);

/// <summary>An error inside a result.</summary>
/// <param name="Code">As in an error response.</param>
/// <param name="Message">As in an error response.</param>
public sealed record ItemError(int Code, string Message);

/// <summary>What happens to a session's worktree.</summary>
public enum WorktreeDisposal
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It goes unless it holds uncommitted work.</summary>
    IfClean,

    /// <summary>It goes; uncommitted work is preserved elsewhere first.</summary>
    Force,
}

/// <summary>Params of <c>session/delete</c>.</summary>
/// <param name="SessionId">Session to delete; refused while it runs (1004).</param>
/// <param name="Worktree">What happens to its worktree; default keep.</param>
public sealed record SessionDeleteParams(string SessionId, WorktreeDisposal? Worktree = null);
