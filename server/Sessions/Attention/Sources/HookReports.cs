using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Agents.Hooks;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>
/// Requests from hooks that wait for an answer. Of a program that reports what it does a hook only counts beside a report that
/// a dialog stands there: what was asked may have been decided without one. The request of that report is then the hook's. Pure.
/// </summary>
internal static class HookReports
{
    private static readonly AttentionOption Deny = StatusReports.Deny with { TakesNote = true };

    /// <summary>What follows from the hooks that wait.</summary>
    /// <param name="state">The session.</param>
    /// <param name="open">The hooks, the oldest first.</param>
    /// <param name="keys">The keys that answer its agent's dialogs, where they are known.</param>
    /// <param name="isWatched">True when somebody sees it.</param>
    /// <param name="newId">Id for a request.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<SessionEvent> Decide(
        SessionState state, ImmutableArray<OpenAsk> open, ApprovalKeys? keys, bool isWatched, string newId, DateTimeOffset now)
    {
        var events = state.Pending.FirstOrDefault(request => request.Source == RequestSource.Hook) is { } asked
            ? Check(state, asked, open, keys, isWatched, now)
            : [];
        var then = events.Aggregate(state, SessionFold.Apply);
        return then.Pending.All(request => request.Source != RequestSource.Hook) && Next(then, open) is { } next
            ? events.AddRange(Ask(then, next, isWatched, newId, now))
            : events;
    }

    /// <summary>True when the dialog of a hook is over.</summary>
    public static bool IsSpent(SessionState state, OpenAsk ask) =>
        state.Resolved.Any(resolved => resolved.DialogId == ask.Id)
        || (state.Activity is SessionActivity.Idle or SessionActivity.Failing or SessionActivity.Limited && ask.At < state.ActivitySince);

    /// <summary>What follows from an answer that a hook took, where the program does not report it.</summary>
    public static ImmutableArray<SessionEvent> Answered(SessionState state, bool isWatched, DateTimeOffset now) =>
        state.Report is null ? [new ActivityRead(now, SessionActivity.Working, ActivityConfidence.Hook, Detail: null, isWatched)] : [];

    // A hook that has gone leaves its dialog to the keys, where it is reported; else it went with its dialog, as far as anybody knows.
    private static ImmutableArray<SessionEvent> Check(
        SessionState state, PendingRequest asked, ImmutableArray<OpenAsk> open, ApprovalKeys? keys, bool isWatched, DateTimeOffset now)
    {
        var stands = AttentionRules.HasDialog(state) && (state.Report is not { } report || report.Position == asked.Position);
        if (stands && open.Any(ask => ask.Id == asked.DialogId)) return [];
        if (StatusReports.WithoutHook(state, keys, asked) is { } bare) return [new AttentionRevised(now, bare)];
        var withdrawn = new AttentionResolved(now, asked.RequestId, AttentionOutcome.Withdrawn);
        return stands ? [withdrawn, new ActivityRead(now, SessionActivity.Unknown, ActivityConfidence.None, Detail: null, isWatched)] : [withdrawn];
    }

    // Those that asked at the same time stand in one another's dialogs: the one whose words the report has is meant.
    private static OpenAsk? Next(SessionState state, ImmutableArray<OpenAsk> open)
    {
        var unasked = open.Where(ask => !IsSpent(state, ask)).ToList();
        if (state.Report is not { } report) return unasked.FirstOrDefault();
        if (AttentionRules.IsAnswered(state, report)) return null;
        var fitting = unasked.Where(ask => ask.Ask.Kind == StatusReading.Of(report.Status).Wants).ToList();
        return fitting.Find(ask => report.Status.Message?.Contains(ask.Ask.Text, StringComparison.Ordinal) == true) ?? fitting.FirstOrDefault();
    }

    private static ImmutableArray<SessionEvent> Ask(SessionState state, OpenAsk open, bool isWatched, string id, DateTimeOffset now)
    {
        if (state.Pending.FirstOrDefault(request => request.Source == RequestSource.Status && request.Kind == open.Ask.Kind) is { } reported)
            return [new AttentionRevised(now, Revise(reported, Request(state, open, reported.RequestId, reported.CreatedAt)))];
        var activity = open.Ask.Kind == AttentionKind.Question ? SessionActivity.NeedsAnswer : SessionActivity.NeedsApproval;
        return
        [
            // What was read elsewhere is the same dialog.
            .. state.Pending.Where(request => request.Source == RequestSource.Reading)
                .Select(request => new AttentionResolved(now, request.RequestId, AttentionOutcome.Withdrawn)),
            .. state.Report is null ? (SessionEvent[])[new ActivityRead(now, activity, ActivityConfidence.Hook, Detail: null, isWatched)] : [],
            new AttentionRequested(now, Request(state, open, id, now)),
        ];
    }

    // The words that people have read stay, unless they leave out some of what is asked.
    private static PendingRequest Revise(PendingRequest reported, PendingRequest asked) => asked with
    {
        Title = reported.Title.Contains(asked.Title, StringComparison.Ordinal) ? reported.Title : asked.Title, Notifier = reported.Notifier,
    };

    private static PendingRequest Request(SessionState state, OpenAsk open, string id, DateTimeOffset at)
    {
        var (ask, agent) = (open.Ask, state.Launch.AgentName);
        var (title, body) = RequestText.Of(ask.Text, ask.Kind == AttentionKind.Question ? $"{agent} asks a question" : $"{agent} asks for permission");
        if (ask.More is { } more) body = RequestText.Of(title, body is null ? more : body + "\n" + more, title).Body;
        return new PendingRequest(
            id, ask.Kind, title, at, RequestSource.Hook, state.Report?.Position ?? 0, body,
            ask.Kind == AttentionKind.Approval ? [StatusReports.Allow, Deny] : [], open.Id, [.. ask.Questions.Select(RequestText.Shown)]);
    }
}
