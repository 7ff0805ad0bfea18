/* eslint-disable */
// Generated from server/Protocol by "npm run generate", through schemas/openrpc.json. Do not edit.

/**
 * Which source the activity was learnt from, most trusted first.
 *
 * - `protocol`: The agent's own protocol.
 * - `hook`: A hook, or a status report in the terminal.
 * - `transcript`: The agent's transcript.
 * - `screen`: The terminal's screen.
 * - `none`: No source.
 */
export type ActivityConfidence = 'protocol' | 'hook' | 'transcript' | 'screen' | 'none';

/**
 * How the server speaks to an agent.
 *
 * - `terminal`: Its own interface in a terminal.
 * - `acp`: The Agent Client Protocol.
 */
export type AgentDriver = 'terminal' | 'acp';

/** An agent the server knows. */
export interface AgentInfo {
  /** Id for `session/create`. */
  id: string;
  /** Name shown to people. */
  name: string;
  /** True when its program was found on the host's PATH. */
  installed: boolean;
  /** How the server can speak to it. */
  drivers: AgentDriver[];
  /** True when a session whose program has run can be resumed, once its `nativeSessionId` is known. */
  canResume: boolean;
  /** Values for `permissionMode`; empty when it has none. */
  permissionModes: string[];
  /** Version of the program, when known. It is asked for in the background after the first list. */
  version?: string;
  /** Where the program was found. */
  path?: string;
  /**
   * How to install it, on one line: a command, or an address that begins with `https://`; absent where it is not known.
   */
  install?: string;
  /** Name of an icon for it, as VS Code has them (codicons); absent for that of any agent. */
  icon?: string;
  /** True when its sessions can be forked, once their `nativeSessionId` is known; absent otherwise. */
  canFork?: boolean;
}

/** Params of `agent/list`. */
export interface AgentListParams {
  /**
   * True to read the user's own agents and look for the programs again, and to ask those for their version that are new or have changed; the answer waits for that, but for three seconds at most. Without it the answer is what is known.
   */
  refresh?: boolean;
}

/** Answer to `agent/list`. */
export interface AgentListResult {
  /** Every agent the server knows, also those that are not installed; the user's own come last. */
  agents: AgentInfo[];
}

/** An answer that an agent suggests. */
export interface AttentionChoice {
  /** The answer, shown to people. */
  label: string;
  /** What it means. */
  description?: string;
}

/**
 * What an agent wants from a person.
 *
 * - `approval`: Permission to do something.
 * - `question`: An answer to a question.
 * - `notice`: To be seen.
 */
export type AttentionKind = 'approval' | 'question' | 'notice';

/** Params of `attention/list`. */
export interface AttentionListParams {}

/** Answer to `attention/list`. */
export interface AttentionListResult {
  /**
   * Every request that is pending, the oldest first, at most two a session. None of them is told as `attention/requested` behind this answer; what becomes of them is.
   */
  requests: AttentionRequest[];
}

/** One way to answer a request. */
export interface AttentionOption {
  /** The `decision` that takes it: `allow`, `deny` or `dismiss`. */
  id: string;
  /** Shown to people. */
  label: string;
  /** True when a `note` may go with it, which the agent reads; absent when not. */
  takesNote?: boolean;
}

/**
 * What became of a request.
 *
 * - `answered`: A client answered it by `attention/respond`.
 * - `expired`: The agent waits no longer: its own deadline passed.
 * - `withdrawn`: It is over without an answer of a client: answered in the terminal, taken back by the agent, seen, replaced by a newer notice, or the session's program was ended.
 */
export type AttentionOutcome = 'answered' | 'expired' | 'withdrawn';

/** A question of an agent. */
export interface AttentionQuestion {
  /** The question; at most 4000 characters, free of control characters. */
  text: string;
  /** The answers that the agent suggests; any other text is an answer as well. */
  options: AttentionChoice[];
  /** A word or two on what it is about. */
  header?: string;
  /** True when several of the options can be chosen; absent when one. */
  multiSelect?: boolean;
}

/** Something an agent wants from a person. */
export interface AttentionRequest {
  /** Identifies the request for ever. */
  requestId: string;
  /** Session that asks. */
  sessionId: string;
  /** What it is. */
  kind: AttentionKind;
  /** One line of at most 200 characters; free of control characters. */
  title: string;
  /** When it was asked, RFC 3339 UTC; the same after a restart of the host. */
  createdAt: string;
  /** More about it, at most 4000 characters; free of control characters. */
  body?: string;
  /**
   * The decisions that `attention/respond` takes; absent when it takes none. One without options and without questions can be answered in the session's terminal only.
   */
  options?: AttentionOption[];
  /** When the agent stops waiting, RFC 3339 UTC; absent when it does not. */
  expiresAt?: string;
  /** The questions that `attention/respond` answers by `answers`; absent when there are none. */
  questions?: AttentionQuestion[];
}

/**
 * Params of `attention/requested`. A request that takes other answers than before, or of which more is known, is told again by the same id, and stands in place of what was told first.
 */
