using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>
/// Notices from what a program asks to show (OSC 9, 777, 99) and from its bell: one at most, for whoever does not look at
/// the session, and none beside a request that says more. Pure.
/// </summary>
internal static class TerminalNotices
{
    /// <summary>What follows from what the program said after a position, and from who looks.</summary>
    /// <param name="state">The session.</param>
    /// <param name="facts">What its program said.</param>
    /// <param name="heardUntil">What came before this position was taken into account.</param>
    /// <param name="isLookedAt">True while a user has the session before them.</param>
    /// <param name="newId">Id for a request.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<SessionEvent> Decide(
        SessionState state, TerminalFacts facts, long heardUntil, bool isLookedAt, string newId, DateTimeOffset now)
    {
        var open = state.Pending.FirstOrDefault(request => request.Source == RequestSource.Terminal);
        if (isLookedAt || state.Pending.Any(request => request.Source != RequestSource.Terminal)) return Withdraw(open, now);
        if (Read(state, facts, heardUntil, open, newId, now) is not { } notice || IsSame(notice, open)) return [];
        return Withdraw(open, now).Add(new AttentionRequested(now, notice));
    }

    private static PendingRequest? Read(
        SessionState state, TerminalFacts facts, long heardUntil, PendingRequest? open, string newId, DateTimeOffset now)
    {
        var agent = state.Launch.AgentName;
        if (facts.Notification is { } notification && facts.NotificationPosition > heardUntil)
            return Notice(RequestText.Of(notification.Title, notification.Body, $"{agent} asks for attention"), facts.NotificationPosition);
        // A bell says less than what is already shown.
        return facts.BellPosition > heardUntil && open is null ? Notice(($"{agent} rang the bell", null), facts.BellPosition) : null;

        PendingRequest Notice((string Title, string? Body) text, long position) =>
            new(newId, AttentionKind.Notice, text.Title, now, RequestSource.Terminal, position, text.Body, [RequestText.Dismiss]);
    }

    private static bool IsSame(PendingRequest notice, PendingRequest? open) => open is not null && (notice.Title, notice.Body) == (open.Title, open.Body);

    private static ImmutableArray<SessionEvent> Withdraw(PendingRequest? open, DateTimeOffset now) =>
        open is null ? [] : [new AttentionResolved(now, open.RequestId, AttentionOutcome.Withdrawn)];
}
