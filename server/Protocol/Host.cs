using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>Params of <c>host/status</c>.</summary>
public sealed record HostStatusParams;

/// <summary>How the host is doing.</summary>
/// <param name="HostId">Changes with every start of the host.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="Pid">Process id of the host.</param>
/// <param name="StartedAt">When it started, RFC 3339 UTC.</param>
/// <param name="MemoryBytes">Memory of the host process, resident.</param>
/// <param name="Sessions">Number of sessions by phase.</param>
/// <param name="Connections">Connected clients.</param>
/// <param name="Queues">Every bounded queue, with its bound.</param>
/// <param name="Counters">
/// Counts since the start, over all connections; what never happened is absent. Connections (<c>connectionsOpened</c>,
/// <c>connectionsOpen</c>), values told on the attention lane and those that a newer one replaced (<c>statesTold</c>,
/// <c>statesConflated</c>), answers to reveals by kind (<c>revealsSnapshot</c>, …), resyncs and evictions by reason
/// (<c>resyncsWindow</c>, <c>evictionsLimit</c>, …), and output (<c>outputFrames</c>, or <c>outputPieces</c> on channels,
/// and <c>outputBytes</c>).
/// </param>
/// <param name="HolderPid">Process id of the holder, when it is a process of its own.</param>
public sealed record HostStatus(
    string HostId,
    string Version,
    int Pid,
    DateTimeOffset StartedAt,
    long MemoryBytes,
    ImmutableDictionary<string, int> Sessions,
    ImmutableArray<ConnectionStatus> Connections,
    ImmutableArray<QueueStatus> Queues,
    ImmutableDictionary<string, long> Counters,
    int? HolderPid = null);

/// <summary>A connected client.</summary>
/// <param name="ConnectionId">Number of the connection since the host's start.</param>
/// <param name="LiveSessions">Sessions whose content it receives.</param>
/// <param name="IsCaller">True for the connection that asked.</param>
/// <param name="LiveLimit">How many sessions may receive content at once.</param>
/// <param name="Content">How far it is in each of them.</param>
/// <param name="Client">What the client said of itself.</param>
public sealed record ConnectionStatus(
    long ConnectionId,
    ImmutableArray<string> LiveSessions,
    bool IsCaller,
    int LiveLimit,
    ImmutableArray<ContentStatus> Content,
    PeerInfo? Client = null);

/// <summary>How far a client is in the content of one session.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Visible">True from its reveal to its conceal.</param>
/// <param name="Grade">How much of it the client gets.</param>
/// <param name="UnacknowledgedBytes">
/// Bytes sent and not acknowledged; at most the window. On a channel of its own, bytes that wait for room in it.
/// </param>
/// <param name="WaitingBytes">Bytes printed and not sent yet. They are in the session's log, not in a queue.</param>
/// <param name="WindowBytes">
/// Most bytes that are sent beyond the last acknowledgement; on a channel of its own, most bytes that wait for room in it.
/// </param>
public sealed record ContentStatus(
    string SessionId, bool Visible, ContentGrade Grade, long UnacknowledgedBytes, long WaitingBytes, int WindowBytes);

/// <summary>A bounded queue.</summary>
/// <param name="Name">What waits in it, with the connection's or session's id behind a slash.</param>
/// <param name="Items">Entries waiting.</param>
/// <param name="Bytes">Bytes waiting.</param>
/// <param name="MaxItems">Most entries that can wait.</param>
/// <param name="MaxBytes">Most bytes that can wait.</param>
public sealed record QueueStatus(string Name, long Items, long Bytes, long? MaxItems = null, long? MaxBytes = null);

/// <summary>When the host ends.</summary>
public enum ShutdownMode
{
    /// <summary>When no session runs any more.</summary>
    WhenIdle,

    /// <summary>Now; running sessions are stopped.</summary>
    Now,
}

/// <summary>Params of <c>host/shutdown</c>.</summary>
/// <param name="Mode">When the host ends.</param>
public sealed record HostShutdownParams(ShutdownMode Mode);
