using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class SessionFoldTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TerminalRemains Remains = new("1", 0, 10, 80, 24);

    [TestMethod]
    public void Life_from_creation_to_exit_is_told_by_the_state()
    {
        var up = Fold(new StartBegan(At(1), ["program", "x"]), new AgentStarted(At(2), 77, IsWatched: true), new ViewersLeft(At(3)));
        var ended = SessionFold.Apply(up, new AgentExited(At(9), 3, null, Remains, "it broke", IsWatched: false));

        Assert.AreEqual(SessionPhase.Detached, up.Phase);
        Assert.AreEqual(77, up.Pid);
        Assert.AreEqual(At(2), up.StartedAt);
        Assert.AreEqual(SessionPhase.Ended, ended.Phase);
        Assert.AreEqual(new SessionExit(ExitReason.Exited, 3), ended.Exit);
        Assert.AreEqual("it broke", ended.Detail);
        Assert.AreEqual(Remains, ended.Terminal);
        Assert.IsNull(ended.Pid);
        Assert.AreEqual(At(9), ended.EndedAt);
        Assert.IsTrue(ended.IsUnread);
    }

    [TestMethod]
    public void Exit_after_a_stop_is_a_stop_that_needs_no_explanation()
    {
        var ended = Fold(
            new StartBegan(At(1), ["program"]),
            new AgentStarted(At(2), 77, IsWatched: false),
            new StopRequested(At(3)),
            new AgentExited(At(4), null, "SIGKILL", Remains, "last words", IsWatched: false));

        Assert.AreEqual(new SessionExit(ExitReason.Stopped, null, "SIGKILL"), ended.Exit);
        Assert.IsNull(ended.Detail);
        Assert.IsFalse(ended.IsUnread);
    }

    [TestMethod]
    public void Stop_before_the_start_ends_at_once()
    {
        var ended = Fold(new StopRequested(At(1)));

        Assert.AreEqual(SessionPhase.Ended, ended.Phase);
        Assert.AreEqual(ExitReason.Stopped, ended.Exit?.Reason);
    }

    [TestMethod]
    [DataRow(true, false)]
    [DataRow(false, true)]
    [TestCategory("LST-07")]
    public void End_is_unread_only_when_nobody_saw_it(bool isWatched, bool isUnread)
    {
        var running = Fold(new StartBegan(At(1), ["program"]), new AgentStarted(At(2), 77, isWatched));

        var ended = SessionFold.Apply(running, new AgentExited(At(3), 0, null, Remains, null, isWatched));

        Assert.AreEqual(isUnread, ended.IsUnread);
    }

    [TestMethod]
    [TestCategory("ID-01")]
    public void Apply_numbers_every_fact_by_one()
    {
        var state = SessionFold.Create(SessionWorld.Created("s", "program"));
        SessionEvent[] facts = [new StartBegan(At(1), []), new AgentStarted(At(2), 1, true), new Renamed(At(3), "t", TitleSource.User), new ReadChanged(At(4), true)];

        var numbers = facts.Select(fact => (state = SessionFold.Apply(state, fact)).EventSeq).ToList();

        CollectionAssert.AreEqual(new long[] { 2, 3, 4, 5 }, numbers);
    }

    [TestMethod]
    [TestCategory("LST-09")]
    public void Housekeeping_leaves_the_time_of_the_last_use()
    {
        var before = Fold(new StartBegan(At(1), ["program"]), new AgentStarted(At(2), 77, IsWatched: false));

        SessionEvent[] housekeeping = [new ViewersArrived(At(5)), new ViewersLeft(At(6)), new ArchivedChanged(At(7), true), new ReadChanged(At(8), true)];
        var after = housekeeping.Aggregate(before, SessionFold.Apply);

        Assert.AreEqual(before.UpdatedAt, after.UpdatedAt);
    }

    [TestMethod]
    [TestCategory("SND-07")]
    public void Prompts_that_still_wait_at_the_end_are_told_beside_how_it_ended_and_go_on_waiting()
    {
        var running = Fold(
            new StartBegan(At(1), ["program"]),
            new AgentStarted(At(2), 77, IsWatched: true),
            new PromptAccepted(At(3), "m1"),
            new PromptAccepted(At(4), "m2"));

        var failed = SessionFold.Apply(running, new AgentExited(At(6), 1, null, Remains, "it broke", IsWatched: true));
        var stopped = SessionFold.Apply(SessionFold.Apply(running, new StopRequested(At(5))), new AgentExited(At(6), 1, null, Remains, "it broke", IsWatched: true));
        var lost = SessionFold.Apply(running, new AgentLost(At(7)));

        Assert.AreEqual("it broke\n2 prompts wait for the session to be resumed.", failed.Detail);
        Assert.AreEqual("2 prompts wait for the session to be resumed.", stopped.Detail);
        Assert.AreEqual("2 prompts wait for the session to be resumed.", lost.Detail);
        foreach (var ended in new[] { failed, stopped, lost })
            CollectionAssert.AreEqual(new[] { "m1", "m2" }, ended.Queue.Select(prompt => prompt.MessageId).ToArray());
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public void What_was_told_of_a_prompt_is_not_forgotten_over_the_end()
    {
        var running = Fold(
            new StartBegan(At(1), ["program"]),
            new AgentStarted(At(2), 77, IsWatched: true),
            new PromptAccepted(At(3), "m1", "first"),
            new PromptAccepted(At(3), "m2", "second"),
            new PromptDeliveryBegan(At(4), "m1"),
            new PromptNotDelivered(At(5), "m1"));

        var ended = SessionFold.Apply(running, new AgentExited(At(6), 1, null, Remains, "it broke", IsWatched: true));

        Assert.AreEqual($"{running.Detail}\nit broke\nA prompt waits for the session to be resumed.", ended.Detail);
        StringAssert.Contains(ended.Detail, "\"first\"", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("LST-09")]
    public void Loss_that_a_later_host_finds_leaves_the_time_of_the_last_use()
    {
        var running = Fold(new StartBegan(At(1), ["program"]), new AgentStarted(At(2), 77, IsWatched: true));

        var lost = SessionFold.Apply(running, new AgentLost(At(99)));

        Assert.AreEqual(running.UpdatedAt, lost.UpdatedAt);
        Assert.AreEqual(At(99), lost.EndedAt);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    [TestCategory("PH-01")]
    public void Exit_while_a_suspend_is_wanted_suspends_what_can_be_resumed(bool isKnown)
    {
        var suspending = Fold(
            new StartBegan(At(1), ["program"]), new AgentStarted(At(2), 77, IsWatched: false), new SuspendRequested(At(3)));

        var after = SessionFold.Apply(suspending, new AgentExited(At(4), 130, null, Remains, "lines", false, isKnown ? "native" : null));

        Assert.AreEqual(SessionPhase.Detached, suspending.Phase);
        Assert.AreEqual(isKnown ? SessionPhase.Suspended : SessionPhase.Ended, after.Phase);
        Assert.AreEqual(isKnown ? null : new SessionExit(ExitReason.Stopped), after.Exit);
        Assert.AreEqual(isKnown, after.Detail is null);
        Assert.AreEqual(isKnown, after.EndedAt is null);
        Assert.AreEqual(Remains, after.Terminal);
        Assert.IsFalse(after.IsSuspendWanted);
        Assert.IsFalse(after.IsUnread);
        Assert.IsNull(after.Pid);
    }

    [TestMethod]
    [TestCategory("PH-12")]
    public void Stop_that_comes_while_suspending_wins()
    {
        var stopping = Fold(
            new StartBegan(At(1), ["program"]), new AgentStarted(At(2), 77, IsWatched: false), new SuspendRequested(At(3)), new StopRequested(At(4)));

        var ended = SessionFold.Apply(stopping, new AgentExited(At(5), 0, null, Remains, null, false, "native"));

        Assert.AreEqual(SessionPhase.Closing, stopping.Phase);
        Assert.AreEqual(SessionPhase.Ended, ended.Phase);
        Assert.AreEqual(ExitReason.Stopped, ended.Exit?.Reason);
        Assert.AreEqual("native", ended.NativeSessionId);
    }

    [TestMethod]
    [TestCategory("PH-04")]
    public void Resume_goes_through_created_and_its_start_is_the_next_run()
    {
        var ended = Fold(
            new StartBegan(At(1), ["program"]), new AgentStarted(At(2), 77, true), new AgentExited(At(3), 1, null, Remains, "lines", true, "native"));

        var created = SessionFold.Apply(ended, new ResumeRequested(At(4), "go on"));
        var started = SessionFold.Apply(created, new StartBegan(At(5), ["program", "again"]));

        Assert.AreEqual((SessionPhase.Created, 1, "go on"), (created.Phase, created.Run, created.ResumePrompt));
        Assert.IsNull(created.Exit ?? (object?)created.EndedAt ?? created.Detail);
        Assert.AreEqual((SessionPhase.Starting, 2, null), (started.Phase, started.Run, started.ResumePrompt));
        Assert.IsNull(started.Terminal);
        Assert.AreEqual("native", started.NativeSessionId);
    }

    [TestMethod]
    [TestCategory("PH-12")]
    public void Stop_before_the_start_of_a_resume_ends_it_and_drops_its_prompt()
    {
        var ended = Fold(
            new StartBegan(At(1), ["program"]),
            new AgentStarted(At(2), 77, true),
            new SuspendRequested(At(3)),
            new AgentExited(At(4), 0, null, Remains, null, true, "native"),
            new ResumeRequested(At(5), "go on"),
            new StopRequested(At(6)));

        Assert.AreEqual((SessionPhase.Ended, ExitReason.Stopped, null), (ended.Phase, ended.Exit!.Reason, ended.ResumePrompt));
    }

    [TestMethod]
    public void Has_run_is_true_once_there_may_be_a_conversation()
    {
        var starting = Fold(new StartBegan(At(1), ["program"]));

        Assert.IsFalse(SessionFold.Apply(starting, new StartFailed(At(2), "no such file", true)).HasRun);
        Assert.IsFalse(Fold(new StopRequested(At(1))).HasRun);
        Assert.IsFalse(Fold(new AgentLost(At(1))).HasRun);
        Assert.IsTrue(SessionFold.Apply(starting, new AgentLost(At(2))).HasRun);
        Assert.IsTrue(SessionFold.Apply(starting, new AgentStarted(At(2), 77, true)).HasRun);
    }

    [TestMethod]
    public void Apply_of_an_illegal_fact_throws()
    {
        var created = Fold();

        Assert.ThrowsExactly<InvalidOperationException>(() => SessionFold.Apply(created, new AgentExited(At(1), 0, null, null, null, true)));
    }

    private static DateTimeOffset At(int seconds) => Start.AddSeconds(seconds);

    private static SessionState Fold(params SessionEvent[] facts) =>
        facts.Aggregate(SessionFold.Create(SessionWorld.Created("s", "program")), SessionFold.Apply);
}
