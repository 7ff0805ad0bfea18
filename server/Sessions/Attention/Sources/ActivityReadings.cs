using System.Collections.Immutable;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>
/// Activity, and what is wanted, of programs that do not report them but can be read: in their transcripts, or in the titles
/// of their windows. Pure.
/// </summary>
internal static class ActivityReadings
{
    /// <summary>What follows from a reading that is news: with it come and go the requests that it implies.</summary>
    /// <param name="state">The session.</param>
    /// <param name="read">What was read.</param>
    /// <param name="position">Where it was read.</param>
    /// <param name="newId">Id for a request.</param>
    public static ImmutableArray<SessionEvent> Follow(SessionState state, ActivityRead read, long position, string newId)
    {
        var events = ImmutableArray.CreateBuilder<SessionEvent>();
        if (state.Pending.FirstOrDefault(request => request.Source == RequestSource.Reading) is { } open)
            events.Add(new AttentionResolved(read.At, open.RequestId, AttentionOutcome.Withdrawn));
        events.Add(read);
        if (KindOf(read.Activity) is { } kind) events.Add(new AttentionRequested(read.At, Request(state, kind, read, position, newId)));
        return events.ToImmutable();
    }

    /// <summary>What follows from the title of the window.</summary>
    /// <param name="state">The session.</param>
    /// <param name="titled">What the agent does by it; null where that is not known.</param>
    /// <param name="isWatched">True when somebody sees it.</param>
    /// <param name="newId">Id for a request.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<SessionEvent> OfTitle(
        SessionState state, SessionActivity? titled, bool isWatched, string newId, DateTimeOffset now) =>
        titled is not { } activity || activity == state.Titled
            ? []
            : Follow(state, new ActivityRead(now, activity, ActivityConfidence.Screen, Detail: null, isWatched), position: 0, newId);

    private static AttentionKind? KindOf(SessionActivity activity) => activity switch
    {
        SessionActivity.NeedsApproval => AttentionKind.Approval,
        SessionActivity.NeedsAnswer => AttentionKind.Question,
        _ => null,
    };

    private static PendingRequest Request(SessionState state, AttentionKind kind, ActivityRead read, long position, string id)
    {
        var (title, body) = RequestText.Of(
            read.Detail, $"{state.Launch.AgentName} {(kind == AttentionKind.Approval ? "asks for permission" : "asks a question")}");
        return new PendingRequest(id, kind, title, read.At, RequestSource.Reading, position, body);
    }
}
