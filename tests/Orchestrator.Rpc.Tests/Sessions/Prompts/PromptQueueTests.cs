using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

[TestClass]
public sealed class PromptQueueTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestMethod]
    [DataRow("a b c", "a b c", DisplayName = "in the order they came")]
    [DataRow("a b sC", "sC a b", DisplayName = "one into the turn stands before those that wait")]
    [DataRow("a sB sC", "sB sC a", DisplayName = "several into the turn keep their order")]
    [DataRow("a sB iC", "iC sB a", DisplayName = "one instead of the turn stands before all that wait")]
    [DataRow("iA iB c iD", "iA iB iD c", DisplayName = "of several instead of the turn the first stays first")]
    [DataRow("a! b sC iD", "a! iD sC b", DisplayName = "one that is being typed stays where it is")]
    public void Prompts_wait_in_the_order_of_their_modes_and_then_as_they_came(string accepted, string expected)
    {
        var state = State(SessionPhase.Active);
        foreach (var word in accepted.Split(' '))
        {
            var mode = word[0] switch { 'i' => SendMode.Interrupt, 's' => SendMode.Steer, _ => SendMode.Queue };
            state = PromptQueue.Apply(state, PromptQueue.Accept(word.TrimEnd('!'), "text", mode, Now));
            if (word.EndsWith('!')) state = PromptQueue.Apply(state, new PromptDeliveryBegan(Now, word.TrimEnd('!')));
        }

        var order = string.Join(' ', state.Queue.Select(prompt => prompt.IsDelivering ? prompt.MessageId + "!" : prompt.MessageId));

        Assert.AreEqual(expected, order);
    }

    [TestMethod]
    [DataRow(SessionPhase.Created, false)]
    [DataRow(SessionPhase.Starting, false)]
    [DataRow(SessionPhase.Active, true)]
    [DataRow(SessionPhase.Detached, true)]
    [DataRow(SessionPhase.Suspended, false)]
    [DataRow(SessionPhase.Closing, false)]
    [DataRow(SessionPhase.Ended, false)]
    [TestCategory("SND-08")]
    [TestCategory("SND-10")]
    public void A_prompt_has_its_turn_only_while_a_program_runs(SessionPhase phase, bool isDue)
    {
        var state = Accepted(State(phase), "m1");

        Assert.AreEqual(isDue ? "m1" : null, PromptQueue.Next(state)?.MessageId);
        Assert.AreEqual(
            isDue ? new SessionSendResult(SendReceipt.Accepted, "m1") : new SessionSendResult(SendReceipt.Queued, "m1", 0),
            PromptQueue.Receipt(state, "m1"));
    }

    [TestMethod]
    public void One_prompt_is_typed_at_a_time_and_the_next_one_is_told_its_place()
    {
        var state = PromptQueue.Apply(Accepted(State(SessionPhase.Active), "m1", "m2"), new PromptDeliveryBegan(Now, "m1"));

        Assert.IsNull(PromptQueue.Next(state));
        Assert.AreEqual(new SessionSendResult(SendReceipt.Queued, "m2", 1), PromptQueue.Receipt(state, "m2"));
        Assert.AreEqual("m2", PromptQueue.Next(PromptQueue.Apply(state, new PromptDelivered(Now, "m1")))?.MessageId);
    }

    [TestMethod]
    [DataRow(nameof(PromptOutcome.Delivered), "m2", null)]
    [DataRow(nameof(PromptOutcome.HeldBack), "m1 m2", null)]
    [DataRow(nameof(PromptOutcome.NotTaken), "m2", "A prompt was not delivered, because Command does not read its input: \"text of m1\". Interrupt or stop it, then send the prompt again.")]
    [DataRow(nameof(PromptOutcome.Uncertain), "m2", "A prompt may not have reached Command: \"text of m1\". Look at its terminal and send it again if it is missing.")]
    [TestCategory("SND-05")]
    public void What_became_of_a_prompt_takes_it_out_or_leaves_it_and_is_told(string outcome, string queue, string? detail)
    {
        var state = PromptQueue.Apply(Accepted(State(SessionPhase.Active), "m1", "m2"), new PromptDeliveryBegan(Now, "m1"));

        var after = Fold(state, PromptQueue.Decide(state, new ReportDelivery("m1", Enum.Parse<PromptOutcome>(outcome)), Now));

        Assert.AreEqual(queue, string.Join(' ', after.Queue.Select(prompt => prompt.MessageId)));
        Assert.AreEqual(detail, after.Detail);
        Assert.IsTrue(after.Queue.All(prompt => !prompt.IsDelivering));
    }

    [TestMethod]
    public void Prompt_that_was_held_back_stands_first_of_its_mode()
    {
        var state = PromptQueue.Apply(Accepted(State(SessionPhase.Active), "a", "b"), new PromptDeliveryBegan(Now, "a"));
        state = PromptQueue.Apply(state, PromptQueue.Accept("steer", "text", SendMode.Steer, Now));

        var held = PromptQueue.Apply(state, new PromptHeldBack(Now, "a"));

        CollectionAssert.AreEqual(new[] { "steer", "a", "b" }, held.Queue.Select(prompt => prompt.MessageId).ToArray());
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public void News_of_a_prompt_behind_the_end_leave_how_it_ended()
    {
        var running = PromptQueue.Apply(Accepted(State(SessionPhase.Active), "m1"), new PromptDeliveryBegan(Now, "m1"));
        var ended = SessionFold.Apply(running, new AgentExited(Now, 3, null, null, "it broke", IsWatched: true));

        var told = Fold(ended, PromptQueue.Decide(ended, new ReportDelivery("m1", PromptOutcome.Uncertain), Now));

        Assert.IsEmpty(told.Queue);
        StringAssert.StartsWith(told.Detail, "A prompt may not have reached", StringComparison.Ordinal);
        StringAssert.EndsWith(told.Detail, "\nit broke", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Report_of_a_prompt_that_is_not_being_typed_changes_nothing()
    {
        var state = Accepted(State(SessionPhase.Active), "m1");

        Assert.IsEmpty(PromptQueue.Decide(state, new ReportDelivery("m1", PromptOutcome.Delivered), Now));
        Assert.IsEmpty(PromptQueue.Decide(state, new ReportDelivery("unknown", PromptOutcome.Delivered), Now));
    }

    [TestMethod]
    [DataRow("m1", true, ErrorCode.AlreadyResolved, DisplayName = "being typed")]
    [DataRow("m0", true, ErrorCode.AlreadyResolved, DisplayName = "delivered or taken out")]
    [DataRow("m9", false, ErrorCode.RequestNotFound, DisplayName = "never taken")]
    [TestCategory("SND-07")]
    public void Unqueue_of_what_does_not_wait_is_refused(string messageId, bool isKnown, ErrorCode expected)
    {
        var state = PromptQueue.Apply(Accepted(State(SessionPhase.Active), "m1", "m2"), new PromptDeliveryBegan(Now, "m1"));

        var refusal = Assert.ThrowsExactly<OrchestratorException>(() => PromptQueue.Unqueue(state, messageId, isKnown, Now));

        Assert.AreEqual((expected, "s"), (refusal.Code, refusal.SessionId));
    }

    [TestMethod]
    [TestCategory("SND-07")]
    public void Unqueue_of_a_waiting_prompt_takes_it_out_whatever_the_phase()
    {
        foreach (var phase in Enum.GetValues<SessionPhase>())
        {
            var state = Accepted(State(phase), "m1", "m2", "m3");

            var after = PromptQueue.Apply(state, PromptQueue.Unqueue(state, "m2", isKnown: true, Now));

            CollectionAssert.AreEqual(new[] { "m1", "m3" }, after.Queue.Select(prompt => prompt.MessageId).ToArray());
        }
    }

    [TestMethod]
    public void Preview_is_one_short_line()
    {
        var accepted = PromptQueue.Accept("m1", "  first\nsecond\e[0m " + new string('x', 1000), SendMode.Queue, Now);

        Assert.AreEqual(100, accepted.Preview.Length);
        StringAssert.StartsWith(accepted.Preview, "first second[0m xxx", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(-1, true, DisplayName = "its program printed nothing after it")]
    [DataRow(1, true, DisplayName = "its program may have printed before it read it")]
    [DataRow(5, false, DisplayName = "its program went on for a while")]
    [DataRow(null, true, DisplayName = "nobody knows")]
    [TestCategory("SND-05")]
    public void Prompt_right_before_its_program_was_lost_is_told(int? lastOutputSeconds, bool isTold)
    {
        var state = Fold(Accepted(State(SessionPhase.Active), "m1"), [new PromptDeliveryBegan(Now, "m1"), new PromptDelivered(Now, "m1")]);

        var lost = SessionFold.Apply(state, new AgentLost(Now.AddSeconds(1), lastOutputSeconds is { } seconds ? Now.AddSeconds(seconds) : null));

        Assert.AreEqual(isTold ? "A prompt may not have reached Command: \"text of m1\". Look at its terminal and send it again if it is missing." : null, lost.Detail);
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public void Recovery_tells_of_the_one_that_was_being_typed_and_leaves_the_others()
    {
        var state = PromptQueue.Apply(Accepted(State(SessionPhase.Active), "m1", "m2"), new PromptDeliveryBegan(Now, "m1"));
        var lost = SessionFold.Apply(state, new AgentLost(Now));

        var facts = PromptRecovery.Decide(lost, Now.AddDays(1));
        var recovered = Fold(lost, facts);

        CollectionAssert.AreEqual(new SessionEvent[] { new PromptUncertain(Now.AddDays(1), "m1") }, facts.ToArray());
        CollectionAssert.AreEqual(new[] { "m2" }, recovered.Queue.Select(prompt => prompt.MessageId).ToArray());
        Assert.AreEqual(
            "A prompt may not have reached Command: \"text of m1\". Look at its terminal and send it again if it is missing.\nA prompt waits for the session to be resumed.",
            recovered.Detail);
        Assert.AreEqual(lost.UpdatedAt, recovered.UpdatedAt);
        Assert.IsEmpty(PromptRecovery.Decide(recovered, Now));
    }

    private static SessionState Accepted(SessionState state, params string[] ids) =>
        ids.Aggregate(state, (before, id) => PromptQueue.Apply(before, PromptQueue.Accept(id, $"text of {id}", SendMode.Queue, Now)));

    private static SessionState Fold(SessionState state, IEnumerable<SessionEvent> facts) => facts.Aggregate(state, SessionFold.Apply);

    private static SessionState State(SessionPhase phase) => SessionFold.Create(SessionWorld.Created("s", "program")) with { Phase = phase };
}
