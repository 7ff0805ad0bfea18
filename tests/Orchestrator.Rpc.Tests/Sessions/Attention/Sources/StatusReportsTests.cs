using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Attention.Sources;

[TestClass]
public sealed class StatusReportsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ProgramStatus Block = new("blocked", Kind: "permission", Message: "approve Bash: touch x.txt");

    private int _ids;

    [TestMethod]
    [DataRow("working", null, null, SessionActivity.Working, null)]
    [DataRow("idle", null, null, SessionActivity.Idle, null)]
    [DataRow("done", null, null, SessionActivity.Idle, null)]
    [DataRow("blocked", "permission", null, SessionActivity.NeedsApproval, AttentionKind.Approval)]
    [DataRow("blocked", "question", "answer: Which?", SessionActivity.NeedsAnswer, AttentionKind.Question)]
    [DataRow("blocked", "auth", "Please run /login", SessionActivity.Failing, AttentionKind.Notice)]
    [DataRow("blocked", "something new", null, SessionActivity.NeedsAnswer, AttentionKind.Question)]
    [DataRow("error", null, "API Error: (429) slow down", SessionActivity.Limited, null)]
    [DataRow("error", null, "API Error: (500)", SessionActivity.Failing, null)]
    [DataRow("error", null, null, SessionActivity.Failing, null)]
    [DataRow("clear", null, null, SessionActivity.Unknown, null)]
    [DataRow("something new", null, null, SessionActivity.Unknown, null)]
    public void Every_report_has_its_meaning(string state, string? kind, string? message, SessionActivity activity, AttentionKind? wants)
    {
        var reading = StatusReading.Of(new ProgramStatus(state, Kind: kind, Message: message));

        Assert.AreEqual((activity, wants), (reading.Activity, reading.Wants));
    }

    [TestMethod]
    public void One_block_is_one_request_however_often_it_is_told()
    {
        var facts = Say(TerminalFacts.None, Block, 10);
        var asked = Follow(Running(), facts);
        var again = Decide(asked, Say(facts, Block, 20));

        Assert.IsEmpty(again);
        Assert.AreEqual(("1", 10L), (asked.Pending.Single().RequestId, asked.Pending.Single().Position));
    }

    [TestMethod]
    public void Dialog_that_outlives_its_answer_is_asked_about_again_as_another_request()
    {
        var asked = Follow(Running(), Say(TerminalFacts.None, Block, 10));
        var answered = SessionFold.Apply(asked, new AttentionResolved(Start, "1", AttentionOutcome.Answered, "someone"));

        var again = StatusReports.AskAgain(answered, Keys(answered), "2", Start);

        Assert.IsEmpty(StatusReports.AskAgain(asked, Keys(asked), "2", Start));
        Assert.IsEmpty(StatusReports.AskAgain(Follow(answered, Say(TerminalFacts.None, new ProgramStatus("working"), 20)), Keys(answered), "2", Start));
        Assert.AreEqual(("2", 10L), (((AttentionRequested)again.Single()).Request.RequestId, ((AttentionRequested)again.Single()).Request.Position));
    }

    [TestMethod]
    [TestCategory("APR-02")]
    public void Next_block_that_says_the_same_is_another_request_also_when_what_was_between_was_never_seen()
    {
        var facts = Say(TerminalFacts.None, Block, 10);
        var asked = Follow(Running(), facts);

        var next = Follow(asked, Say(Say(facts, new ProgramStatus("working"), 20), Block, 20));

        Assert.AreEqual("2", next.Pending.Single().RequestId);
        Assert.AreEqual(new ResolvedRequest("1", AttentionOutcome.Withdrawn, Position: 10), next.Resolved.Single());
    }

    [TestMethod]
    [TestCategory("APR-05")]
    public void Known_block_that_is_read_again_by_the_next_host_is_no_other_request()
    {
        var asked = Follow(Running(), Say(TerminalFacts.None, Block, 10));

        var seeded = TerminalFacts.None with { Status = asked.Report!.Status, StatusPosition = asked.Report.Position };

        Assert.IsEmpty(Decide(asked, seeded));
        Assert.IsEmpty(Decide(asked, Say(seeded, Block, 5000)));
        Assert.IsEmpty(Decide(asked, TerminalFacts.None), "nothing is known of a terminal that was not read again");
    }

    [TestMethod]
    public void Work_that_is_told_again_and_again_is_stored_once()
    {
        var working = Follow(Running(), Say(TerminalFacts.None, new ProgramStatus("working"), 10));

        Assert.IsEmpty(Decide(working, Say(TerminalFacts.None, new ProgramStatus("working", Message: "still"), 20)));
    }

    [TestMethod]
    [DataRow("claude", "approve Bash: touch x.txt", true)]
    [DataRow("claude", "approve Write: x.txt", true)]
    [DataRow("claude", "approve ExitPlanMode: the plan", false)]
    [DataRow("claude", "approve BashOutput: x", false)]
    [DataRow("claude", null, false)]
    [DataRow("codex", null, true)]
    [DataRow("codex", "something it never said before", false)]
    [DataRow("gemini", "approve Bash: touch x.txt", false)]
    [DataRow("command", null, false)]
    [TestCategory("APR-10")]
    public void Only_dialogs_whose_keys_were_established_can_be_answered(string agent, string? message, bool isAnswerable)
    {
        var state = Running(agent);

        var asked = Follow(state, Say(TerminalFacts.None, Block with { Message = message }, 10));

        Assert.AreEqual(isAnswerable ? "allow deny" : "", string.Join(' ', asked.Pending.Single().Options.Select(option => option.Id)));
    }

    [TestMethod]
    [TestCategory("SEC-08")]
    public void Texts_of_programs_are_shown_without_controls_and_cut()
    {
        var asked = Follow(Running(), Say(TerminalFacts.None, Block with { Message = "approve Bash:\u001b[31m rm\u202E\n" + new string('x', 9000) }, 10)).Pending.Single();

        Assert.AreEqual(RequestText.MaxTitle, asked.Title.Length);
        StringAssert.StartsWith(asked.Title, "approve Bash:[31m rm x", StringComparison.Ordinal);
        Assert.AreEqual(RequestText.MaxBody, asked.Body!.Length);
    }

    [TestMethod]
    [DataRow("done", false, true)]
    [DataRow("done", true, false)]
    [DataRow("idle", false, false)]
    [DataRow("error", false, false)]
    [TestCategory("LST-07")]
    public void Finished_turn_that_nobody_watched_is_unread(string end, bool isWatched, bool isUnread)
    {
        var working = Follow(Running(), Say(TerminalFacts.None, new ProgramStatus("working"), 10));

        var ended = Decide(working, Say(TerminalFacts.None, new ProgramStatus(end), 20), isWatched).Aggregate(working, SessionFold.Apply);

        Assert.AreEqual(isUnread, ended.IsUnread);
    }

    [TestMethod]
    [TestCategory("APR-06")]
    public void End_of_the_program_withdraws_what_is_pending_and_forgets_what_it_did()
    {
        var asked = Follow(Running(), Say(TerminalFacts.None, Block, 10));

        foreach (var ended in new[]
        {
            SessionFold.Apply(asked, new AgentExited(Start, 0, null, null, null, IsWatched: false)),
            SessionFold.Apply(asked, new AgentLost(Start)),
            SessionFold.Apply(SessionFold.Apply(asked, new StopRequested(Start)), new AgentExited(Start, 0, null, null, null, IsWatched: false)),
        })
        {
            Assert.IsEmpty(ended.Pending);
            Assert.AreEqual(new ResolvedRequest("1", AttentionOutcome.Withdrawn, Position: 10), ended.Resolved.Single());
            Assert.AreEqual((SessionActivity.Unknown, null, null), (ended.Activity, ended.Report, ended.Confidence));
        }

        Assert.IsEmpty(SessionFold.Apply(asked, new StopRequested(Start)).Pending);
        Assert.IsEmpty(SessionFold.Apply(asked, new SuspendRequested(Start)).Pending);
    }

    [TestMethod]
    public void Requests_that_are_over_are_remembered_up_to_a_number()
    {
        var (state, facts) = (Running(), TerminalFacts.None);
        for (var position = 1; position <= 2 * AttentionFold.MaxResolved; position++)
            state = Follow(state, facts = Say(facts, Block with { Message = $"approve Bash: {position}" }, position));

        Assert.HasCount(AttentionFold.MaxResolved, state.Resolved);
        Assert.IsTrue(AttentionRules.Has(state, $"{(2 * AttentionFold.MaxResolved) - 1}"));
        Assert.IsFalse(AttentionRules.Has(state, "1"));
        Assert.AreEqual(ErrorCode.RequestNotFound, Assert.ThrowsExactly<OrchestratorException>(() => AttentionRules.Require(state, "1")).Code);
    }

    [TestMethod]
    [TestCategory("APR-09")]
    public void Prompts_wait_while_a_dialog_is_open()
    {
        var state = SessionFold.Apply(Running(), PromptQueue.Accept("m", "text", SendMode.Queue, Start));
        var asked = Follow(state, Say(TerminalFacts.None, Block, 10));
        var answered = SessionFold.Apply(asked, new AttentionResolved(Start, "1", AttentionOutcome.Answered));
        var working = Follow(answered, Say(TerminalFacts.None, new ProgramStatus("working"), 20));

        Assert.IsNotNull(PromptQueue.Next(state));
        Assert.IsNull(PromptQueue.Next(asked));
        Assert.IsNull(PromptQueue.Next(answered), "the dialog goes when the program says so");
        Assert.IsNotNull(PromptQueue.Next(working));
    }

    [TestMethod]
    public void State_with_a_request_is_stored_whole_but_for_who_notifies_of_it()
    {
        var asked = Follow(Running(), Say(TerminalFacts.None, Block, 10));
        var notified = asked with { Pending = [asked.Pending[0] with { Notifier = 7 }], Resolved = [new ResolvedRequest("0", AttentionOutcome.Answered, "me")] };

        var read = StoredJson.ReadState(StoredJson.Write(notified));

        Assert.AreEqual((asked.Activity, asked.ActivitySince, asked.Confidence, asked.Report), (read.Activity, read.ActivitySince, read.Confidence, read.Report));
        Assert.AreEqual(asked.Pending[0] with { Options = [] }, read.Pending.Single() with { Options = [] });
        CollectionAssert.AreEqual(asked.Pending[0].Options.ToArray(), read.Pending[0].Options.ToArray());
        Assert.AreEqual(notified.Resolved[0], read.Resolved.Single());
    }

    private static SessionState Running(string agent = "claude")
    {
        var created = SessionWorld.Created("a", "none");
        return SessionFold.Create(created with { Launch = created.Launch with { Agent = agent, AgentName = "Agent" } }) with { Phase = SessionPhase.Detached };
    }

    private static TerminalFacts Say(TerminalFacts facts, ProgramStatus status, long position) =>
        facts.With(new ScreenSignal.StatusReported(status), position);

    private static ApprovalKeys? Keys(SessionState state) => BuiltInAgents.Find(state.Launch.Agent)?.Approval;

    private SessionState Follow(SessionState state, TerminalFacts facts) => Decide(state, facts).Aggregate(state, SessionFold.Apply);

    private ImmutableArray<SessionEvent> Decide(SessionState state, TerminalFacts facts, bool isWatched = false)
    {
        var events = StatusReports.Decide(state, facts, Keys(state), isWatched, $"{_ids + 1}", Start);
        _ids += events.OfType<AttentionRequested>().Count();
        return events;
    }
}
