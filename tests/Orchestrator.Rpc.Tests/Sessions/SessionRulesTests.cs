using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class SessionRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static IEnumerable<object[]> Phases => Enum.GetValues<SessionPhase>().Select(phase => new object[] { phase });

    [TestMethod]
    [DynamicData(nameof(Phases))]
    [TestCategory("PH-01")]
    public void Decide_gives_a_fact_that_folds_or_refuses_with_1003(SessionPhase phase)
    {
        SessionCommand[] commands =
        [
            new Start(), new ReportStarted(1), new ReportStartFailed("no"), new ReportExited(new TerminalExit(0, null), null, null),
            new FollowViewers(), new Stop(false, null), new Rename("new"), new SetArchived(true), new SetUnread(true), new ReportDelivery("m", PromptOutcome.Delivered),
            new Suspend(true), new Resume("go on"), new Interrupt(), new ReportQuitOverdue(1, null),
        ];

        foreach (var command in commands)
        foreach (var isWatched in new[] { true, false })
        {
            var state = State(phase);
            try
            {
                foreach (var fact in Decide(state, command, isWatched)) state = SessionFold.Apply(state, fact);
            }
            catch (OrchestratorException refusal)
            {
                Assert.AreEqual(ExpectedRefusal(phase, command), refusal.Code);
                Assert.AreEqual(state.Id, refusal.SessionId);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Phases))]
    [TestCategory("PH-12")]
    public void Stop_twice_says_so_once(SessionPhase phase)
    {
        var state = State(phase);
        foreach (var fact in Decide(state, new Stop(false, null))) state = SessionFold.Apply(state, fact);

        var again = Decide(state, new Stop(true, null));

        Assert.IsEmpty(again);
        Assert.IsTrue(state.Phase is SessionPhase.Closing or SessionPhase.Ended);
    }

    [TestMethod]
    [DataRow(SessionPhase.Created, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Starting, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Active, null)]
    [DataRow(SessionPhase.Detached, null)]
    [DataRow(SessionPhase.Suspended, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Closing, ErrorCode.SessionClosing)]
    [DataRow(SessionPhase.Ended, ErrorCode.IllegalTransition)]
    [TestCategory("PH-02")]
    [TestCategory("SND-17")]
    public void Interrupt_is_answered_by_phase_and_changes_nothing(SessionPhase phase, ErrorCode? expected)
    {
        var refusal = RefusalOf(() => Assert.IsEmpty(Decide(State(phase), new Interrupt())));

        Assert.AreEqual(expected, refusal?.Code);
        Assert.AreEqual(expected is not null, refusal?.Hint is not null);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Suspend_again_says_nothing_new(bool isOver)
    {
        var state = State(isOver ? SessionPhase.Suspended : SessionPhase.Active) with { IsSuspendWanted = !isOver };

        Assert.IsEmpty(Decide(state, new Suspend(false)));
    }

    [TestMethod]
    public void Last_lines_explain_a_failure_and_nothing_else()
    {
        var failed = Decide(State(SessionPhase.Active), new ReportExited(new TerminalExit(3, null), null, "it broke"));
        var done = Decide(State(SessionPhase.Active), new ReportExited(new TerminalExit(0, null), null, "goodbye"));

        Assert.AreEqual("it broke", ((AgentExited)failed.Single()).Detail);
        Assert.IsNull(((AgentExited)done.Single()).Detail);
    }

    [TestMethod]
    [DataRow(SessionPhase.Created, null)]
    [DataRow(SessionPhase.Starting, null)]
    [DataRow(SessionPhase.Active, null)]
    [DataRow(SessionPhase.Detached, null)]
    [DataRow(SessionPhase.Suspended, ErrorCode.NotResumable)]
    [DataRow(SessionPhase.Closing, ErrorCode.SessionClosing)]
    [DataRow(SessionPhase.Ended, ErrorCode.NotResumable)]
    [TestCategory("PH-05")]
    [TestCategory("SND-11")]
    public void RequireSendable_answers_by_phase(SessionPhase phase, ErrorCode? expected)
    {
        var refusal = RefusalOf(() => RequireSendable(State(phase) with { HasRun = true }));

        Assert.AreEqual(expected, refusal?.Code);
        Assert.AreEqual(expected == ErrorCode.SessionClosing, refusal is { IsRetryable: true });
    }

    [TestMethod]
    [TestCategory("SND-07")]
    public void RequireSendable_of_a_full_queue_is_refused_for_now()
    {
        var waiting = Enumerable.Range(0, PromptQueue.MaxWaiting).Select(number => new QueuedPrompt($"m{number}", "", Now)).ToImmutableArray();
        var full = State(SessionPhase.Active) with { Queue = waiting };
        var refusal = RefusalOf(() => RequireSendable(full))!;
        RequireSendable(full with { Queue = waiting.SetItem(0, waiting[0] with { IsDelivering = true }) });

        Assert.AreEqual(ErrorCode.QueueFull, refusal.Code);
        Assert.IsTrue(refusal.IsRetryable);
    }

    [TestMethod]
    [TestCategory("SND-11")]
    public void RequireSendable_takes_a_prompt_for_a_session_that_can_be_resumed()
    {
        SessionRules.RequireSendable(State(SessionPhase.Ended), () => null);
        SessionRules.RequireSendable(State(SessionPhase.Suspended), () => null);
    }

    [TestMethod]
    [TestCategory("SND-02")]
    public void RequireSamePrompt_refuses_another_text()
    {
        var refusal = RefusalOf(() => SessionRules.RequireSamePrompt(State(SessionPhase.Active), new Send("c1", "text"), "other text"))!;

        Assert.AreEqual(ErrorCode.MessageConflict, refusal.Code);
    }

    [TestMethod]
    [DataRow(SessionPhase.Created, true)]
    [DataRow(SessionPhase.Starting, true)]
    [DataRow(SessionPhase.Active, true)]
    [DataRow(SessionPhase.Detached, true)]
    [DataRow(SessionPhase.Suspended, false)]
    [DataRow(SessionPhase.Closing, true)]
    [DataRow(SessionPhase.Ended, false)]
    public void RequireDeletable_refuses_what_still_runs(SessionPhase phase, bool isRefused)
    {
        var refusal = RefusalOf(() => SessionRules.RequireDeletable(State(phase)));

        Assert.AreEqual(isRefused ? ErrorCode.SessionRunning : (ErrorCode?)null, refusal?.Code);
    }

    [TestMethod]
    [DataRow(1, 5, ErrorCode.AgentFailedToStart)]
    [DataRow(0, 5, ErrorCode.NotResumable)]
    [DataRow(1, 60, ErrorCode.NotResumable)]
    public void RequireSendable_of_a_session_that_failed_at_once_tells_what_it_printed(int code, int seconds, ErrorCode expected)
    {
        var ended = State(SessionPhase.Ended) with
        {
            Exit = new SessionExit(ExitReason.Exited, code), StartedAt = Now, EndedAt = Now.AddSeconds(seconds), Detail = "the key was refused", HasRun = true,
        };

        var refusal = RefusalOf(() => RequireSendable(ended))!;

        Assert.AreEqual(expected, refusal.Code);
        Assert.AreEqual(expected == ErrorCode.AgentFailedToStart, refusal.Message.Contains("the key was refused", StringComparison.Ordinal));
    }

    [TestMethod]
    [TestCategory("LST-07")]
    public void Follow_viewers_of_an_unread_session_marks_it_read()
    {
        var facts = Decide(State(SessionPhase.Ended) with { IsUnread = true }, new FollowViewers(), isWatched: true);

        Assert.AreEqual(new ReadChanged(Now, IsUnread: false), facts.Single());
    }

    [TestMethod]
    public void Wishes_that_are_fulfilled_already_lead_to_nothing()
    {
        Assert.IsEmpty(Decide(State(SessionPhase.Active), new SetArchived(false)));
        Assert.IsEmpty(Decide(State(SessionPhase.Active), new SetUnread(false)));
        Assert.IsEmpty(Decide(State(SessionPhase.Active), new FollowViewers(), isWatched: true));
        Assert.IsEmpty(Decide(State(SessionPhase.Detached), new FollowViewers(), isWatched: false));
    }

    // The session of these tests runs a command, which has no conversation to take up.
    private static ErrorCode ExpectedRefusal(SessionPhase phase, SessionCommand command) => (phase, command) switch
    {
        (SessionPhase.Closing, Interrupt) => ErrorCode.SessionClosing,
        (SessionPhase.Active or SessionPhase.Detached, Suspend) => ErrorCode.NotResumable,
        _ => ErrorCode.IllegalTransition,
    };

    private static void RequireSendable(SessionState state) => SessionRules.RequireSendable(state, () => ResumeRules.ResumeRefusal(state, BuiltInAgents.Find(state.Launch.Agent), isInstalled: true, hasFolder: true));

    private static ImmutableArray<SessionEvent> Decide(SessionState state, SessionCommand command, bool isWatched = false) =>
        SessionRules.Decide(state, BuiltInAgents.Find(state.Launch.Agent), command, isWatched, ["program"], Now);

    private static SessionState State(SessionPhase phase) => SessionFold.Create(SessionWorld.Created("s", "program")) with { Phase = phase };

    private static OrchestratorException? RefusalOf(Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (OrchestratorException refusal)
        {
            return refusal;
        }
    }
}
