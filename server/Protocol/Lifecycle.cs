using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>What a client says of itself in <c>initialize</c>.</summary>
/// <param name="ProcessId">Process whose death ends this connection, usually the editor's.</param>
/// <param name="ClientInfo">Name and version of the client, for the log and <c>host/status</c>.</param>
/// <param name="WorkspaceFolders">Folders open in the editor; the first is the default folder of new sessions.</param>
/// <param name="Trace">Initial value of <c>$/setTrace</c>; default off.</param>
/// <param name="Capabilities">What the client can deal with.</param>
public sealed record InitializeParams(
    int? ProcessId = null,
    PeerInfo? ClientInfo = null,
    ImmutableArray<WorkspaceFolder>? WorkspaceFolders = null,
    TraceLevel? Trace = null,
    ClientCapabilities? Capabilities = null);

/// <summary>Name and version of a program.</summary>
/// <param name="Name">Name of the program.</param>
/// <param name="Version">Version in the program's own form.</param>
public sealed record PeerInfo(string Name, string? Version = null);

/// <summary>A folder open in the editor.</summary>
/// <param name="Uri">A <c>file:</c> URI.</param>
/// <param name="Name">Name shown to the user.</param>
public sealed record WorkspaceFolder(string Uri, string? Name = null);

/// <summary>What a client can deal with.</summary>
/// <param name="Transcript">True to receive transcript events of revealed sessions.</param>
/// <param name="WorkDoneProgress">True to receive <c>$/progress</c>.</param>
/// <param name="Terminal">What the client's terminals look like.</param>
public sealed record ClientCapabilities(
    bool? Transcript = null,
    bool? WorkDoneProgress = null,
    TerminalCapabilities? Terminal = null);

/// <summary>What the client's terminals look like.</summary>
/// <param name="Colors">Colours told to programs that ask the terminal for them.</param>
public sealed record TerminalCapabilities(TerminalColors? Colors = null);

/// <summary>Colours of a terminal, each as <c>#rrggbb</c>.</summary>
/// <param name="Foreground">Default text colour.</param>
/// <param name="Background">Default background colour.</param>
/// <param name="Cursor">Cursor colour.</param>
/// <param name="Ansi">The sixteen ANSI colours, 0 to 15.</param>
public sealed record TerminalColors(string Foreground, string Background, string Cursor, ImmutableArray<string> Ansi);

/// <summary>Answer to <c>initialize</c>.</summary>
/// <param name="ServerInfo">Name and version of the server.</param>
/// <param name="ProtocolVersion">Version of this contract, <c>major.minor</c>.</param>
/// <param name="HostId">Changes with every start of the host process; then every cursor is stale.</param>
/// <param name="Capabilities">What the server can do.</param>
/// <param name="Limits">Bounds in force for this connection.</param>
public sealed record InitializeResult(
    PeerInfo ServerInfo,
    string ProtocolVersion,
    string HostId,
    ServerCapabilities Capabilities,
    ServerLimits Limits);

/// <summary>What the server can do.</summary>
/// <param name="Agents">True: <c>agent/list</c> is served.</param>
/// <param name="Worktrees">True when sessions can run in git worktrees of their own.</param>
/// <param name="Transcript">True when transcript events are served.</param>
/// <param name="Search">True when <c>session/search</c> is served.</param>
/// <param name="Multiplex">True when the transport <c>--multiplex</c> is served.</param>
public sealed record ServerCapabilities(bool Agents, bool Worktrees, bool Transcript, bool Search, bool Multiplex);

/// <summary>Bounds in force for a connection.</summary>
/// <param name="LiveSessions">How many sessions receive content at once.</param>
/// <param name="TerminalWindowBytes">How many bytes of a terminal are sent beyond the last acknowledgement.</param>
/// <param name="MaxMessageBytes">Size of the largest message the server reads.</param>
/// <param name="SnapshotScrollbackLines">Lines of scrollback in a snapshot.</param>
public sealed record ServerLimits(
    int LiveSessions,
    int TerminalWindowBytes,
    int MaxMessageBytes,
    int SnapshotScrollbackLines);

/// <summary>Params of <c>client/configure</c>: what is absent stays as it is.</summary>
/// <param name="LiveSessions">
/// How many sessions are to receive content at once on this connection, 1 to 16; 4 until it is set. What is visible beyond
/// it is paced, what is not is evicted.
/// </param>
public sealed record ClientConfigureParams(int? LiveSessions = null);

/// <summary>Answer to <c>client/configure</c>.</summary>
/// <param name="Limits">Bounds in force for the connection from now on.</param>
public sealed record ClientConfigureResult(ServerLimits Limits);

/// <summary>How much <c>$/logTrace</c> tells.</summary>
public enum TraceLevel
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>One line a message.</summary>
    Messages,

    /// <summary>One line a message, with its size and time.</summary>
    Verbose,
}

/// <summary>Params of <c>$/setTrace</c>.</summary>
/// <param name="Value">The new level.</param>
public sealed record SetTraceParams(TraceLevel Value);

/// <summary>Params of <c>$/logTrace</c>.</summary>
/// <param name="Message">One line.</param>
/// <param name="Verbose">More about it, at level verbose.</param>
public sealed record LogTraceParams(string Message, string? Verbose = null);

/// <summary>Params of <c>window/logMessage</c>.</summary>
/// <param name="Type">1 error, 2 warning, 3 information, 4 log.</param>
/// <param name="Message">A sentence for the client's output channel.</param>
public sealed record LogMessageParams(int Type, string Message);

/// <summary>An answer that says nothing but that it was done.</summary>
public sealed record Empty
{
    public static readonly Empty Value = new();
}