export interface AttentionRequestedParams {
  /** The request. */
  request: AttentionRequest;
  /**
   * True for the one connection that shall notify its user: the one whose user acted last, and none while somebody looks at the session. Absent otherwise, and for requests that are told again.
   */
  notify?: boolean;
}

/** Params of `attention/resolved`. */
export interface AttentionResolvedParams {
  /** The request. */
  requestId: string;
  /** Session that asked. */
  sessionId: string;
  /** What became of it. */
  outcome: AttentionOutcome;
  /** Name of the client that answered. */
  by?: string;
}

/**
 * Params of `attention/respond`. Of several answers to one request the first counts; the others are refused (1302). Refused when there is no such request (1301) or it is another session's (1303), when it can be answered in the session's terminal only (1003), and when the terminal takes no input now (1601, 1702).
 */
export interface AttentionRespondParams {
  /** The request. */
  requestId: string;
  /** Session that asked. */
  sessionId: string;
  /** Id of one of the request's options (-32602 for another). */
  decision?: string;
  /**
   * One answer to each of the request's questions, in their order (-32602 for another number), of 1 to 4000 characters; of several options the labels, with ", " in between. In place of a decision.
   */
  answers?: string[];
  /** A sentence for the agent, of 1 to 4000 characters, beside a decision that takes one (1003 beside another). */
  note?: string;
}

/** What in a session waits for a person. */
export interface AttentionSummary {
  /** Pending approvals, questions and notices. */
  count: number;
  /** Kind of the oldest one. */
  kind?: AttentionKind;
  /** Id of the oldest one. */
  requestId?: string;
  /** Title of the oldest one. */
  title?: string;
}

/** What became of one session of several. */
export interface BatchItem {
  /** The session. */
  sessionId: string;
  /** True when it was done. */
  ok: boolean;
  /** Why it was not. */
  error?: ItemError;
}

/** Answer for several sessions; one failure does not fail the rest. */
export interface BatchResult {
  /** One entry a session, in the order asked. */
  results: BatchItem[];
}

/** What a client can deal with. */
export interface ClientCapabilities {
  /** True to receive transcript events of revealed sessions. */
  transcript?: boolean;
  /** True to receive `$/progress`. */
  workDoneProgress?: boolean;
  /** What the client's terminals look like. */
  terminal?: TerminalCapabilities;
}

/** Params of `client/configure`: what is absent stays as it is. */
export interface ClientConfigureParams {
  /**
   * How many sessions are to receive content at once on this connection, 1 to 16; 4 until it is set. What is visible beyond it is paced, what is not is evicted.
   */
  liveSessions?: number;
}

/** Answer to `client/configure`. */
export interface ClientConfigureResult {
  /** Bounds in force for the connection from now on. */
  limits: ServerLimits;
}

/** A connected client. */
export interface ConnectionStatus {
  /** Number of the connection since the host's start. */
  connectionId: number;
  /** Sessions whose content it receives. */
  liveSessions: string[];
  /** True for the connection that asked. */
  isCaller: boolean;
  /** How many sessions may receive content at once. */
  liveLimit: number;
  /** How far it is in each of them. */
  content: ContentStatus[];
  /** What the client said of itself. */
  client?: PeerInfo;
}

/**
 * How much of a session's content a connection gets.
 *
 * - `live`: Everything as it comes.
 * - `paced`: At most four updates a second: more sessions are visible than may be live.
 */
export type ContentGrade = 'live' | 'paced';

/** A position in a session's content, as the client last applied it. */
export interface ContentPosition {
  /** Run of the terminal the offset belongs to. */
  epoch: string;
  /** Absolute position after the last byte applied. */
  offset: number;
  /** Number of the last event applied. */
  seq?: number;
}

/** How far a client is in the content of one session. */
export interface ContentStatus {
  /** The session. */
  sessionId: string;
  /** True from its reveal to its conceal. */
  visible: boolean;
  /** How much of it the client gets. */
  grade: ContentGrade;
  /** Bytes sent and not acknowledged; at most the window. On a channel of its own, bytes that wait for room in it. */
  unacknowledgedBytes: number;
  /** Bytes printed and not sent yet. They are in the session's log, not in a queue. */
  waitingBytes: number;
  /**
   * Most bytes that are sent beyond the last acknowledgement; on a channel of its own, most bytes that wait for room in it.
   */
  windowBytes: number;
}

/** A prompt whose turn is over. */
export interface DeliveredMessage {
  /** The server's id of the prompt. */
  messageId: string;
  /** What is known of it. */
  state: DeliveryState;
}

/**
 * What is known of a prompt whose turn is over.
 *
 * - `delivered`: Typed into the agent's terminal, with the return behind it. All that is ever known of prompts to programs that keep no records, and of commands to the program itself, such as `/compact`.
 * - `confirmed`: The agent has it: its hook told of it, or it stands in the agent's own transcript.
 * - `unconfirmed`: Nothing shows that the agent has it: its delivery was cut off, or the agent rests and ten seconds later it still stands in none of its records. It is never typed again; it becomes `DeliveryState.confirmed` should it be found later.
 * - `undelivered`: It was not typed, because the program does not read its input.
 */
