using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Agents.Dialogs;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Sessions.Dialogs;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Dialogs;

/// <summary>What follows from the dialogs of a program's start.</summary>
[TestClass]
public sealed class DialogRulesTests
{
    private const string Asks = "Asks whether to trust this folder";
    private static readonly DateTimeOffset Started = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SeenDialog ClaudeTrust = Seen("claude-trust", KnownDialogs.Claude);
    private static readonly SeenDialog ClaudeTrustYes = Seen("claude-trust-yes", KnownDialogs.Claude);
    private static readonly SeenDialog KimiTrust = Seen("kimi-trust", KnownDialogs.Kimi);
    private readonly SessionState _state = SessionFold.Create(SessionWorld.Created("s", "program")) with { Phase = SessionPhase.Active, StartedAt = Started };

    [TestMethod]
    public void Dialog_is_what_the_session_waits_for_until_it_is_gone()
    {
        var shown = Apply(_state with { Detail = "A prompt may not have reached it." }, state => DialogRules.Show(state, Asks, isStuck: false, "r1", At(1)));
        var again = DialogRules.Show(shown, Asks, isStuck: false, "r2", At(2));
        var gone = Apply(shown, state => DialogRules.Hide(state, At(3)));
        var summary = shown.ToSummary();

        Assert.IsEmpty(again);
        Assert.AreEqual((SessionActivity.NeedsAnswer, ActivityConfidence.Screen, At(1)), (summary.Activity, summary.Confidence, summary.ActivitySince));
        Assert.AreEqual($"{Asks}\nA prompt may not have reached it.", summary.ActivityDetail);
        Assert.AreEqual(new AttentionSummary(1, AttentionKind.Question, "r1", Asks), summary.Attention);
        Assert.IsTrue(AttentionRules.HasDialog(shown));
        Assert.AreEqual((SessionActivity.Unknown, 0), (gone.ToSummary().Activity, gone.Pending.Length));
        Assert.AreEqual(AttentionOutcome.Withdrawn, gone.Resolved.Single().Outcome);
        Assert.IsFalse(AttentionRules.HasDialog(gone));
        Assert.IsEmpty(DialogRules.Hide(gone, At(4)));
    }

    [TestMethod]
    public void Limit_is_what_the_session_is_shown_as_while_its_dialog_stands_there()
    {
        const string Limit = "Usage limit reached for m.";
        var working = _state with { Activity = SessionActivity.Working, Confidence = ActivityConfidence.Screen };
        var shown = Apply(working, state => DialogRules.Show(state, Limit, isStuck: false, "r1", At(1), SessionActivity.Limited));
        var summary = shown.ToSummary();

        Assert.AreEqual((SessionActivity.Limited, Limit), (summary.Activity, summary.ActivityDetail));
        Assert.AreEqual(new AttentionSummary(1, AttentionKind.Question, "r1", Limit), summary.Attention);
        Assert.IsTrue(AttentionRules.HasDialog(shown));
        Assert.IsFalse(shown.Dialog!.IsOfStart);
        Assert.IsEmpty(DialogRules.Show(shown, Limit, isStuck: false, "r2", At(2), SessionActivity.Limited));
        Assert.AreEqual(SessionActivity.Working, Apply(shown, state => DialogRules.Hide(state, At(3))).ToSummary().Activity);
        Assert.AreEqual(shown.Dialog, StoredJson.ReadState(StoredJson.Write(shown)).Dialog);
    }

    [TestMethod]
    public void Next_dialog_takes_the_place_of_the_one_before()
    {
        var first = Apply(_state, state => DialogRules.Show(state, "Asks to choose a theme", isStuck: false, "r1", At(1)));
        var second = Apply(first, state => DialogRules.Show(state, "Asks to sign in", isStuck: false, "r2", At(2)));

        Assert.AreEqual(("Asks to sign in", At(2)), (second.Dialog!.Told, second.Dialog.Since));
        Assert.AreEqual("r2", second.Pending.Single().RequestId);
    }

