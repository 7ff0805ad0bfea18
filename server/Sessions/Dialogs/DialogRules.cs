using System.Collections.Immutable;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>What follows from the dialogs that are known by the words on the screen, and how facts about them change the session. Pure.</summary>
internal static class DialogRules
{
    /// <summary>
    /// True once the program has told that its start is over, or has been given a prompt: from then on its words are those
    /// of a conversation.
    /// </summary>
    public static bool HasBegun(SessionState state) =>
        IsTold(state.Report?.Status)
        || state.Queue.Any(prompt => prompt.IsDelivering)
        || (state.StartedAt is { } start && state.Delivered.Any(prompt => prompt.At >= start));

    /// <summary>True when the program's report tells that its start is over.</summary>
    public static bool IsTold(AgentStartUp startUp, ProgramStatus? status) => status is not null && IsTold(startUp.Read(status));

    /// <summary>What follows when a dialog is seen; nothing when that is known.</summary>
    /// <param name="state">The session.</param>
    /// <param name="asks">What it wants.</param>
    /// <param name="isStuck">True when it should have been gone.</param>
    /// <param name="newId">Id for a request.</param>
    /// <param name="now">The time.</param>
    /// <param name="activity">What the agent is doing, as people are told, while it stands there.</param>
    public static ImmutableArray<SessionEvent> Show(
        SessionState state, string asks, bool isStuck, string newId, DateTimeOffset now, SessionActivity activity = SessionActivity.NeedsAnswer)
    {
        if (state.Dialog is { } known && known.Asks == asks && known.IsStuck == isStuck) return [];
        var events = Withdraw(state, now).Add(new DialogShown(now, asks, isStuck, activity));
        // What the program says of it by itself is a request already.
        return state.Pending.Any(request => request.Source == RequestSource.Status)
            ? events
            : events.Add(new AttentionRequested(now, Request(asks, isStuck, newId, now)));
    }

    /// <summary>What follows when no dialog is seen any more.</summary>
    public static ImmutableArray<SessionEvent> Hide(SessionState state, DateTimeOffset now) =>
        state.Dialog is null ? [] : Withdraw(state, now).Add(new DialogGone(now));

    /// <summary>
    /// The key that comes next on the way to a yes; null for none, and where something is not as it has to be: something else
    /// stands on the screen, or the program has not reported it although it reports such dialogs.
    /// </summary>
    /// <param name="state">The session.</param>
    /// <param name="seen">The dialog.</param>
    /// <param name="pressed">The keys that were pressed in it.</param>
    public static DialogKey? NextKey(SessionState state, SeenDialog seen, ImmutableHashSet<DialogKey> pressed)
    {
        if (!seen.IsAlone || (seen.Dialog.Report is not null && !IsReported(state))) return null;
        return seen.Dialog.YesKeys.FirstOrDefault(key => key.At.IsMatch(seen.Words)) is { } next && !pressed.Contains(next) ? next : null;
    }

    public static SessionState Apply(SessionState state, DialogEvent fact) => fact switch
    {
        DialogShown shown => state with
        {
            Dialog = new ShownDialog(shown.Asks, state.Dialog?.Asks == shown.Asks ? state.Dialog.Since : fact.At, shown.IsStuck, shown.Activity),
            UpdatedAt = fact.At,
        },
        DialogGone => state with { Dialog = null, UpdatedAt = fact.At },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no fact about a dialog."),
    };

    private static PendingRequest Request(string asks, bool isStuck, string id, DateTimeOffset now) =>
        new(id, AttentionKind.Question, asks, now, RequestSource.Dialog, Position: 0, new ShownDialog(asks, now, isStuck).More);

    private static ImmutableArray<SessionEvent> Withdraw(SessionState state, DateTimeOffset now) =>
        [.. state.Pending.Where(request => request.Source == RequestSource.Dialog)
            .Select(request => new AttentionResolved(now, request.RequestId, AttentionOutcome.Withdrawn))];

    private static bool IsReported(SessionState state) => state.Report is { } report && AgentStartUp.IsDialog(report.Status);

    // A word that is not known says nothing.
    private static bool IsTold(ProgramStatus? status) =>
        status is not null && !AgentStartUp.IsDialog(status) && StatusReading.Of(status).Activity != SessionActivity.Unknown;
}
