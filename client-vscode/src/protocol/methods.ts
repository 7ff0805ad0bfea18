/* eslint-disable */
// Generated from server/Protocol by "npm run generate", through schemas/openrpc.json. Do not edit.

import type {
  AgentListParams,
  AgentListResult,
  AttentionListParams,
  AttentionListResult,
  AttentionRequestedParams,
  AttentionResolvedParams,
  AttentionRespondParams,
  BatchResult,
  ClientConfigureParams,
  ClientConfigureResult,
  Empty,
  HostShutdownParams,
  HostStatus,
  HostStatusParams,
  InitializeParams,
  InitializeResult,
  LogMessageParams,
  LogTraceParams,
  ProjectAddParams,
  ProjectListParams,
  ProjectListResult,
  ProjectRemoveParams,
  ProjectResult,
  RevealResult,
  SessionArchiveParams,
  SessionCreateParams,
  SessionDeleteParams,
  SessionEvictedParams,
  SessionFocusParams,
  SessionForkParams,
  SessionGetResult,
  SessionGradedParams,
  SessionIdParams,
  SessionListParams,
  SessionListResult,
  SessionMarkReadParams,
  SessionQueueResult,
  SessionRenameParams,
  SessionResult,
  SessionResumeParams,
  SessionResyncParams,
  SessionRevealParams,
  SessionSendParams,
  SessionSendResult,
  SessionStopParams,
  SessionSuspendParams,
  SessionUnqueueParams,
  SessionsChangedParams,
  SetTraceParams,
  TerminalAckParams,
  TerminalExitedParams,
  TerminalInputParams,
  TerminalOutputParams,
  TerminalResizeParams,
  TerminalResizedParams,
  TerminalSnapshotParams,
  TerminalSnapshotResult,
} from './contract.js';

/** Version of the contract these types were made from. */
export const protocolVersion = '1.0';

/** Requests, by method. */
export interface Requests {
  /** Lists the agents the server knows. Answered from memory unless `refresh` is set. */
  'agent/list': { params: AgentListParams; result: AgentListResult };
  /** Lists every pending request, from memory. */
  'attention/list': { params: AttentionListParams; result: AttentionListResult };
  /** Answers a request; answers when the agent's terminal has taken it. Prompts that wait are not waited for. */
  'attention/respond': { params: AttentionRespondParams; result: Empty };
  /** Tells how the host is doing. */
  'host/status': { params: HostStatusParams; result: HostStatus };
  /** Ends the host, now or when no session runs. */
  'host/shutdown': { params: HostShutdownParams; result: Empty };
  /** Opens the connection; the first request, and only once. */
  'initialize': { params: InitializeParams; result: InitializeResult };
  /** Changes what this connection asks of the server; no other one notices. */
  'client/configure': { params: ClientConfigureParams; result: ClientConfigureResult };
  /** Announces the end of the connection; sessions go on. */
  'shutdown': { params: undefined; result: null };
  /** Lists the projects. */
  'project/list': { params: ProjectListParams; result: ProjectListResult };
  /** Adds a folder as a project, or answers the project that it is. */
  'project/add': { params: ProjectAddParams; result: ProjectResult };
  /** Forgets a project. */
  'project/remove': { params: ProjectRemoveParams; result: Empty };
  /** Reads one page of the list, from memory. */
  'session/list': { params: SessionListParams; result: SessionListResult };
  /** Reads one session, from memory. */
  'session/get': { params: SessionIdParams; result: SessionGetResult };
  /** Creates a session and starts its agent; answers before the process exists. */
  'session/create': { params: SessionCreateParams; result: SessionResult };
  /** Creates a session that begins with a copy of another one's conversation, and starts its agent; answers before the process exists. The other session is left as it is and may go on running. */
  'session/fork': { params: SessionForkParams; result: SessionResult };
  /** Looks at a session: answers its content, and subscribes to what follows. */
  'session/reveal': { params: SessionRevealParams; result: RevealResult };
  /** Stops looking at a session; it stays live until evicted. */
  'session/conceal': { params: SessionIdParams; result: Empty };
  /** Gives a session a prompt; the receipt follows durable storage. */
  'session/send': { params: SessionSendParams; result: SessionSendResult };
  /** Reads the prompts that were accepted and are not delivered yet. */
  'session/queue': { params: SessionIdParams; result: SessionQueueResult };
  /** Takes a waiting prompt out of the queue, for good. */
  'session/unqueue': { params: SessionUnqueueParams; result: Empty };
  /** Ends a session's process: interrupt, terminate, kill. Answers when the stop has begun. */
  'session/stop': { params: SessionStopParams; result: Empty };
  /** Interrupts the agent's turn at once, ahead of prompts that wait; the session runs on. Refused without a running program (1003, 1002). */
  'session/interrupt': { params: SessionIdParams; result: Empty };
  /** Ends a session's process so that it can be resumed. Answers when the end has begun; the phase follows the exit. */
  'session/suspend': { params: SessionSuspendParams; result: Empty };
  /** Takes up a session's conversation in a new process, with the model, the permission mode and the arguments it was created with. */
  'session/resume': { params: SessionResumeParams; result: SessionResult };
  /** Gives a session a title that no other source replaces. */
  'session/rename': { params: SessionRenameParams; result: BatchResult };
  /** Hides sessions from the usual list, or shows them again. */
  'session/archive': { params: SessionArchiveParams; result: BatchResult };
  /** Marks sessions as read or unread, for all clients. */
  'session/markRead': { params: SessionMarkReadParams; result: BatchResult };
  /** Deletes an ended session and what was kept of it. */
  'session/delete': { params: SessionDeleteParams; result: Empty };
  /** Types into a session's terminal; answers when the bytes are accepted, in order. */
  'terminal/input': { params: TerminalInputParams; result: Empty };
  /** Sets the size of a session's terminal; this connection then leads it. */
  'terminal/resize': { params: TerminalResizeParams; result: Empty };
  /** Reads a terminal without looking at the session; moves no position. */
  'terminal/snapshot': { params: TerminalSnapshotParams; result: TerminalSnapshotResult };
}