export type DeliveryState = 'delivered' | 'confirmed' | 'unconfirmed' | 'undelivered';

/** An answer that says nothing but that it was done. */
export interface Empty {}

/** Typed part of an error on the wire; present for positive codes. */
export interface ErrorData {
  /** Name of the code in lower camel case, such as `sessionNotFound`. */
  kind: string;
  /** True when the same request can succeed later. */
  retryable: boolean;
  /** Earliest sensible retry, in milliseconds. */
  retryAfterMs?: number;
  /** The session the error is about. */
  sessionId?: string;
  /** What the user can do. */
  hint?: string;
  /** Names the entry of the server's log that tells more; only with internal errors. */
  reference?: string;
}

/**
 * Why a connection gets no more content of a session.
 *
 * - `limit`: More sessions were revealed than may be live; the least recently revealed concealed one went.
 * - `slow`: The reader fell behind in a session that it no longer looks at.
 * - `ended`: The session was deleted or archived after its end.
 * - `stopped`: The host stops.
 */
export type EvictionReason = 'limit' | 'slow' | 'ended' | 'stopped';

/**
 * Why a session has no process any more.
 *
 * - `exited`: The process ended by itself.
 * - `stopped`: A user stopped it.
 * - `failed`: It could not be started.
 * - `lost`: The process was gone when the host looked for it.
 */
export type ExitReason = 'exited' | 'stopped' | 'failed' | 'lost';

/** Params of `host/shutdown`. */
export interface HostShutdownParams {
  /** When the host ends. */
  mode: ShutdownMode;
}

/** How the host is doing. */
export interface HostStatus {
  /** Changes with every start of the host. */
  hostId: string;
  /** Version of the program. */
  version: string;
  /** Process id of the host. */
  pid: number;
  /** When it started, RFC 3339 UTC. */
  startedAt: string;
  /** Memory of the host process, resident. */
  memoryBytes: number;
  /** Number of sessions by phase. */
  sessions: {
    [k: string]: number;
  };
  /** Connected clients. */
  connections: ConnectionStatus[];
  /** Every bounded queue, with its bound. */
  queues: QueueStatus[];
  /**
   * Counts since the start, over all connections; what never happened is absent. Connections (`connectionsOpened`, `connectionsOpen`), values told on the attention lane and those that a newer one replaced (`statesTold`, `statesConflated`), answers to reveals by kind (`revealsSnapshot`, …), resyncs and evictions by reason (`resyncsWindow`, `evictionsLimit`, …), and output (`outputFrames`, or `outputPieces` on channels, and `outputBytes`).
   */
  counters: {
    [k: string]: number;
  };
  /** Process id of the holder, when it is a process of its own. */
  holderPid?: number;
}

/** Params of `host/status`. */
export interface HostStatusParams {}

/** What a client says of itself in `initialize`. */
export interface InitializeParams {
  /** Process whose death ends this connection, usually the editor's. */
  processId?: number;
  /** Name and version of the client, for the log and `host/status`. */
  clientInfo?: PeerInfo;
  /** Folders open in the editor; the first is the default folder of new sessions. */
  workspaceFolders?: WorkspaceFolder[];
  /** Initial value of `$/setTrace`; default off. */
  trace?: TraceLevel;
  /** What the client can deal with. */
  capabilities?: ClientCapabilities;
}

/** Answer to `initialize`. */
export interface InitializeResult {
  /** Name and version of the server. */
  serverInfo: PeerInfo;
  /** Version of this contract, `major.minor`. */
  protocolVersion: string;
  /** Changes with every start of the host process; then every cursor is stale. */
  hostId: string;
  /** What the server can do. */
  capabilities: ServerCapabilities;
  /** Bounds in force for this connection. */
  limits: ServerLimits;
}

/** An error inside a result. */
export interface ItemError {
  /** As in an error response. */
  code: number;
  /** As in an error response. */
  message: string;
}

/** Params of `window/logMessage`. */
export interface LogMessageParams {
  /** 1 error, 2 warning, 3 information, 4 log. */
  type: number;
  /** A sentence for the client's output channel. */
  message: string;
}

/** Params of `$/logTrace`. */
export interface LogTraceParams {
  /** One line. */
  message: string;
  /** More about it, at level verbose. */
  verbose?: string;
}

/** Name and version of a program. */
export interface PeerInfo {
  /** Name of the program. */
  name: string;
  /** Version in the program's own form. */
  version?: string;
}

/** A folder that sessions are grouped by. */
export interface Project {
  /** Identifies the project. */
  id: string;
  /** Name shown to people. */
  name: string;
  /** Absolute folder. */
  path: string;
  /** When it was added, RFC 3339 UTC. */
  createdAt: string;
  /** Agent offered first for new sessions; never used for existing ones. */
  defaultAgent?: string;
}

