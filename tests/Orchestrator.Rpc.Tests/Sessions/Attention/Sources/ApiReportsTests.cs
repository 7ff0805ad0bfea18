using System.Collections.Immutable;
using Orchestrator.Agents.OpenCode;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;

namespace Orchestrator.Rpc.Tests.Sessions.Attention.Sources;

/// <summary>What the API of a program changes of what is known of its session.</summary>
[TestClass]
public sealed class ApiReportsTests
{
    private const string Own = "ses_own";
    private const string Child = "ses_child";
    private const string Foreign = "ses_foreign";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private SessionState _state = SessionFold.Create(SessionWorld.Created("a", "none")) with { Phase = SessionPhase.Detached, NativeSessionId = Own };
    private OpenCodeBoard _board = OpenCodeBoard.Empty;
    private int _ids;

    [TestMethod]
    public void Turn_is_followed()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy));
        Assert.AreEqual((SessionActivity.Working, ActivityConfidence.Protocol), (_state.Activity, _state.Confidence));

        Tell(new OpenCodeEvent.Doing(Own, new OpenCodeStatus(OpenCodeStatusKind.Retry, "Rate limit", Now)));
        Assert.AreEqual((SessionActivity.Limited, "Rate limit (until 2026-11-22 12:00 UTC)"), (_state.Activity, _state.ActivityDetail));

        Tell(Does(Own, OpenCodeStatusKind.Idle));
        Assert.AreEqual((SessionActivity.Idle, null, true), (_state.Activity, _state.ActivityDetail, !_state.IsUnread));
        Assert.IsEmpty(Decide());
    }

    [TestMethod]
    public void Failure_lasts_until_the_next_turn_and_no_shorter()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), new OpenCodeEvent.Failed(Own, "Invalid Authentication"), Does(Own, OpenCodeStatusKind.Idle), Does(Own, OpenCodeStatusKind.Idle));
        Assert.AreEqual((SessionActivity.Failing, "Invalid Authentication"), (_state.Activity, _state.ActivityDetail));

        Tell(Does(Own, OpenCodeStatusKind.Busy));
        Tell(Does(Own, OpenCodeStatusKind.Idle));
        Assert.AreEqual((SessionActivity.Idle, null), (_state.Activity, _state.ActivityDetail));
    }

    [TestMethod]
    public void Permission_is_one_request_until_it_is_answered_elsewhere()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), Asks("per_1", Own));
        var request = _state.Pending.Single();
        Assert.AreEqual((SessionActivity.NeedsApproval, AttentionKind.Approval, "bash: touch x", "per_1"), (_state.Activity, request.Kind, request.Title, request.DialogId));
        CollectionAssert.AreEqual(new[] { "allow", "deny" }, request.Options.Select(option => option.Id).ToArray());

        Tell(Does(Own, OpenCodeStatusKind.Busy), Asks("per_1", Own));
        Assert.AreEqual(request, _state.Pending.Single());

        Tell(new OpenCodeEvent.Settled(Own, "per_1"));
        Assert.AreEqual((SessionActivity.Working, AttentionOutcome.Withdrawn, 0), (_state.Activity, _state.Resolved.Single().Outcome, _state.Pending.Length));
    }

    [TestMethod]
    public void Question_needs_an_answer_that_is_given_in_the_terminal()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), new OpenCodeEvent.Asked(new OpenCodeDialog("que_1", Own, IsQuestion: true, "Which colour?")));

        Assert.AreEqual((SessionActivity.NeedsAnswer, AttentionKind.Question, true), (_state.Activity, _state.Pending.Single().Kind, _state.Pending.Single().Options.IsEmpty));
    }

    [TestMethod]
    public void Answered_dialog_is_asked_about_no_more_though_its_end_has_not_come()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), Asks("per_1", Own), Asks("per_2", Own));
        Apply([new AttentionResolved(Now, _state.Pending.Single().RequestId, AttentionOutcome.Answered, "me")]);

        Tell();
        Assert.AreEqual("per_2", _state.Pending.Single().DialogId);
        Apply([new AttentionResolved(Now, _state.Pending.Single().RequestId, AttentionOutcome.Answered, "me")]);
        Tell();

        Assert.AreEqual((SessionActivity.Working, 0), (_state.Activity, _state.Pending.Length));
    }

    [TestMethod]
    public void Of_several_dialogs_the_oldest_is_the_request()
    {
        Tell(Asks("per_1", Own), Asks("per_2", Own));
        Assert.AreEqual("per_1", _state.Pending.Single().DialogId);

        Tell(new OpenCodeEvent.Settled(Own, "per_1"));
        Assert.AreEqual("per_2", _state.Pending.Single().DialogId);
    }

    [TestMethod]
    public void Conversation_that_is_not_the_sessions_says_nothing()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), Does(Own, OpenCodeStatusKind.Idle));
        var before = _state;

        Tell(new OpenCodeEvent.Known(Foreign, Parent: null), Does(Foreign, OpenCodeStatusKind.Busy), Asks("per_1", Foreign), new OpenCodeEvent.Failed(Foreign, "no"));

        Assert.AreSame(before, _state);
    }

    [TestMethod]
    public void Child_asks_and_waits_for_its_parent()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), new OpenCodeEvent.Known(Child, Own), new OpenCodeEvent.Known("ses_grandchild", Child), Asks("per_1", "ses_grandchild"));
        Assert.AreEqual("per_1", _state.Pending.Single().DialogId);

        Tell(new OpenCodeEvent.Settled("ses_grandchild", "per_1"), new OpenCodeEvent.Doing(Child, new OpenCodeStatus(OpenCodeStatusKind.Retry, "Overloaded")));
        Assert.AreEqual((SessionActivity.Limited, "Overloaded"), (_state.Activity, _state.ActivityDetail));

        Tell(Does(Child, OpenCodeStatusKind.Idle));
        Assert.AreEqual(SessionActivity.Working, _state.Activity);
    }

    [TestMethod]
    public void First_conversation_is_the_sessions_until_its_own_is_known()
    {
        _state = _state with { NativeSessionId = null };
        Tell(new OpenCodeEvent.Known(Own, Parent: null), new OpenCodeEvent.Known(Child, Own), Does(Child, OpenCodeStatusKind.Busy), Does(Own, OpenCodeStatusKind.Busy), Asks("per_1", Child));

        Assert.AreEqual("per_1", _state.Pending.Single().DialogId);
    }

    [TestMethod]
    public void Dialog_that_is_open_when_the_stream_begins_again_stays_the_same_request()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), Asks("per_1", Own));
        var before = _state;

        _board = OpenCodeBoard.Empty.After(Statuses(Own), [Dialog("per_1", Own)]);
        Tell();

        Assert.AreSame(before, _state);
    }

    [TestMethod]
    public void What_the_lists_have_no_more_is_over()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), Asks("per_1", Own));

        _board = _board.After(ImmutableDictionary<string, OpenCodeStatus>.Empty, []);
        Tell();

        Assert.AreEqual((SessionActivity.Idle, 0), (_state.Activity, _state.Pending.Length));
    }

    [TestMethod]
    [DataRow(SessionActivity.Working, SessionActivity.Idle)]
    [DataRow(SessionActivity.NeedsApproval, SessionActivity.Idle)]
    [DataRow(SessionActivity.Failing, SessionActivity.Failing)]
    public void Next_host_takes_silence_for_rest_and_keeps_a_failure(SessionActivity before, SessionActivity after)
    {
        _state = _state with { Activity = before, Confidence = ActivityConfidence.Protocol };

        Tell();

        Assert.AreEqual(after, _state.Activity);
    }

    [TestMethod]
    [DataRow(SessionActivity.Unknown, ActivityConfidence.None)]
    [DataRow(SessionActivity.Working, ActivityConfidence.Transcript)]
    public void Silence_says_nothing_of_a_turn_that_was_not_told_of_yet(SessionActivity activity, ActivityConfidence confidence)
    {
        _state = _state with { Activity = activity, Confidence = confidence };

        Tell(new OpenCodeEvent.Known(Own, Parent: null));
        Assert.AreEqual((activity, confidence), (_state.Activity, _state.Confidence));

        Tell(Does(Own, OpenCodeStatusKind.Busy));
        Tell(Does(Own, OpenCodeStatusKind.Idle));
        Assert.AreEqual((SessionActivity.Idle, ActivityConfidence.Protocol), (_state.Activity, _state.Confidence));
    }

    [TestMethod]
    public void Loss_leaves_the_word_to_the_records()
    {
        Tell(Does(Own, OpenCodeStatusKind.Busy), Asks("per_1", Own));
        Apply(ApiReports.Decide(_state, new OpenCodeSight(_board, IsLost: true), isWatched: true, "lost", Now));

        Assert.AreEqual((SessionActivity.Unknown, null, 0), (_state.Activity, _state.Confidence, _state.Pending.Length));
        Assert.IsEmpty(ApiReports.Decide(_state, new OpenCodeSight(_board, IsLost: true), isWatched: true, "lost", Now));

        Tell();
        Assert.AreEqual((SessionActivity.NeedsApproval, "per_1"), (_state.Activity, _state.Pending.Single().DialogId));
    }

    [TestMethod]
    public void Loss_says_nothing_of_what_others_told()
    {
        _state = _state with { Activity = SessionActivity.Working, Confidence = ActivityConfidence.Transcript };

        Assert.IsEmpty(ApiReports.Decide(_state, new OpenCodeSight(Board: null, IsLost: true), isWatched: true, "lost", Now));
        Assert.IsEmpty(ApiReports.Decide(_state, new OpenCodeSight(Board: null, IsLost: false), isWatched: true, "lost", Now));
    }

    private static ImmutableDictionary<string, OpenCodeStatus> Statuses(string id) =>
        ImmutableDictionary<string, OpenCodeStatus>.Empty.Add(id, new OpenCodeStatus(OpenCodeStatusKind.Busy));

    private static OpenCodeEvent.Doing Does(string conversation, OpenCodeStatusKind kind) => new(conversation, new OpenCodeStatus(kind));

    private static OpenCodeDialog Dialog(string id, string conversation) => new(id, conversation, IsQuestion: false, "bash: touch x");

    private static OpenCodeEvent.Asked Asks(string id, string conversation) => new(Dialog(id, conversation));

    private void Tell(params OpenCodeEvent[] events)
    {
        _board = events.Aggregate(_board, (board, told) => board.After(told));
        Apply(Decide());
    }

    private ImmutableArray<SessionEvent> Decide() => ApiReports.Decide(_state, new OpenCodeSight(_board, IsLost: false), isWatched: true, $"{_ids++}", Now);

    private void Apply(ImmutableArray<SessionEvent> events) => _state = events.Aggregate(_state, SessionFold.Apply);
}