/** Notifications the client sends, by method, with their params. */
export interface ClientNotificationMap {
  /** Starts the server's notifications. A notification. */
  'initialized': undefined;
  /** Ends the connection. A notification. */
  'exit': undefined;
  /** Sets how much `$/logTrace` tells. A notification. */
  '$/setTrace': SetTraceParams;
  /** Says which session the user has before them, when that changed: nobody is notified of what they look at. A notification. */
  'session/focus': SessionFocusParams;
  /** Says that output was consumed; opens the window. A notification. */
  'terminal/ack': TerminalAckParams;
}

/** Notifications the server sends, by method, with their params. */
export interface ServerNotificationMap {
  /** Newest values of sessions; every initialised connection gets them, whatever it has revealed. */
  'sessions/changed': SessionsChangedParams;
  /** No more content of a session until the next reveal. */
  'session/evicted': SessionEvictedParams;
  /** Replaces the content of a revealed session whose reader fell behind. */
  'session/resync': SessionResyncParams;
  /** A revealed session is paced from now on, or no longer. */
  'session/graded': SessionGradedParams;
  /** An agent wants something; every initialised connection is told each request once, before or with the summary that counts it. */
  'attention/requested': AttentionRequestedParams;
  /** A request is no longer pending; told once to every connection that knows of it. */
  'attention/resolved': AttentionResolvedParams;
  /** Bytes a session's terminal printed. */
  'terminal/output': TerminalOutputParams;
  /** Another client has set a terminal's size. */
  'terminal/resized': TerminalResizedParams;
  /** A session's process has ended; follows all its output. */
  'terminal/exited': TerminalExitedParams;
  /** A sentence for the client's output channel. */
  'window/logMessage': LogMessageParams;
  /** A line of the trace that `$/setTrace` asked for. */
  '$/logTrace': LogTraceParams;
}

/** Codes of refusals: positive ones are the product's own, negative ones those of JSON-RPC and LSP. */
export const ErrorCode = {
  /** The frame is not JSON. */
  parseError: -32700,
  /** The message is no request of this protocol, or comes at the wrong time of the connection's life. */
  invalidRequest: -32600,
  /** No such method. */
  methodNotFound: -32601,
  /** A member is missing, of a wrong type or out of range; the message names it. */
  invalidParams: -32602,
  /** A fault of the server; the message carries the reference under which the log tells more. */
  internalError: -32603,
  /** A request came before `initialize`. */
  serverNotInitialized: -32002,
  /** The request was cancelled by the client. */
  requestCancelled: -32800,
  /** No session has this id. */
  sessionNotFound: 1001,
  /** The session is ending; try again when it has ended. */
  sessionClosing: 1002,
  /** The session's phase does not allow this. */
  illegalTransition: 1003,
  /** The session still runs; stop it first. */
  sessionRunning: 1004,
  /** The session has no process and its agent cannot take up the conversation again. */
  notResumable: 1005,
  /** No agent has this id. */
  agentNotFound: 1101,
  /** The agent's program is not on the PATH. */
  agentNotInstalled: 1102,
  /** The agent could not be started, or ended at once; the message ends with the last lines it printed. */
  agentFailedToStart: 1103,
  /** The worktree could not be made or removed. */
  worktreeFailed: 1201,
  /** The worktree holds uncommitted work. */
  worktreeDirty: 1202,
  /** The folder is not in a git repository. */
  notARepository: 1203,
  /** No attention request, or no prompt of the session, has this id. */
  requestNotFound: 1301,
  /** The attention request was answered already, or the prompt waits no longer. */
  alreadyResolved: 1302,
  /** The attention request belongs to another session. */
  requestMismatch: 1303,
  /** This client id was used before for something else. */
  messageConflict: 1401,
  /** The session's prompt queue is full. */
  queueFull: 1402,
  /** The cursor belongs to another query, another epoch or another host. */
  invalidCursor: 1501,
  /** A stated limit would be passed. */
  limitReached: 1601,
  /** The state could not be stored. */
  storageFailed: 1701,
  /** The host cannot take this now. */
  hostBusy: 1702,
} as const;
