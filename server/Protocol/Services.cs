using StreamJsonRpc;

namespace Orchestrator.Protocol;

/// <summary>Agents that can be started.</summary>
public interface IAgentService
{
    /// <summary>Lists the agents the server knows. Answered from memory unless <c>refresh</c> is set.</summary>
    [JsonRpcMethod("agent/list", UseSingleObjectParameterDeserialization = true)]
    Task<AgentListResult> ListAsync(AgentListParams parameters, CancellationToken cancellationToken);
}

/// <summary>Folders that sessions are grouped by.</summary>
public interface IProjectService
{
    /// <summary>Lists the projects.</summary>
    [JsonRpcMethod("project/list", UseSingleObjectParameterDeserialization = true)]
    Task<ProjectListResult> ListAsync(ProjectListParams parameters, CancellationToken cancellationToken);

    /// <summary>Adds a folder as a project, or answers the project that it is.</summary>
    [JsonRpcMethod("project/add", UseSingleObjectParameterDeserialization = true)]
    Task<ProjectResult> AddAsync(ProjectAddParams parameters, CancellationToken cancellationToken);

    /// <summary>Forgets a project.</summary>
    [JsonRpcMethod("project/remove", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> RemoveAsync(ProjectRemoveParams parameters, CancellationToken cancellationToken);
}

/// <summary>Sessions: the list, their life, and who looks at them.</summary>
public interface ISessionService
{
    /// <summary>Reads one page of the list, from memory.</summary>
    [JsonRpcMethod("session/list", UseSingleObjectParameterDeserialization = true)]
    Task<SessionListResult> ListAsync(SessionListParams parameters, CancellationToken cancellationToken);

    /// <summary>Reads one session, from memory.</summary>
    [JsonRpcMethod("session/get", UseSingleObjectParameterDeserialization = true)]
    Task<SessionGetResult> GetAsync(SessionIdParams parameters, CancellationToken cancellationToken);

    /// <summary>Creates a session and starts its agent; answers before the process exists.</summary>
    [JsonRpcMethod("session/create", UseSingleObjectParameterDeserialization = true)]
    Task<SessionResult> CreateAsync(SessionCreateParams parameters, CancellationToken cancellationToken);

    /// <summary>
    /// Creates a session that begins with a copy of another one's conversation, and starts its agent; answers before the
    /// process exists. The other session is left as it is and may go on running.
    /// </summary>
    [JsonRpcMethod("session/fork", UseSingleObjectParameterDeserialization = true)]
    Task<SessionResult> ForkAsync(SessionForkParams parameters, CancellationToken cancellationToken);

    /// <summary>Looks at a session: answers its content, and subscribes to what follows.</summary>
    [JsonRpcMethod("session/reveal", UseSingleObjectParameterDeserialization = true)]
    Task<RevealResult> RevealAsync(SessionRevealParams parameters, CancellationToken cancellationToken);

    /// <summary>Stops looking at a session; it stays live until evicted.</summary>
    [JsonRpcMethod("session/conceal", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> ConcealAsync(SessionIdParams parameters, CancellationToken cancellationToken);

    /// <summary>
    /// Says which session the user has before them, when that changed: nobody is notified of what they look at. A notification.
    /// </summary>
    [JsonRpcMethod("session/focus", UseSingleObjectParameterDeserialization = true)]
    Task FocusAsync(SessionFocusParams parameters, CancellationToken cancellationToken);

    /// <summary>Gives a session a prompt; the receipt follows durable storage.</summary>
    [JsonRpcMethod("session/send", UseSingleObjectParameterDeserialization = true)]
    Task<SessionSendResult> SendAsync(SessionSendParams parameters, CancellationToken cancellationToken);

    /// <summary>Reads the prompts that were accepted and are not delivered yet.</summary>
    [JsonRpcMethod("session/queue", UseSingleObjectParameterDeserialization = true)]
    Task<SessionQueueResult> QueueAsync(SessionIdParams parameters, CancellationToken cancellationToken);

    /// <summary>Takes a waiting prompt out of the queue, for good.</summary>
    [JsonRpcMethod("session/unqueue", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> UnqueueAsync(SessionUnqueueParams parameters, CancellationToken cancellationToken);

    /// <summary>Ends a session's process: interrupt, terminate, kill. Answers when the stop has begun.</summary>
    [JsonRpcMethod("session/stop", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> StopAsync(SessionStopParams parameters, CancellationToken cancellationToken);

    /// <summary>Interrupts the agent's turn at once, ahead of prompts that wait; the session runs on. Refused without a running program (1003, 1002).</summary>
    [JsonRpcMethod("session/interrupt", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> InterruptAsync(SessionIdParams parameters, CancellationToken cancellationToken);

    /// <summary>Ends a session's process so that it can be resumed. Answers when the end has begun; the phase follows the exit.</summary>
    [JsonRpcMethod("session/suspend", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> SuspendAsync(SessionSuspendParams parameters, CancellationToken cancellationToken);

    /// <summary>Takes up a session's conversation in a new process, with the model, the permission mode and the arguments it was created with.</summary>
    [JsonRpcMethod("session/resume", UseSingleObjectParameterDeserialization = true)]
    Task<SessionResult> ResumeAsync(SessionResumeParams parameters, CancellationToken cancellationToken);

    /// <summary>Gives a session a title that no other source replaces.</summary>
    [JsonRpcMethod("session/rename", UseSingleObjectParameterDeserialization = true)]
    Task<BatchResult> RenameAsync(SessionRenameParams parameters, CancellationToken cancellationToken);

    /// <summary>Hides sessions from the usual list, or shows them again.</summary>
    [JsonRpcMethod("session/archive", UseSingleObjectParameterDeserialization = true)]
    Task<BatchResult> ArchiveAsync(SessionArchiveParams parameters, CancellationToken cancellationToken);

    /// <summary>Marks sessions as read or unread, for all clients.</summary>
    [JsonRpcMethod("session/markRead", UseSingleObjectParameterDeserialization = true)]
    Task<BatchResult> MarkReadAsync(SessionMarkReadParams parameters, CancellationToken cancellationToken);

    /// <summary>Deletes an ended session and what was kept of it.</summary>
    [JsonRpcMethod("session/delete", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> DeleteAsync(SessionDeleteParams parameters, CancellationToken cancellationToken);
}

/// <summary>What agents want from people.</summary>
public interface IAttentionService
{
    /// <summary>Lists every pending request, from memory.</summary>
    [JsonRpcMethod("attention/list", UseSingleObjectParameterDeserialization = true)]
    Task<AttentionListResult> ListAsync(AttentionListParams parameters, CancellationToken cancellationToken);

    /// <summary>Answers a request; answers when the agent's terminal has taken it. Prompts that wait are not waited for.</summary>
    [JsonRpcMethod("attention/respond", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> RespondAsync(AttentionRespondParams parameters, CancellationToken cancellationToken);
}

/// <summary>Terminals of sessions.</summary>
public interface ITerminalService
{
    /// <summary>Types into a session's terminal; answers when the bytes are accepted, in order.</summary>
    [JsonRpcMethod("terminal/input", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> InputAsync(TerminalInputParams parameters, CancellationToken cancellationToken);

    /// <summary>Sets the size of a session's terminal; this connection then leads it.</summary>
    [JsonRpcMethod("terminal/resize", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> ResizeAsync(TerminalResizeParams parameters, CancellationToken cancellationToken);

    /// <summary>Says that output was consumed; opens the window. A notification.</summary>
    [JsonRpcMethod("terminal/ack", UseSingleObjectParameterDeserialization = true)]
    Task AckAsync(TerminalAckParams parameters, CancellationToken cancellationToken);

    /// <summary>Reads a terminal without looking at the session; moves no position.</summary>
    [JsonRpcMethod("terminal/snapshot", UseSingleObjectParameterDeserialization = true)]
    Task<TerminalSnapshotResult> SnapshotAsync(TerminalSnapshotParams parameters, CancellationToken cancellationToken);
}

/// <summary>The host itself.</summary>
public interface IHostService
{
    /// <summary>Tells how the host is doing.</summary>
    [JsonRpcMethod("host/status", UseSingleObjectParameterDeserialization = true)]
    Task<HostStatus> StatusAsync(HostStatusParams parameters, CancellationToken cancellationToken);

    /// <summary>Ends the host, now or when no session runs.</summary>
    [JsonRpcMethod("host/shutdown", UseSingleObjectParameterDeserialization = true)]
    Task<Empty> ShutdownAsync(HostShutdownParams parameters, CancellationToken cancellationToken);
}

/// <summary>Life of a connection, as in LSP 3.17.</summary>
public interface ILifecycleService
{
    /// <summary>Opens the connection; the first request, and only once.</summary>
    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    Task<InitializeResult> InitializeAsync(InitializeParams parameters, CancellationToken cancellationToken);

    /// <summary>Starts the server's notifications. A notification.</summary>
    [JsonRpcMethod("initialized")]
    Task InitializedAsync();

    /// <summary>Changes what this connection asks of the server; no other one notices.</summary>
    [JsonRpcMethod("client/configure", UseSingleObjectParameterDeserialization = true)]
    Task<ClientConfigureResult> ConfigureAsync(ClientConfigureParams parameters, CancellationToken cancellationToken);

    /// <summary>Announces the end of the connection; sessions go on.</summary>
    [JsonRpcMethod("shutdown")]
    Task ShutdownAsync(CancellationToken cancellationToken);

    /// <summary>Ends the connection. A notification.</summary>
    [JsonRpcMethod("exit")]
    Task ExitAsync();

    /// <summary>Sets how much <c>$/logTrace</c> tells. A notification.</summary>
    [JsonRpcMethod("$/setTrace", UseSingleObjectParameterDeserialization = true)]
    Task SetTraceAsync(SetTraceParams parameters, CancellationToken cancellationToken);
}