/** Params of `project/add`; a folder that is a project already answers that project. */
export interface ProjectAddParams {
  /** Absolute folder that exists. */
  path: string;
  /** Name shown to people, 1 to 200 characters; default the folder's. */
  name?: string;
  /** Agent offered first for new sessions (1101 when there is none). */
  defaultAgent?: string;
}

/** Params of `project/list`. */
export interface ProjectListParams {}

/** Answer to `project/list`. */
export interface ProjectListResult {
  /** All projects, by name. */
  projects: Project[];
}

/** Params of `project/remove`; sessions of the project stay, without it. */
export interface ProjectRemoveParams {
  /** Project to forget; its folder is not touched. */
  projectId: string;
}

/** Answer to `project/add`. */
export interface ProjectResult {
  /** The project. */
  project: Project;
}

/** A bounded queue. */
export interface QueueStatus {
  /** What waits in it, with the connection's or session's id behind a slash. */
  name: string;
  /** Entries waiting. */
  items: number;
  /** Bytes waiting. */
  bytes: number;
  /** Most entries that can wait. */
  maxItems?: number;
  /** Most bytes that can wait. */
  maxBytes?: number;
}

/** A prompt that was accepted and is not delivered yet. */
export interface QueuedMessage {
  /** The server's id of the prompt. */
  messageId: string;
  /** Its beginning as one line of at most 100 characters, shown to people. */
  preview: string;
  /** When it was stored, RFC 3339 UTC. */
  acceptedAt: string;
  /** Where it stands. */
  state: QueuedMessageState;
  /** How it was sent. */
  mode: SendMode;
  /** The client's id of the prompt; absent for the prompt that a session was created with. */
  clientMessageId?: string;
  /** The whole prompt; absent from prompts that would bring the texts of the answer over 64 KiB. */
  text?: string;
}

/**
 * Where a prompt of a session's queue stands.
 *
 * - `waiting`: Its turn has not come; it can be taken out.
 * - `delivering`: It is being typed; it can no longer be taken out.
 */
export type QueuedMessageState = 'waiting' | 'delivering';

/**
 * Why a session's content is replaced.
 *
 * - `window`: The reader did not acknowledge in time, or fell behind what is kept.
 * - `paced`: The session is paced, and more was printed than a paced reader gets.
 * - `restarted`: The session's program was started anew: its terminal has another epoch.
 */
export type ResyncReason = 'window' | 'paced' | 'restarted';

/** Answer to `session/reveal`; the notifications after it neither repeat nor miss anything. */
export interface RevealResult {
  /** The session, its phase checked against the stored state. */
  session: SessionSummary;
  /** How much content this connection gets. */
  grade: ContentGrade;
  /** Requests of the session that are pending; none of them is told as `attention/requested` behind this. */
  attention: AttentionRequest[];
  /** The terminal's content; absent for sessions without one. */
  terminal?: TerminalContent;
}

/**
 * How a prompt meets a running turn.
 *
 * - `queue`: At the end of the queue.
 * - `steer`: Into the turn, where the agent can: before the prompts that wait.
 * - `interrupt`: Instead of the turn, which is interrupted at once: before all prompts that wait, as soon as the turn is over.
 */
export type SendMode = 'queue' | 'steer' | 'interrupt';

/**
 * What became of a prompt.
 *
 * - `accepted`: Stored, and on its way to the agent.
 * - `queued`: Stored, and waiting.
 * - `duplicate`: This client message id was taken before; nothing was done.
 */
export type SendReceipt = 'accepted' | 'queued' | 'duplicate';

/** What the server can do. */
export interface ServerCapabilities {
  /** True: `agent/list` is served. */
  agents: boolean;
  /** True when sessions can run in git worktrees of their own. */
  worktrees: boolean;
  /** True when transcript events are served. */
  transcript: boolean;
  /** True when `session/search` is served. */
  search: boolean;
  /** True when the transport `--multiplex` is served. */
  multiplex: boolean;
}

/** Bounds in force for a connection. */
export interface ServerLimits {
  /** How many sessions receive content at once. */
  liveSessions: number;
  /** How many bytes of a terminal are sent beyond the last acknowledgement. */
  terminalWindowBytes: number;
  /** Size of the largest message the server reads. */
  maxMessageBytes: number;
  /** Lines of scrollback in a snapshot. */
  snapshotScrollbackLines: number;
}

/**
 * What the agent is doing, apart from the session's phase.
 *
 * - `unknown`: Nobody has said.
 * - `working`: A turn runs.
 * - `idle`: The turn is over; the agent waits for a prompt.
 * - `needsApproval`: The agent asks for permission.
 * - `needsAnswer`: The agent asks a question, or shows a dialog of its own that stands before its first prompt.
 * - `limited`: The agent waits for a rate or usage limit.
 * - `failing`: The agent cannot go on.
 */
export type SessionActivity = 'unknown' | 'working' | 'idle' | 'needsApproval' | 'needsAnswer' | 'limited' | 'failing';

/** Params of `session/archive`. */
export interface SessionArchiveParams {
  /** Sessions, up to 500. */
  sessionIds: string[];
  /** The new value. */
  archived: boolean;
}

