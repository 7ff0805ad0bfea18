using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>
/// Requests and activity from what a program reports of itself (OSC 7501). A block is one request, from its report to
/// the next one that is not it, however often it is told. Pure.
/// </summary>
internal static class StatusReports
{
    /// <summary>The decision that allows what is asked for, once.</summary>
    public static readonly AttentionOption Allow = new("allow", "Allow");

    /// <summary>The decision that does not.</summary>
    public static readonly AttentionOption Deny = new("deny", "Deny");

    /// <summary>What follows from the newest report.</summary>
    /// <param name="state">The session.</param>
    /// <param name="facts">What its program said.</param>
    /// <param name="keys">The keys that answer its agent's dialogs, where they are known.</param>
    /// <param name="isWatched">True when somebody sees it.</param>
    /// <param name="newId">Id for a request.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<SessionEvent> Decide(
        SessionState state, TerminalFacts facts, ApprovalKeys? keys, bool isWatched, string newId, DateTimeOffset now)
    {
        if (facts.Status is not { } status) return [];
        var report = new KnownStatus(status, facts.StatusPosition);
        var reading = StatusReading.Of(status);
        if (report == state.Report || !IsNews(state, reading, status)) return [];
        var open = state.Pending.FirstOrDefault(request => request.Source == RequestSource.Status);
        var events = ImmutableArray.CreateBuilder<SessionEvent>();
        if (open is not null) events.Add(new AttentionResolved(now, open.RequestId, AttentionOutcome.Withdrawn));
        events.Add(new AgentReported(now, report, isWatched));
        // What was seen on the screen before it was reported is asked already.
        var isAsked = AgentStartUp.IsDialog(status) && state.Pending.Any(request => request.Source == RequestSource.Dialog);
        if (reading.Wants is { } kind && !isAsked) events.Add(new AttentionRequested(now, Request(state, report, keys, kind, newId, now)));
        return events.ToImmutable();
    }

    /// <summary>
    /// What follows when an answer should long have had its effect: a dialog that is still there, and of which no request
    /// is pending, is asked about again.
    /// </summary>
    public static ImmutableArray<SessionEvent> AskAgain(SessionState state, ApprovalKeys? keys, string newId, DateTimeOffset now) =>
        state.Report is { } report
        && StatusReading.Of(report.Status) is { IsDialog: true, Wants: { } kind }
        && !AgentStartUp.IsDialog(report.Status)
        && !state.Pending.Any(request => request.Source is RequestSource.Status or RequestSource.Hook)
            ? [new AttentionRequested(now, Request(state, report, keys, kind, newId, now))]
            : [];

    /// <summary>The request for the dialog of the newest report, as it is without a hook; null when that is of none.</summary>
    /// <param name="state">The session.</param>
    /// <param name="keys">The keys that answer its agent's dialogs, where they are known.</param>
    /// <param name="asked">The request with a hook.</param>
    public static PendingRequest? WithoutHook(SessionState state, ApprovalKeys? keys, PendingRequest asked) =>
        state.Report is { } report && report.Position == asked.Position && StatusReading.Of(report.Status) is { IsDialog: true, Wants: { } kind }
            ? Request(state, report, keys, kind, asked.RequestId, asked.CreatedAt) with { Notifier = asked.Notifier }
            : null;

    /// <summary>The key that takes a decision on an approval; null when it is not known.</summary>
    public static AgentKeys? KeyOf(ApprovalKeys? keys, string decision) =>
        decision == Allow.Id ? keys?.Allow : decision == Deny.Id ? keys?.Deny : null;

    // A program at work reports again and again; only a change is stored. Two blocks in a row are never the same.
    private static bool IsNews(SessionState state, StatusReading reading, ProgramStatus status) =>
        reading.Wants is not null
        || state.Report is not { } known
        || StatusReading.Of(known.Status) != reading
        || known.Status.State != status.State;

    private static PendingRequest Request(
        SessionState state, KnownStatus report, ApprovalKeys? keys, AttentionKind kind, string id, DateTimeOffset now)
    {
        var agent = state.Launch.AgentName;
        var (title, body) = RequestText.Of(report.Status.Message, kind switch
        {
            AttentionKind.Approval => $"{agent} asks for permission",
            AttentionKind.Question => $"{agent} asks a question",
            _ => $"{agent} needs you to log in",
        });
        return new PendingRequest(id, kind, title, now, RequestSource.Status, report.Position, body, Options(keys, kind, report.Status));
    }

    private static ImmutableArray<AttentionOption> Options(ApprovalKeys? keys, AttentionKind kind, ProgramStatus status) => kind switch
    {
        AttentionKind.Notice => [RequestText.Dismiss],
        AttentionKind.Approval when keys?.AreFor(status.Message) == true => [Allow, Deny],
        _ => [],
    };
}
