using System.Collections.Immutable;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// Activity, and what is wanted, from what a transcript says of the turn. A program that tells its state in its terminal,
/// or by its own API, tells all of it, also what no transcript has, such as an interrupt: its transcript then only adds why it
/// failed, and that a turn behind that went well. Pure.
/// </summary>
internal static class TranscriptReports
{
    // A report and the line that explains it are written by one program, but not at one moment.
    private static readonly TimeSpan SameMoment = TimeSpan.FromSeconds(10);

    /// <summary>What the records say of the turn last, which of them does, and how far it was read; null when none says anything.</summary>
    public static (TranscriptTurn Turn, ActivityConfidence Confidence, long Position)? Newest(SessionEnrichment enrichment)
    {
        var (main, hooks) = (enrichment.Main, enrichment.Hooks);
        // What hooks do not tell, such as an interrupt, stands in the transcript later than what they told last.
        if (hooks?.Reading.Turn is { } told && !(main?.Reading.Turn?.At > told.At)) return (told, ActivityConfidence.Hook, hooks.Offset);
        return main?.Reading.Turn is { } turn ? (turn, ActivityConfidence.Transcript, main.Offset) : null;
    }

    /// <summary>
    /// True when the session is not told what follows from its records, though all of them was read: a program may write down
    /// why it failed before it shows that it did.
    /// </summary>
    public static bool IsUntold(SessionState state, SessionEnrichment enrichment) =>
        Newest(enrichment) is var (turn, confidence, position)
        && !Decide(state, turn, confidence, position, isWatched: true, newId: "", now: turn.At ?? default).IsEmpty;

    /// <summary>What follows from the newest lines.</summary>
    /// <param name="state">The session.</param>
    /// <param name="turn">What the transcript, or a hook, says of the turn.</param>
    /// <param name="confidence">Which of them it was.</param>
    /// <param name="position">How far it was read.</param>
    /// <param name="isWatched">True when somebody sees it.</param>
    /// <param name="newId">Id for a request.</param>
    /// <param name="now">The time.</param>
    public static ImmutableArray<SessionEvent> Decide(
        SessionState state, TranscriptTurn turn, ActivityConfidence confidence, long position, bool isWatched, string newId, DateTimeOffset now)
    {
        // What an earlier run left unfinished says nothing of this one.
        if (!AttentionRules.Listens(state) || turn.At is not { } at || at < state.StartedAt) return [];
        var isOver = turn.MayBeOver && IsBehindFailure(state, at);
        var read = new ActivityRead(now, isOver ? SessionActivity.Idle : turn.Activity, confidence, DetailOf(turn), isWatched);
        if ((read.Activity, read.Detail) == (state.Activity, state.ActivityDetail)) return [];
        var tellsItself = state.Report is not null || state.Titled is not null || state.Confidence == ActivityConfidence.Protocol;
        if (tellsItself && !Explains(state, turn, at) && !isOver) return [];
        return ActivityReadings.Follow(state, read, position, newId);
    }

    // A program reports that it failed without saying why; or shows no more than that it has ended its turn.
    private static bool Explains(SessionState state, TranscriptTurn turn, DateTimeOffset at) =>
        (state.Activity == SessionActivity.Failing || state.Titled == SessionActivity.Idle)
        && state.ActivityDetail is null
        && turn.Activity is SessionActivity.Failing or SessionActivity.Limited
        && at > state.ActivitySince - SameMoment;

    // A turn may be over before its title was looked at, which then says what it said behind the failure.
    private static bool IsBehindFailure(SessionState state, DateTimeOffset at) =>
        state is { Titled: SessionActivity.Idle, Activity: SessionActivity.Failing or SessionActivity.Limited } && at > state.ActivitySince;

    private static string? DetailOf(TranscriptTurn turn) => turn.LimitedUntil is { } until ? RequestText.Limit(turn.Detail, until) : turn.Detail;
}