/** Params of `session/create`. */
export interface SessionCreateParams {
  /**
   * Id of the agent; `shell` runs the user's login shell, `command` runs `args[0]` with the rest of `args` and no shell in between. Errors 1101, 1102.
   */
  agent: string;
  /**
   * Id for the session, chosen by the client: 1 to 64 letters, digits, `-` and `_`, the first a letter or digit. A second create with it answers the same session, or 1401 when it asks for another agent.
   */
  clientSessionId?: string;
  /** How to speak to the agent; default terminal. */
  driver?: AgentDriver;
  /** Project the session belongs to; its folder is the default for `cwd`. */
  projectId?: string;
  /** Absolute folder to work in; default the project's, else the first workspace folder. */
  cwd?: string;
  /** Title given by the user, 1 to 200 characters. */
  title?: string;
  /** First prompt. */
  prompt?: string;
  /** Model, in the agent's own words. */
  model?: string;
  /** One of the agent's permission modes; default the agent's own. */
  permissionMode?: string;
  /** More arguments for the agent's program; for `command` the program and its arguments. */
  args?: string[];
  /** Environment variables set on top of the host's. */
  env?: {
    [k: string]: string;
  };
  /**
   * Asks for a git worktree of the session's own; refused (1201) while the server's capability `worktrees` is false, because an agent must never start in the main folder instead.
   */
  worktree?: WorktreeRequest;
  /** Columns of the terminal, 1 to 1000; default 80. */
  cols?: number;
  /** Rows of the terminal, 1 to 500; default 24. */
  rows?: number;
}

/** Params of `session/delete`. */
export interface SessionDeleteParams {
  /** Session to delete; refused while it runs (1004). */
  sessionId: string;
  /** What happens to its worktree; default keep. */
  worktree?: WorktreeDisposal;
}

/** More about one session than a row shows. */
export interface SessionDetail {
  /** Program and arguments of the last start; empty before the first. */
  command: string[];
  /** Process id while a process runs. */
  pid?: number;
  /** The session's terminal, when it has one. */
  terminal?: TerminalInfo;
}

/** Params of `session/evicted`. */
export interface SessionEvictedParams {
  /** Session of which no more content comes until the next reveal. */
  sessionId: string;
  /** Why. */
  reason: EvictionReason;
}

/** How a session's last process ended. */
export interface SessionExit {
  /** Why there is no process. */
  reason: ExitReason;
  /** Exit code, when the process ended by itself. */
  code?: number;
  /** Name of the signal that ended it, such as `SIGKILL`. */
  signal?: string;
}

/** Which sessions a list holds; absent members do not filter. */
export interface SessionFilter {
  /** Only sessions of this project. */
  projectId?: string;
  /** Only sessions in one of these phases. */
  phase?: SessionPhase[];
  /** Only sessions with one of these activities. */
  activity?: SessionActivity[];
  /** Only sessions of one of these agents. */
  agent?: string[];
  /** True for archived ones only, false for the others only. */
  archived?: boolean;
  /** True for unread ones only, false for the others only. */
  unread?: boolean;
  /** True for those that wait for a person only, false for the others only. */
  attention?: boolean;
  /** Only sessions whose title, agent, folder or id contains this, whatever its case. */
  text?: string;
}

/** Params of `session/focus`. */
export interface SessionFocusParams {
  /** The session the user has before them now; absent for none. */
  sessionId?: string;
}

/** Params of `session/fork`. */
export interface SessionForkParams {
  /**
   * Session to fork, in any phase. Its fork has the same agent, folder, project, model, permission mode, environment and arguments, less those that choose a conversation. Refused when its agent makes no copies, when its own conversation is not known yet or its folder is missing (1005), and when its agent is not installed (1102).
   */
  sessionId: string;
  /** Title of the fork given by the user, 1 to 200 characters; default that of the session with `(fork)` behind it. */
  title?: string;
}

/** Answer to `session/get`. */
export interface SessionGetResult {
  /** The session as the list shows it. */
  session: SessionSummary;
  /** More about it. */
  detail: SessionDetail;
}

/**
 * Params of `session/graded`: how much content this connection gets of a revealed session has changed, because other sessions were revealed or concealed, or the limit was changed. Nothing of the content is lost by it.
 */
export interface SessionGradedParams {
  /** The session. */
  sessionId: string;
  /** From here on. */
  grade: ContentGrade;
}

/** Names one session. */
export interface SessionIdParams {
  /** Id of the session (1001 when there is none). */
  sessionId: string;
}

/** Params of `session/list`. */
export interface SessionListParams {
  /** Which sessions; default all. */
  filter?: SessionFilter;
  /** Order; default updated. */
  sort?: SessionSort;
  /** The `nextCursor` of the page before; valid only with the same filter and sort (1501). */
  cursor?: string;
  /** Sessions a page, 1 to 500; default 100. */
  limit?: number;
}

/** One page of sessions. */
export interface SessionListResult {
  /** The page. */
  items: SessionSummary[];
  /** Sessions that match the filter. */
  total: number;
  /** Changes with a higher revision are not in the page and come as `sessions/changed`. */
  revision: number;
  /** Where the next page begins; absent on the last one. */
  nextCursor?: string;
}

