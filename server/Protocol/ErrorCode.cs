namespace Orchestrator.Protocol;

/// <summary>Codes of refusals. Positive codes are the product's own; negative ones are JSON-RPC's and LSP's.</summary>
public enum ErrorCode
{
    /// <summary>The frame is not JSON.</summary>
    ParseError = -32700,

    /// <summary>The message is no request of this protocol, or comes at the wrong time of the connection's life.</summary>
    InvalidRequest = -32600,

    /// <summary>No such method.</summary>
    MethodNotFound = -32601,

    /// <summary>A member is missing, of a wrong type or out of range; the message names it.</summary>
    InvalidParams = -32602,

    /// <summary>A fault of the server; the message carries the reference under which the log tells more.</summary>
    InternalError = -32603,

    /// <summary>A request came before <c>initialize</c>.</summary>
    ServerNotInitialized = -32002,

    /// <summary>The request was cancelled by the client.</summary>
    RequestCancelled = -32800,

    /// <summary>No session has this id.</summary>
    SessionNotFound = 1001,

    /// <summary>The session is ending; try again when it has ended.</summary>
    SessionClosing = 1002,

    /// <summary>The session's phase does not allow this.</summary>
    IllegalTransition = 1003,

    /// <summary>The session still runs; stop it first.</summary>
    SessionRunning = 1004,

    /// <summary>The session has no process and its agent cannot take up the conversation again.</summary>
    NotResumable = 1005,

    /// <summary>No agent has this id.</summary>
    AgentNotFound = 1101,

    /// <summary>The agent's program is not on the PATH.</summary>
    AgentNotInstalled = 1102,

    /// <summary>The agent could not be started, or ended at once; the message ends with the last lines it printed.</summary>
    AgentFailedToStart = 1103,

    /// <summary>The worktree could not be made or removed.</summary>
    WorktreeFailed = 1201,

    /// <summary>The worktree holds uncommitted work.</summary>
    WorktreeDirty = 1202,

    /// <summary>The folder is not in a git repository.</summary>
    NotARepository = 1203,

    /// <summary>No attention request, or no prompt of the session, has this id.</summary>
    RequestNotFound = 1301,

    /// <summary>The attention request was answered already, or the prompt waits no longer.</summary>
    AlreadyResolved = 1302,

    /// <summary>The attention request belongs to another session.</summary>
    RequestMismatch = 1303,

    /// <summary>This client id was used before for something else.</summary>
    MessageConflict = 1401,

    /// <summary>The session's prompt queue is full.</summary>
    QueueFull = 1402,

    /// <summary>The cursor belongs to another query, another epoch or another host.</summary>
    InvalidCursor = 1501,

    /// <summary>A stated limit would be passed.</summary>
    LimitReached = 1601,

    /// <summary>The state could not be stored.</summary>
    StorageFailed = 1701,

    /// <summary>The host cannot take this now.</summary>
    HostBusy = 1702,
}
