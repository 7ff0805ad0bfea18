using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Enrichment;

/// <summary>What a transcript changes of what is known of an agent.</summary>
[TestClass]
public sealed class TranscriptReportsTests
{
    private static readonly DateTimeOffset Started = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private SessionState _state = SessionFold.Create(SessionWorld.Created("a", "none")) with { Phase = SessionPhase.Detached, StartedAt = Started };
    private int _ids;

    [TestMethod]
    public void Turns_are_followed_and_say_where_they_were_read()
    {
        Read(SessionActivity.Working, 1);
        var working = _state.ToSummary();
        Read(SessionActivity.Idle, 2);
        var idle = _state.ToSummary();

        Assert.AreEqual((SessionActivity.Working, ActivityConfidence.Transcript, false), (working.Activity, working.Confidence, working.Unread));
        Assert.AreEqual((SessionActivity.Idle, ActivityConfidence.Transcript, true), (idle.Activity, idle.Confidence, idle.Unread));
        Assert.AreEqual(Started.AddMinutes(2), idle.ActivitySince);
    }

    [TestMethod]
    [TestCategory("LST-07")]
    [DataRow(true)]
    [DataRow(false)]
    public void Turn_that_a_user_interrupted_is_not_unread_and_the_next_one_is(bool isByPrompt)
    {
        var at = Started.AddSeconds(90);
        Read(SessionActivity.Working, 1);
        _state = SessionFold.Apply(_state, isByPrompt
            ? PromptQueue.Accept("m", "something else", SendMode.Interrupt, at)
            : SessionRules.Decide(_state, agent: null, new Interrupt(), isWatched: false, [], at).Single());
        Read(SessionActivity.Idle, 2);
        Assert.IsFalse(_state.IsUnread);

        Assert.IsEmpty(SessionRules.Decide(_state, agent: null, new Interrupt(), isWatched: false, [], at));
        Read(SessionActivity.Working, 3);
        Read(SessionActivity.Idle, 4);
        Assert.IsTrue(_state.IsUnread);
    }

    [TestMethod]
    public void Turn_that_an_earlier_run_left_unfinished_says_nothing()
    {
        Read(SessionActivity.Working, -1);

        Assert.AreEqual(SessionActivity.Unknown, _state.Activity);
        Assert.AreEqual(ActivityConfidence.None, _state.ToSummary().Confidence);
    }

    [TestMethod]
    public void Same_again_is_no_news()
    {
        Read(SessionActivity.Working, 1);

        Assert.IsEmpty(Decide(SessionActivity.Working, 2));
    }

    [TestMethod]
    public void Program_that_tells_by_its_own_api_is_believed_before_its_records()
    {
        _state = _state with { Activity = SessionActivity.Working, Confidence = ActivityConfidence.Protocol };

        Assert.IsEmpty(Decide(SessionActivity.Idle, 1));
        Assert.IsEmpty(Decide(SessionActivity.Failing, 1));
    }

    [TestMethod]
    public void Program_that_reports_its_state_is_believed_before_its_transcript()
    {
        Report("working");

        Assert.IsEmpty(Decide(SessionActivity.Idle, 1));
        Assert.IsEmpty(Decide(SessionActivity.NeedsApproval, 1));
    }

    [TestMethod]
    [DataRow(SessionActivity.Limited)]
    [DataRow(SessionActivity.Failing)]
    public void Transcript_tells_why_a_program_failed_that_does_not_say(SessionActivity activity)
    {
        Report("error");
        Read(activity, 0, "exceeded retry limit, last status: 429");

        Assert.AreEqual((activity, "exceeded retry limit, last status: 429"), (_state.Activity, _state.ActivityDetail));
        Report("working");
        Assert.AreEqual((SessionActivity.Working, null), (_state.Activity, _state.ActivityDetail));
    }

    [TestMethod]
    public void Title_tells_the_turns_of_a_program_that_says_no_more_and_the_transcript_why_it_failed()
    {
        Title("✦  Working… (repo)");
        var working = _state;
        Assert.IsEmpty(Decide(SessionActivity.Idle, 0));
        Title("✋  Action Required (repo)");
        var asking = _state;
        Title("◇  Ready (repo)");
        Read(SessionActivity.Failing, 0, "API error");
        var failed = _state;
        Title("◇  Ready (repo)");
        Title("no words that are known");

        Assert.AreEqual((SessionActivity.Working, ActivityConfidence.Screen), (working.Activity, working.Confidence));
        Assert.AreEqual(AttentionKind.Approval, asking.Pending.Single().Kind);
        Assert.IsEmpty(failed.Pending);
        Assert.AreEqual((SessionActivity.Failing, "API error"), (failed.Activity, failed.ActivityDetail));
        Assert.AreEqual(SessionActivity.Failing, _state.Activity, "That the title still says the same is no news.");
    }