/** Params of `session/markRead`. */
export interface SessionMarkReadParams {
  /** Sessions, up to 500. */
  sessionIds: string[];
  /** False to mark as unread. */
  read: boolean;
}

/**
 * Where a session stands in its life.
 *
 * - `created`: Recorded; its process is not started yet.
 * - `starting`: Its process is being started.
 * - `active`: Runs, and somebody looks at it.
 * - `detached`: Runs, and nobody looks at it.
 * - `suspended`: Has no process and can be resumed.
 * - `closing`: Its process is being ended.
 * - `ended`: Has no process.
 */
export type SessionPhase = 'created' | 'starting' | 'active' | 'detached' | 'suspended' | 'closing' | 'ended';

/** Answer to `session/queue`. */
export interface SessionQueueResult {
  /** The prompts in the order they will be delivered, at most 101. */
  messages: QueuedMessage[];
  /** The last prompts whose turn is over, the newest at the end, at most 5. */
  delivered: DeliveredMessage[];
}

/** Params of `session/rename`. */
export interface SessionRenameParams {
  /** Session to rename. */
  sessionId: string;
  /** New title, 1 to 200 characters once control characters are taken out. */
  title: string;
}

/** Answer that carries one session. */
export interface SessionResult {
  /** The session. */
  session: SessionSummary;
}

/** Params of `session/resume`. */
export interface SessionResumeParams {
  /**
   * Suspended or ended session. Refused while it runs (1003) or is being ended (1002), when its conversation cannot be taken up again or its folder is missing (1005), and when its agent is not installed (1102). One whose program never came up is started as for the first time.
   */
  sessionId: string;
  /** Prompt the agent is given, 1 character to 1 MiB. */
  prompt?: string;
}

/**
 * Params of `session/resync`: replaces the content of a revealed session whose reader fell behind, or whose program was started anew.
 */
export interface SessionResyncParams {
  /** The session. */
  sessionId: string;
  /** Why. */
  reason: ResyncReason;
  /** As the answer to a reveal. */
  result: RevealResult;
}

/** Params of `session/reveal`. */
export interface SessionRevealParams {
  /** Session to look at. */
  sessionId: string;
  /** Columns of the viewer, 1 to 1000. */
  cols?: number;
  /** Rows of the viewer, 1 to 500. */
  rows?: number;
  /**
   * True when the session has the user's focus: this connection then leads its size, and its user counts as looking at it until `session/focus` or a conceal says otherwise.
   */
  active?: boolean;
  /** Where to go on; absent to get a snapshot. */
  since?: ContentPosition;
}

/**
 * Params of `session/send`. Refused while the session ends (1002), when it has ended for good (1005, 1103) and while 100 prompts wait (1402).
 */
export interface SessionSendParams {
  /** Session the prompt was written for. */
  sessionId: string;
  /**
   * Id chosen by the client, 1 to 128 characters, unique within the session for ever; sent again it does nothing, with another text it is refused (1401).
   */
  clientMessageId: string;
  /** The prompt, up to 1 MiB. */
  text: string;
  /** How it meets a running turn; default queue. Several of one mode keep the order they came in. */
  mode?: SendMode;
}

/** Answer to `session/send`. */
export interface SessionSendResult {
  /** What became of the prompt. */
  receipt: SendReceipt;
  /** The server's id of the prompt. */
  messageId: string;
  /** Place in the queue from 0, a prompt that is being typed included; when queued. */
  position?: number;
}

/**
 * Order of a list.
 *
 * - `updated`: Last used first.
 * - `created`: Newest first.
 * - `title`: By title, then newest first.
 * - `attention`: Those that wait for a person first, then last used first.
 */
export type SessionSort = 'updated' | 'created' | 'title' | 'attention';

/** Params of `session/stop`. */
export interface SessionStopParams {
  /** Session to stop; one that has ended stays as it is. */
  sessionId: string;
  /** True to kill at once. */
  force?: boolean;
  /** How long the process may take to end by itself before it is killed, 0 to 60000; default 4000. */
  graceMs?: number;
}

/**
 * One session as every client sees it in its list: the newest value replaces any older one. Positions of content are never part of it.
 */
