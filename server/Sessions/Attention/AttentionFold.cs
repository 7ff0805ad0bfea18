using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention.Sources;

namespace Orchestrator.Sessions.Attention;

/// <summary>Applies facts about what an agent does and wants. Pure.</summary>
internal static class AttentionFold
{
    /// <summary>Most requests that are over of which the outcome can still be told.</summary>
    public const int MaxResolved = 16;

    public static SessionState Apply(SessionState state, AttentionEvent fact) => fact switch
    {
        AgentReported reported => Report(state, reported),
        ActivityRead read => Read(state, read),
        TurnInterrupted => state with { IsInterrupted = true, UpdatedAt = fact.At },
        AttentionRequested requested => state with { Pending = state.Pending.Add(requested.Request), UpdatedAt = fact.At },
        AttentionRevised revised => state with { Pending = [.. state.Pending.Select(request => request.RequestId == revised.Request.RequestId ? revised.Request : request)] },
        // When the session was last used does not change with what the program takes back.
        AttentionResolved resolved => Resolve(state, resolved.RequestId, resolved.Outcome, resolved.By) with
        {
            UpdatedAt = resolved.Outcome == AttentionOutcome.Answered ? fact.At : state.UpdatedAt,
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no fact about what an agent wants."),
    };

    /// <summary>Whatever was pending can no longer be answered.</summary>
    public static SessionState Withdraw(SessionState state) =>
        state.Pending.Aggregate(state, (next, request) => Resolve(next, request.RequestId, AttentionOutcome.Withdrawn, by: null));

    /// <summary>The program is gone: nothing is known of what it does, and it wants nothing.</summary>
    public static SessionState Forget(SessionState state) => Withdraw(state) with
    {
        Activity = SessionActivity.Unknown, ActivitySince = null, Confidence = null, ActivityDetail = null, Report = null, Titled = null,
        Dialog = null, IsInterrupted = false,
    };

    private static SessionState Report(SessionState state, AgentReported reported)
    {
        var reading = StatusReading.Of(reported.Report.Status);
        var isFinished = reported.Report.Status.State == "done" && state.Activity == SessionActivity.Working;
        return state with
        {
            Activity = reading.Activity,
            ActivitySince = state.ActivitySince is { } since && reading.Activity == state.Activity ? since : reported.At,
            Confidence = reading.Activity == SessionActivity.Unknown ? null : ActivityConfidence.Hook,
            ActivityDetail = reading.Detail,
            Report = reported.Report,
            IsInterrupted = state.IsInterrupted && reading.Activity == SessionActivity.Working,
            UpdatedAt = reported.At,
            IsUnread = state.IsUnread || (isFinished && !reported.IsWatched),
        };
    }

    private static SessionState Read(SessionState state, ActivityRead read) => state with
    {
        Activity = read.Activity,
        ActivitySince = state.ActivitySince is { } since && read.Activity == state.Activity ? since : read.At,
        Confidence = read.Activity == SessionActivity.Unknown ? null : read.Confidence,
        ActivityDetail = read.Detail,
        Titled = read.Confidence == ActivityConfidence.Screen ? read.Activity : state.Titled,
        IsInterrupted = state.IsInterrupted && read.Activity == SessionActivity.Working,
        UpdatedAt = read.At,
        IsUnread = state.IsUnread || (IsFinished(state, read.Activity) && !read.IsWatched),
    };

    // What was interrupted has ended as well, and nobody waits for it.
    private static bool IsFinished(SessionState state, SessionActivity next) =>
        next == SessionActivity.Idle && state is { Activity: SessionActivity.Working, IsInterrupted: false };

    private static SessionState Resolve(SessionState state, string requestId, AttentionOutcome outcome, string? by)
    {
        var request = state.Pending.FirstOrDefault(request => request.RequestId == requestId);
        // A bell can stand in the same portion of output as a report.
        var position = request is { Source: RequestSource.Status or RequestSource.Hook } ? request.Position : (long?)null;
        return state with
        {
            Pending = state.Pending.RemoveAll(request => request.RequestId == requestId),
            Resolved = [.. state.Resolved.Add(new ResolvedRequest(requestId, outcome, by, request?.DialogId, position)).TakeLast(MaxResolved)],
        };
    }
}