    [TestMethod]
    [DataRow(SessionActivity.Failing)]
    [DataRow(SessionActivity.Limited)]
    public void Failure_ends_with_a_turn_that_was_over_before_its_title_was_seen(SessionActivity failure)
    {
        Title("✦  Working… (repo)");
        Title("◇  Ready (repo)");
        Read(failure, 1, "API error");
        var answered = new TranscriptTurn(SessionActivity.Working, MayBeOver: true);
        Assert.IsEmpty(Decide(answered with { At = Started.AddMinutes(1) }), "What was written before it is not behind it.");
        Assert.IsEmpty(Decide(SessionActivity.Working, 2), "It has not answered.");

        Apply(answered with { At = Started.AddMinutes(2) });

        Assert.AreEqual((SessionActivity.Idle, null), (_state.Activity, _state.ActivityDetail));
    }

    [TestMethod]
    public void Records_are_untold_from_when_the_program_shows_what_they_explain_until_they_are_told()
    {
        var read = new SessionEnrichment([new TranscriptCursor("any", "", Reading: new TranscriptReading(Turn: new(SessionActivity.Failing, Started, "API error")))]);
        Title("✦  Working… (repo)");
        var working = _state;
        Title("◇  Ready (repo)");
        var ready = _state;
        Read(SessionActivity.Failing, 0, "API error");

        Assert.IsFalse(TranscriptReports.IsUntold(working, read));
        Assert.IsTrue(TranscriptReports.IsUntold(ready, read));
        Assert.IsFalse(TranscriptReports.IsUntold(_state, read));
        Assert.IsFalse(TranscriptReports.IsUntold(ready, SessionEnrichment.None));
    }

    [TestMethod]
    public void Failure_of_long_ago_does_not_explain_a_new_one()
    {
        Report("error", minute: 5);

        Assert.IsEmpty(Decide(SessionActivity.Limited, 1, "429"));
    }

    [TestMethod]
    [DataRow(SessionActivity.NeedsApproval, AttentionKind.Approval)]
    [DataRow(SessionActivity.NeedsAnswer, AttentionKind.Question)]
    public void What_an_agent_waits_for_is_asked_for_until_it_goes_on(SessionActivity activity, AttentionKind kind)
    {
        Read(activity, 1);
        var asked = _state;
        Read(SessionActivity.Working, 2);

        Assert.AreEqual(kind, asked.Pending.Single().Kind);
        Assert.IsEmpty(asked.Pending.Single().Options);
        Assert.IsTrue(AttentionRules.HasDialog(asked));
        Assert.IsEmpty(_state.Pending);
        Assert.AreEqual(AttentionOutcome.Withdrawn, _state.Resolved.Single().Outcome);
    }

    [TestMethod]
    public void Limit_says_until_when_it_holds()
    {
        Apply(new TranscriptTurn(SessionActivity.Limited, Started, "usage limit", Started.AddHours(2)));

        Assert.AreEqual("usage limit (until 2026-11-22 14:00 UTC)", _state.ToSummary().ActivityDetail);
    }

    [TestMethod]
    [DataRow(SessionPhase.Closing)]
    [DataRow(SessionPhase.Ended)]
    public void Session_that_ends_is_not_followed(SessionPhase phase)
    {
        _state = _state with { Phase = phase };

        Assert.IsEmpty(Decide(SessionActivity.Working, 1));
    }

    private void Read(SessionActivity activity, int minute, string? detail = null) =>
        _state = Decide(activity, minute, detail).Aggregate(_state, SessionFold.Apply);

    private ImmutableArray<SessionEvent> Decide(SessionActivity activity, int minute, string? detail = null) =>
        Decide(new TranscriptTurn(activity, Started.AddMinutes(minute), detail));

    private void Apply(TranscriptTurn turn) => _state = Decide(turn).Aggregate(_state, SessionFold.Apply);

    private ImmutableArray<SessionEvent> Decide(TranscriptTurn turn) =>
        TranscriptReports.Decide(_state, turn, ActivityConfidence.Transcript, position: 1, isWatched: false, $"{_ids++}", turn.At!.Value);

    private void Title(string title)
    {
        var told = TitleReading.Told(_state, BuiltInAgents.Find("gemini"), TerminalFacts.None with { Title = title });
        var events = ActivityReadings.OfTitle(_state, told, isWatched: false, $"{_ids++}", Started);
        _state = events.Aggregate(_state, SessionFold.Apply);
    }

    private void Report(string status, int minute = 0)
    {
        var facts = TerminalFacts.None with { Status = new ProgramStatus(status), StatusPosition = ++_ids };
        var events = StatusReports.Decide(_state, facts, keys: null, isWatched: true, $"{_ids}", Started.AddMinutes(minute));
        _state = events.Aggregate(_state, SessionFold.Apply);
    }
}