export interface SessionSummary {
  /** Identifies the session for ever. */
  id: string;
  /** Number of this value; of two values of a session the higher is newer. */
  revision: number;
  /** Shown to people; free of control characters. */
  title: string;
  /** Where the title came from. */
  titleSource: TitleSource;
  /** Id of the session's agent, fixed at creation. */
  agent: string;
  /** Name of the agent, shown to people. */
  agentName: string;
  /** How the server speaks to the agent. */
  driver: AgentDriver;
  /** Where the session stands in its life. */
  phase: SessionPhase;
  /** What the agent is doing. */
  activity: SessionActivity;
  /** Since when it has been doing so, RFC 3339 UTC. */
  activitySince: string;
  /** Which source the activity was learnt from. */
  confidence: ActivityConfidence;
  /** What waits for a person. */
  attention: AttentionSummary;
  /** True when something ended that nobody has looked at. */
  unread: boolean;
  /** True when hidden from the usual list. */
  archived: boolean;
  /** True when kept at the top of the list. */
  pinned: boolean;
  /** Number of prompts accepted and not yet delivered. */
  queued: number;
  /** Absolute folder the agent works in. */
  cwd: string;
  /** When the session was created, RFC 3339 UTC. */
  createdAt: string;
  /** When the user or the agent last did something in it, RFC 3339 UTC. */
  updatedAt: string;
  /** Project the session belongs to. */
  projectId?: string;
  /**
   * One or more lines on the activity, shown to people, such as what the agent waits for; for a session that failed to start, the last lines it printed.
   */
  activityDetail?: string;
  /** How the last process ended; only in phase ended. */
  exit?: SessionExit;
  /** Permission mode the agent was started in. */
  permissionMode?: string;
  /** When the last process came up, RFC 3339 UTC. */
  startedAt?: string;
  /** When the session ended, RFC 3339 UTC. */
  endedAt?: string;
  /**
   * True while the session goes on without being stored, because the state folder takes nothing: what happens now would not survive the host. Absent otherwise.
   */
  notDurable?: boolean;
  /** The agent's own id of the conversation, once it is known; of no two sessions the same. */
  nativeSessionId?: string;
  /** Tokens and cost so far, once they are known. */
  usage?: SessionUsage;
  /** Beginning of the agent's last message as one line, at most 200 characters. */
  preview?: string;
  /** The session it was forked from, which may be gone since; absent for one that was not forked. */
  parentId?: string;
  /** What is known of the last prompt that was typed, or should have been; absent before there was one. */
  lastPrompt?: DeliveredMessage;
}

/** Params of `session/suspend`. */
export interface SessionSuspendParams {
  /**
   * Session to suspend; one that is suspended stays as it is. Refused without a running program (1003), and when its agent could not take up the conversation again (1005).
   */
  sessionId: string;
  /** True to suspend also while the agent works or waits for an answer, which is else refused (1003). */
  force?: boolean;
}

/** Params of `session/unqueue`. */
export interface SessionUnqueueParams {
  /** Session whose queue it is. */
  sessionId: string;
  /**
   * The server's id of a prompt that waits; 1301 when the session never took it, 1302 when it is being delivered, was delivered or was taken out already.
   */
  messageId: string;
}

/**
 * What a session's conversation has used so far, its subagents included, as its agent's own records tell: they are read when the agent has written them, which may be behind what it shows. Absent while nothing is told.
 */
export interface SessionUsage {
  /** Tokens sent to models, those read from or written to a cache included. */
  inputTokens: number;
  /** Those of `inputTokens` that were read from a cache. */
  cachedInputTokens: number;
  /** Tokens that models answered, those of reasoning included. */
  outputTokens: number;
  /** Model of the newest request, as the agent names it. */
  model?: string;
  /** Those of `outputTokens` that were reasoning, where that is told. */
  reasoningTokens?: number;
  /** Tokens that the newest request filled of the model's context. */
  contextTokens?: number;
  /** Tokens that the model's context holds. */
  contextWindow?: number;
  /** Cost in US dollars; absent when the price of a model that was used is not known. */
  costUsd?: number;
  /** True when the cost was reckoned from a table of prices; false when the agent told it. */
  costIsEstimate?: boolean;
}

/** Params of `sessions/changed`. */
export interface SessionsChangedParams {
  /** Grows by any step; a client ignores what is not above the one it has. */
  revision: number;
  /** Newest values of the sessions that changed. */
  changed: SessionSummary[];
  /** Sessions that are gone. */
  removed: string[];
}

/** Params of `$/setTrace`. */
export interface SetTraceParams {
  /** The new level. */
  value: TraceLevel;
}

/**
 * When the host ends.
 *
 * - `whenIdle`: When no session runs any more.
 * - `now`: Now; running sessions are stopped.
 */
export type ShutdownMode = 'whenIdle' | 'now';

/**
 * Form of a terminal's content.
 *
 * - `vt`: Bytes for a terminal.
 * - `text`: Plain text, lines ended by a line feed.
 */
export type SnapshotFormat = 'vt' | 'text';

/** Params of the notification `terminal/ack`. */
export interface TerminalAckParams {
  /** Session whose output was consumed. */
  sessionId: string;
  /** Run of the terminal. */
  epoch: string;
  /** Absolute position up to which the viewer has consumed the output; a lower one than before is ignored. */
  offset: number;
}

/** What the client's terminals look like. */
export interface TerminalCapabilities {
  /** Colours told to programs that ask the terminal for them. */
  colors?: TerminalColors;
}

/** Colours of a terminal, each as `#rrggbb`. */
export interface TerminalColors {
  /** Default text colour. */
  foreground: string;
  /** Default background colour. */
  background: string;
  /** Cursor colour. */
  cursor: string;
  /** The sixteen ANSI colours, 0 to 15. */
  ansi: string[];
}