    [TestMethod]
    public void Dialog_that_stays_after_its_answer_says_so_and_is_asked_anew()
    {
        var shown = Apply(_state, state => DialogRules.Show(state, Asks, isStuck: false, "r1", At(1)));
        var stuck = Apply(shown, state => DialogRules.Show(state, Asks, isStuck: true, "r2", At(2)));

        StringAssert.StartsWith(stuck.ToSummary().ActivityDetail, $"{Asks}. It was answered as the settings allow, and is still there", StringComparison.Ordinal);
        Assert.AreEqual(("r2", At(1)), (stuck.Pending.Single().RequestId, stuck.Dialog!.Since));
        Assert.IsEmpty(DialogRules.Show(stuck, Asks, isStuck: true, "r3", At(3)));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Dialog_that_is_seen_and_reported_is_one_request_and_no_approval(bool isSeenFirst)
    {
        var facts = TerminalFacts.None with
        {
            Status = KnownDialogs.Claude.Read(new ProgramStatus("blocked", Kind: "permission", Message: "trust this folder")), StatusPosition = 7,
        };
        SessionState Look(SessionState state) => Apply(state, next => DialogRules.Show(next, Asks, isStuck: false, "seen", At(1)));
        SessionState Hear(SessionState state) => Apply(state, next => StatusReports.Decide(next, facts, keys: null, isWatched: false, "reported", At(1)));

        var both = isSeenFirst ? Hear(Look(_state)) : Look(Hear(_state));
        var summary = both.ToSummary();

        Assert.AreEqual((SessionActivity.NeedsAnswer, Asks), (summary.Activity, summary.ActivityDetail));
        Assert.AreEqual((1, AttentionKind.Question, Asks), (summary.Attention.Count, summary.Attention.Kind, summary.Attention.Title));
        Assert.IsFalse(DialogRules.HasBegun(both));
    }

    [TestMethod]
    [DataRow("idle", true)]
    [DataRow("working", true)]
    [DataRow("blocked", true)]
    [DataRow("clear", false)]
    [DataRow(null, false)]
    public void Conversation_begins_with_the_first_report_that_says_something(string? word, bool hasBegun)
    {
        var state = _state with { Report = word is null ? null : new KnownStatus(new ProgramStatus(word, Kind: "question"), 1) };

        Assert.AreEqual(hasBegun, DialogRules.HasBegun(state));
    }

    [TestMethod]
    [DataRow(1, true)]
    [DataRow(-1, false)]
    public void Conversation_begins_with_the_first_prompt_of_the_run(int second, bool hasBegun) =>
        Assert.AreEqual(hasBegun, DialogRules.HasBegun(_state with { Delivered = [new DeliveredPrompt("hello", At(second))] }));

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Conversation_begins_when_a_prompt_begins_to_be_typed(bool isDelivering) => Assert.AreEqual(
        isDelivering, DialogRules.HasBegun(_state with { Queue = [new QueuedPrompt("m", "hello", Started, IsDelivering: isDelivering)] }));

    [TestMethod]
    public void Each_key_is_pressed_once_and_only_where_it_says_yes()
    {
        var reported = Reported();
        var down = DialogRules.NextKey(reported, ClaudeTrust, [])!;
        var enter = DialogRules.NextKey(reported, ClaudeTrustYes, [down])!;

        Assert.AreEqual(("\e[B", "\r"), (down.Key, enter.Key));
        Assert.IsNull(DialogRules.NextKey(reported, ClaudeTrust, [down]));
        Assert.IsNull(DialogRules.NextKey(reported, ClaudeTrustYes, [down, enter]));
        Assert.AreEqual("\r", DialogRules.NextKey(_state, KimiTrust, [])!.Key);
    }

    [TestMethod]
    public void Key_is_pressed_only_when_all_is_as_it_has_to_be()
    {
        Assert.IsNull(DialogRules.NextKey(_state, ClaudeTrust, []), "it is not reported");
        Assert.IsNull(DialogRules.NextKey(_state, KimiTrust with { IsAlone = false }, []), "something else is on the screen");
        Assert.IsNull(DialogRules.NextKey(Reported(), Seen("claude-bypass", KnownDialogs.Claude), []), "it is no question of trust");
    }

    private SessionState Reported() => _state with { Report = new KnownStatus(new ProgramStatus("blocked", Kind: "dialog", Message: Asks), 1) };

    private static SessionState Apply(SessionState state, Func<SessionState, IEnumerable<SessionEvent>> decide) =>
        decide(state).Aggregate(state, SessionFold.Apply);

    private static DateTimeOffset At(int seconds) => Started.AddSeconds(seconds);

    private static SeenDialog Seen(string screen, AgentStartUp startUp) => startUp.Find(ScreenWords.Of(RecordedScreens.Read(screen)))!;
}
