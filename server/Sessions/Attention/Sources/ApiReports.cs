using System.Collections.Immutable;
using Orchestrator.Agents.OpenCode;
using Orchestrator.Common;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>
/// Requests and activity from what an agent's own API tells. It is believed before every other source; of what is asked the
/// oldest is the request, as the terminal shows one dialog at a time. Pure.
/// </summary>
internal static class ApiReports
{
    private const int MaxDetail = 500;

    /// <summary>What follows from what is in sight.</summary>
    /// <param name="state">The session.</param>
    /// <param name="sight">What is known by the API.</param>
    /// <param name="isWatched">True when somebody sees it.</param>
    /// <param name="newId">Id for a request.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<SessionEvent> Decide(SessionState state, OpenCodeSight sight, bool isWatched, string newId, DateTimeOffset now)
    {
        if (sight.IsLost) return Lose(state, isWatched, now);
        if (sight.Board is not { } board || (state.NativeSessionId ?? board.First) is not { } root) return [];
        var dialog = board.Dialogs.FirstOrDefault(each => board.IsOfFamily(each.Conversation, root) && !IsAnswered(state, each));
        var events = ImmutableArray.CreateBuilder<SessionEvent>();
        events.AddRange(state.Pending
            .Where(request => request.Source is RequestSource.Api or RequestSource.Reading && (dialog is null || request.DialogId != dialog.Id))
            .Select(request => new AttentionResolved(now, request.RequestId, AttentionOutcome.Withdrawn)));
        var told = dialog is null ? Doing(board, root, state) : (Activity(dialog), null);
        if (told is var (activity, detail) && (activity, detail, ActivityConfidence.Protocol) != (state.Activity, state.ActivityDetail, state.Confidence))
            events.Add(new ActivityRead(now, activity, ActivityConfidence.Protocol, detail, isWatched));
        if (dialog is not null && state.Pending.All(request => request.DialogId != dialog.Id))
            events.Add(new AttentionRequested(now, Request(state, dialog, newId, now)));
        return events.ToImmutable();
    }

    // From then on the records say what it does.
    private static ImmutableArray<SessionEvent> Lose(SessionState state, bool isWatched, DateTimeOffset now)
    {
        var events = ImmutableArray.CreateBuilder<SessionEvent>();
        events.AddRange(state.Pending
            .Where(request => request.Source == RequestSource.Api)
            .Select(request => new AttentionResolved(now, request.RequestId, AttentionOutcome.Withdrawn)));
        if (state.Confidence == ActivityConfidence.Protocol)
            events.Add(new ActivityRead(now, SessionActivity.Unknown, ActivityConfidence.None, Detail: null, isWatched));
        return events.ToImmutable();
    }

    // That an answer was taken is told before the dialog is over.
    private static bool IsAnswered(SessionState state, OpenCodeDialog dialog) =>
        state.Resolved.Any(resolved => resolved.DialogId == dialog.Id && resolved.Outcome == AttentionOutcome.Answered);

    private static SessionActivity Activity(OpenCodeDialog dialog) => dialog.IsQuestion ? SessionActivity.NeedsAnswer : SessionActivity.NeedsApproval;

    // Null where nothing follows.
    private static (SessionActivity Activity, string? Detail)? Doing(OpenCodeBoard board, string root, SessionState state)
    {
        if (!board.Statuses.TryGetValue(root, out var status)) return AfterSilence(state);
        if (status.Kind == OpenCodeStatusKind.Idle)
            return board.Failures.TryGetValue(root, out var reason) ? (SessionActivity.Failing, Shown(reason)) : (SessionActivity.Idle, null);
        var waiting = board.Statuses.FirstOrDefault(entry => entry.Value.Kind == OpenCodeStatusKind.Retry && board.IsOfFamily(entry.Key, root)).Value;
        return waiting is null ? (SessionActivity.Working, null) : (SessionActivity.Limited, Reason(waiting));
    }

    // Nothing was told since the board began. What an earlier host was told is over then, save why a turn failed; a turn that
    // only the records know of begins before it is told of.
    private static (SessionActivity Activity, string? Detail)? AfterSilence(SessionState state) =>
        state is { Confidence: ActivityConfidence.Protocol, Activity: not SessionActivity.Failing } ? (SessionActivity.Idle, null) : null;

    private static string? Reason(OpenCodeStatus waiting) =>
        waiting.Until is { } until ? Shown(RequestText.Limit(waiting.Message, until)) : Shown(waiting.Message ?? "");

    private static string? Shown(string text) => DisplayText.OneLine(text, MaxDetail) is { Length: > 0 } shown ? shown : null;

    private static PendingRequest Request(SessionState state, OpenCodeDialog dialog, string id, DateTimeOffset now)
    {
        var kind = dialog.IsQuestion ? AttentionKind.Question : AttentionKind.Approval;
        var fallback = $"{state.Launch.AgentName} {(dialog.IsQuestion ? "asks a question" : "asks for permission")}";
        var (title, body) = dialog.More is null ? RequestText.Of(dialog.Text, fallback) : RequestText.Of(dialog.Text, dialog.More, fallback);
        return new PendingRequest(id, kind, title, now, RequestSource.Api, Position: 0, body, dialog.IsQuestion ? [] : [StatusReports.Allow, StatusReports.Deny], dialog.Id);
    }
}
