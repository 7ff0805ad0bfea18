using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Sessions;

/// <summary>
/// What every client is told of one session, as one value: the summary, and the requests that it counts. The requests
/// that are over are those whose outcome can still be told.
/// </summary>
/// <param name="Summary">The session as clients see it in their list.</param>
/// <param name="Pending">What its agent wants.</param>
/// <param name="Resolved">What became of the last requests.</param>
internal sealed record SessionNews(SessionSummary Summary, ImmutableArray<PendingRequest> Pending, ImmutableArray<ResolvedRequest> Resolved)
{
    /// <summary>The pending requests as clients see them.</summary>
    public ImmutableArray<AttentionRequest> Requests => [.. Pending.Select(request => request.ToWire(Summary.Id))];

    /// <summary>The news of a state.</summary>
    public static SessionNews Of(SessionState state, Func<SessionSummary, SessionSummary> complete) =>
        new(complete(state.ToSummary()), state.Pending, state.Resolved);
}
