using Orchestrator.Agents.Dialogs;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Screens;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>What a report of the Program Status Protocol (OSC 7501) means for a session. Pure.</summary>
/// <param name="Activity">What the program is doing.</param>
/// <param name="Wants">What it wants from a person; null for nothing.</param>
/// <param name="Detail">Its own words on why it cannot go on.</param>
internal sealed record StatusReading(SessionActivity Activity, AttentionKind? Wants = null, string? Detail = null)
{
    private const int MaxDetail = 500;

    /// <summary>True when a dialog is open that takes what is typed.</summary>
    public bool IsDialog => Wants is AttentionKind.Approval or AttentionKind.Question;

    /// <summary>Reads a report of the program itself. A word that is not known says nothing, and takes back what was said before.</summary>
    public static StatusReading Of(ProgramStatus status) => (status.State, status.Kind) switch
    {
        ("working", _) => new(SessionActivity.Working),
        ("idle" or "done", _) => new(SessionActivity.Idle),
        ("blocked", "permission") => new(SessionActivity.NeedsApproval, AttentionKind.Approval),
        ("blocked", "auth") => new(SessionActivity.Failing, AttentionKind.Notice, DetailOf(status)),
        ("blocked", _) when AgentStartUp.IsDialog(status) => new(SessionActivity.NeedsAnswer, AttentionKind.Question, DetailOf(status)),
        // Whatever else it waits for, it waits for a person.
        ("blocked", _) => new(SessionActivity.NeedsAnswer, AttentionKind.Question),
        // API Error: Request rejected (429) …
        ("error", _) => new(IsLimit(status) ? SessionActivity.Limited : SessionActivity.Failing, Detail: DetailOf(status)),
        _ => new(SessionActivity.Unknown),
    };

    private static bool IsLimit(ProgramStatus status) => status.Message?.Contains("(429)", StringComparison.Ordinal) == true;

    private static string? DetailOf(ProgramStatus status) =>
        status.Message is { } message && DisplayText.OneLine(message, MaxDetail) is { Length: > 0 } shown ? shown : null;
}
