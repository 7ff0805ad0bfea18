using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Terminals;

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
    int Run = 0)
{
    /// <summary>Prompts accepted and not delivered, in the order of their turns. Stored states of the first form have none.</summary>
    public ImmutableArray<QueuedPrompt> Queue { get; init; } = Queue.IsDefault ? [] : Queue;

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
        SessionActivity.Unknown,
        ActivitySince: PhaseSince,
        ActivityConfidence.None,
        new AttentionSummary(Count: 0),
        IsUnread,
        IsArchived,
        IsPinned,
        Queue.Length,
        Launch.Cwd,
        CreatedAt,
        UpdatedAt,
        Launch.ProjectId,
        Detail,
        Exit,
        Launch.PermissionMode,
        StartedAt,
        EndedAt);
}