/** A terminal's content in a reveal result. */
export interface TerminalContent {
  /** Run of the terminal. */
  epoch: string;
  /** Absolute position after `data`: the first `terminal/output`, or the first byte of the channel, starts here. */
  offset: number;
  /** Columns the data was made for. */
  cols: number;
  /** Rows the data was made for. */
  rows: number;
  /** What the data is. */
  kind: TerminalContentKind;
  /** Bytes for the viewer's terminal, base64. */
  data: string;
  /** True when older output is not in it. */
  truncated?: boolean;
  /**
   * On a multiplexed connection the number of the channel, offered by the server, that carries the bytes after this result; it replaces the channel of the result before. Absent on a connection of frames alone.
   */
  channel?: number;
}

/**
 * What `TerminalContent.data` is.
 *
 * - `suffix`: The bytes after the position asked for; write them behind what is shown.
 * - `snapshot`: Replaces whatever the viewer shows.
 * - `none`: There is nothing to show.
 */
export type TerminalContentKind = 'suffix' | 'snapshot' | 'none';

/**
 * Params of the notification `terminal/exited`; it follows all output, except on a multiplexed connection, where it can come before the channel has given its last bytes.
 */
export interface TerminalExitedParams {
  /** Session whose process ended. */
  sessionId: string;
  /** Run of the terminal. */
  epoch: string;
  /** Absolute position of the end. */
  offset: number;
  /** Exit code, when the process ended by itself. */
  exitCode?: number;
  /** Name of the signal that ended it. */
  signal?: string;
}

/** A session's terminal. */
export interface TerminalInfo {
  /** Which run of the terminal offsets belong to. */
  epoch: string;
  /** Bytes written so far. */
  offset: number;
  /** Columns. */
  cols: number;
  /** Rows. */
  rows: number;
}

/** Params of `terminal/input`. */
export interface TerminalInputParams {
  /** Session whose terminal is typed into (1003 when it has none). */
  sessionId: string;
  /** Bytes, base64; up to 1 MiB a message (1601). */
  data: string;
}

/** Params of the notification `terminal/output`. */
export interface TerminalOutputParams {
  /** Session that printed. */
  sessionId: string;
  /** Run of the terminal. */
  epoch: string;
  /** Absolute position of the first byte. */
  offset: number;
  /** The bytes, base64. */
  data: string;
}

/** Params of `terminal/resize`. */
export interface TerminalResizeParams {
  /** Session whose terminal is resized. */
  sessionId: string;
  /** Columns, 1 to 1000. */
  cols: number;
  /** Rows, 1 to 500. */
  rows: number;
}

/** Params of the notification `terminal/resized`: another client leads the size. */
export interface TerminalResizedParams {
  /** Session whose terminal was resized. */
  sessionId: string;
  /** Columns. */
  cols: number;
  /** Rows. */
  rows: number;
  /** Run of the terminal. */
  epoch?: string;
  /**
   * Absolute position where the size came into force: what comes before it was printed at the size before. On a multiplexed connection it can come before the channel has got there.
   */
  offset?: number;
}

/** Params of `terminal/snapshot`. */
export interface TerminalSnapshotParams {
  /** Session whose terminal is read; it need not be revealed. */
  sessionId: string;
  /** Form of the answer. */
  format: SnapshotFormat;
  /** Lines of scrollback wanted, 0 to 10000. */
  scrollback?: number;
}

/** Answer to `terminal/snapshot`. */
export interface TerminalSnapshotResult {
  /** Run of the terminal. */
  epoch: string;
  /** Absolute position the data stands for. */
  offset: number;
  /** Columns. */
  cols: number;
  /** Rows. */
  rows: number;
  /** For `vt` bytes for a terminal, base64; for `text` the text itself. */
  data: string;
}

/**
 * Where a session's title came from.
 *
 * - `default`: Made from the agent's name.
 * - `prompt`: Made from the first prompt.
 * - `agent`: Told by the agent.
 * - `user`: Given by the user; never replaced by another source.
 */
export type TitleSource = 'default' | 'prompt' | 'agent' | 'user';

/**
 * How much `$/logTrace` tells.
 *
 * - `off`: Nothing.
 * - `messages`: One line a message.
 * - `verbose`: One line a message, with its size and time.
 */
export type TraceLevel = 'off' | 'messages' | 'verbose';

/** A folder open in the editor. */
export interface WorkspaceFolder {
  /** A `file:` URI. */
  uri: string;
  /** Name shown to the user. */
  name?: string;
}

/**
 * What happens to a session's worktree.
 *
 * - `keep`: It stays.
 * - `ifClean`: It goes unless it holds uncommitted work.
 * - `force`: It goes; uncommitted work is preserved elsewhere first.
 */
export type WorktreeDisposal = 'keep' | 'ifClean' | 'force';

/** Asks for a git worktree. */
export interface WorktreeRequest {
  /** Branch to make; default one named after the session. */
  branch?: string;
  /** Commit or branch it starts from; default the current one. */
  base?: string;
}
