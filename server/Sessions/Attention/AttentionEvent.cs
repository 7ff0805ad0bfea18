using Orchestrator.Protocol;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Attention;

/// <summary>A fact about what a session's agent does and wants.</summary>
/// <param name="At">When it happened.</param>
internal abstract record AttentionEvent(DateTimeOffset At) : SessionEvent(At);

/// <summary>The program reported what it does.</summary>
/// <param name="At">When the report was read.</param>
/// <param name="Report">The report.</param>
/// <param name="IsWatched">True when somebody saw it.</param>
internal sealed record AgentReported(DateTimeOffset At, KnownStatus Report, bool IsWatched) : AttentionEvent(At);

/// <summary>A user interrupted the agent's turn.</summary>
internal sealed record TurnInterrupted(DateTimeOffset At) : AttentionEvent(At);

/// <summary>The agent wants something.</summary>
internal sealed record AttentionRequested(DateTimeOffset At, PendingRequest Request) : AttentionEvent(At);

/// <summary>More, or less, is known of a request that is pending: it has another text or takes other answers.</summary>
internal sealed record AttentionRevised(DateTimeOffset At, PendingRequest Request) : AttentionEvent(At);

/// <summary>A request is over.</summary>
/// <param name="At">When it was over.</param>
/// <param name="RequestId">The request.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="By">Name of the client that answered it.</param>
internal sealed record AttentionResolved(DateTimeOffset At, string RequestId, AttentionOutcome Outcome, string? By = null) : AttentionEvent(At);

/// <summary>What the agent does was read in its transcript, or in its window's title and on its screen.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Activity">What it does.</param>
/// <param name="Confidence">Where it was read.</param>
/// <param name="Detail">Its own words on why it cannot go on.</param>
/// <param name="IsWatched">True when somebody sees it.</param>
internal sealed record ActivityRead(
    DateTimeOffset At, SessionActivity Activity, ActivityConfidence Confidence, string? Detail, bool IsWatched) : AttentionEvent(At);
