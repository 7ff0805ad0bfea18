using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>Sessions that are suspended and resumed, with real processes that stand in for agents.</summary>
[TestClass]
public sealed class SessionResumeTests : InstalledAgentsTest
{
    // Like codex it tells its conversation when it is ended by a key, and not when by a signal.
    private static readonly string TellsId =
        $"printf '%s|' \"$@\"; stty -isig -icanon -echo; echo ready; head -c 1 >/dev/null; echo \"To continue: codex resume {Id}\"";

    [TestMethod]
    [TestCategory("APR-10")]
    [TestCategory("PH-04")]
    public async Task Resume_of_a_suspended_session_takes_up_its_conversation_as_it_was_created()
    {
        Install("claude", ShowsKeys);
        var session = await CreateAsync("a", "claude", Id, launch => launch with { PermissionMode = "plan", Model = "m", Arguments = ["--add-dir", "x"], Prompt = "hello" });
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        var first = session.State.Command[1..].ToArray();

        await session.DoAsync(new Suspend(IsForced: false), Timeout);
        var suspended = await Sessions.PhaseAsync(session, SessionPhase.Suspended, Timeout);
        var resume = session.DoAsync(new Resume("go on"), Timeout);
        var running = await Sessions.StateAsync(session, state => state is { Phase: SessionPhase.Detached, Run: 2 }, Timeout);
        await resume;

        string[] kept = ["--model", "m", "--permission-mode", "plan", "--add-dir", "x"];
        CollectionAssert.AreEqual((string[])["--session-id", Id, .. kept, "hello"], first);
        CollectionAssert.AreEqual((string[])["--resume", Id, .. kept, "go on"], running.Command[1..].ToArray());
        Assert.IsNull(suspended.Exit);
        Assert.IsNull(suspended.Pid);
        Assert.IsFalse(PhaseTable.IsRunning(suspended.Phase));
        Assert.AreEqual("2", session.Terminal.Log.Epoch);
        Assert.IsNotNull(running.Pid);
        await SessionWorld.ShownAsync(session, "go on|ready", Timeout);
    }

    [TestMethod]
    public async Task Conversation_that_a_program_tells_as_it_ends_is_the_one_that_is_resumed()
    {
        Install("codex", TellsId);
        var session = await CreateAsync("a", "codex", nativeId: null);
        await SessionWorld.ShownAsync(session, "ready", Timeout);

        await session.DoAsync(new Suspend(IsForced: false), Timeout);
        var suspended = await Sessions.PhaseAsync(session, SessionPhase.Suspended, Timeout);
        await session.DoAsync(new Resume(Prompt: null), Timeout);
        var running = await Sessions.StateAsync(session, state => state is { Phase: SessionPhase.Detached, Run: 2 }, Timeout);

        Assert.AreEqual(Id, suspended.NativeSessionId);
        Assert.AreEqual(Id, session.Summary.NativeSessionId);
        CollectionAssert.AreEqual(new[] { "--no-daemon", "resume", Id }, running.Command[1..].ToArray());
    }

    [TestMethod]
    [DataRow(4000, true)]
    [DataRow(1000, false)]
    public async Task Stop_that_leaves_time_for_it_lets_a_program_tell_its_conversation(int graceMs, bool isTold)
    {
        Install("codex", TellsId);
        var session = await CreateAsync("a", "codex", nativeId: null);
        await SessionWorld.ShownAsync(session, "ready", Timeout);

        await session.DoAsync(new Stop(IsForced: false, TimeSpan.FromMilliseconds(graceMs)), Timeout);
        var ended = await Sessions.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(ExitReason.Stopped, ended.Exit?.Reason);
        Assert.AreEqual(isTold ? Id : null, ended.NativeSessionId);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Program_that_does_not_end_by_its_keys_is_stopped(bool isSuspend)
    {
        var clock = new ManualTimeProvider();
        Install("codex", ShowsKeys);
        await using var world = World(clock, Directory.CreateDirectory(Path.Combine(Folder, "clocked")).FullName);
        var session = await CreateAsync("a", "codex", Id, world: world);
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        await world.PhaseAsync(session, SessionPhase.Detached, Timeout);

        await session.DoAsync(isSuspend ? new Suspend(IsForced: false) : new Stop(IsForced: false, Grace: null), Timeout);
        clock.Advance(TimeSpan.FromMilliseconds(150));
        await SessionWorld.ShownAsync(session, "^C^C", Timeout);
        // From here on the clock goes wherever the stop waits for it to go.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Timeout);
        var moving = MoveAsync(clock, over.Token);
        var after = await world.PhaseAsync(session, isSuspend ? SessionPhase.Suspended : SessionPhase.Ended, Timeout);
        await over.CancelAsync();
        await moving;

        Assert.AreEqual(Id, after.NativeSessionId);
    }

    [TestMethod]
    [TestCategory("AGT-04")]
    public async Task Conversation_of_one_session_never_becomes_another_sessions_too()
    {
        Install("codex", TellsId);
        var owner = await CreateAsync("owner", "codex", Id);
        var other = await CreateAsync("other", "codex", nativeId: null);
        var claimant = await CreateAsync("claimant", "codex", Id);
        await SessionWorld.ShownAsync(other, "ready", Timeout);

        await other.DoAsync(new Suspend(IsForced: false), Timeout);
        var ended = await Sessions.PhaseAsync(other, SessionPhase.Ended, Timeout);

        Assert.AreEqual(Id, owner.State.NativeSessionId);
        Assert.IsNull(claimant.State.NativeSessionId);
        Assert.IsNull(ended.NativeSessionId);
        StringAssert.Contains(ended.Detail, "no conversation", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("AGT-04")]
    public async Task Conversation_is_free_again_when_its_session_is_deleted()
    {
        Install("codex", TellsId);
        var owner = await CreateAsync("owner", "codex", Id);
        await owner.DoAsync(new Stop(IsForced: true, Grace: null), Timeout);
        await Sessions.PhaseAsync(owner, SessionPhase.Ended, Timeout);

        await Sessions.Registry.DeleteAsync(owner, Timeout);
        var next = await CreateAsync("next", "codex", Id);

        Assert.AreEqual(Id, next.State.NativeSessionId);
    }

    [TestMethod]
    [TestCategory("PH-12")]
    public async Task Stop_while_suspending_ends_the_session()
    {
        Install("claude", "trap '' INT TERM HUP; echo ready; while :; do sleep 0.05; done");
        var session = await CreateAsync("a", "claude", Id);
        await SessionWorld.ShownAsync(session, "ready", Timeout);

        await session.DoAsync(new Suspend(IsForced: false), Timeout);
        await session.DoAsync(new Suspend(IsForced: false), Timeout);
        var suspending = session.State;
        await session.DoAsync(new Stop(IsForced: true, Grace: null), Timeout);
        var ended = await Sessions.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual((SessionPhase.Detached, true), (suspending.Phase, suspending.IsSuspendWanted));
        Assert.AreEqual(ExitReason.Stopped, ended.Exit?.Reason);
    }

    [TestMethod]
    [TestCategory("PH-12")]
    public async Task Stop_of_a_suspended_session_ends_it_and_it_can_still_be_resumed()
    {
        Install("claude", ShowsKeys);
        var session = await SuspendedAsync();

        await session.DoAsync(new Stop(IsForced: false, Grace: null), Timeout);
        var ended = session.State;
        await session.DoAsync(new Resume(Prompt: null), Timeout);
        var running = await Sessions.StateAsync(session, state => state.Phase == SessionPhase.Detached, Timeout);

        Assert.AreEqual((SessionPhase.Ended, ExitReason.Stopped), (ended.Phase, ended.Exit!.Reason));
        Assert.AreEqual(2, running.Run);
    }

    [TestMethod]
    [TestCategory("STO-07")]
    public async Task Resume_without_its_folder_says_so_and_keeps_what_was_printed()
    {
        Install("claude", ShowsKeys);
        var session = await SuspendedAsync();
        Directory.Delete(Work);

        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(new Resume(Prompt: null), Timeout));

        Assert.AreEqual(ErrorCode.NotResumable, refusal.Code);
        StringAssert.Contains(refusal.Message, Work, StringComparison.Ordinal);
        Assert.AreEqual(SessionPhase.Suspended, session.State.Phase);
        StringAssert.Contains(SessionWorld.TextOf(session), "ready", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Resume_of_what_never_came_up_starts_it_as_for_the_first_time()
    {
        var session = await CreateAsync("a", "claude", Id, launch => launch with { Prompt = "hello" });
        var failed = await Sessions.PhaseAsync(session, SessionPhase.Ended, Timeout);
        Install("claude", ShowsKeys);

        await session.DoAsync(new Resume(Prompt: null), Timeout);
        await SessionWorld.ShownAsync(session, "ready", Timeout);

        Assert.AreEqual(ExitReason.Failed, failed.Exit?.Reason);
        CollectionAssert.AreEqual(new[] { "--session-id", Id, "hello" }, session.State.Command[1..].ToArray());
        Assert.AreEqual(("2", 2), (session.Terminal.Log.Epoch, session.State.Run));
    }

    [TestMethod]
    [TestCategory("PH-03")]
    [TestCategory("ID-04")]
    public async Task Resume_by_a_later_host_goes_by_what_was_stored()
    {
        Install("claude", ShowsKeys);
        await SuspendedAsync();
        await Sessions.DisposeAsync();
        await using var next = World();
        await next.Registry.LoadAsync(Timeout);
        Assert.IsTrue(Orchestrator.Common.SessionId.TryParse("a", out var id));
        var session = next.Registry.Get(id);
        var loaded = session.State;

        await session.DoAsync(new Resume("go on"), Timeout);
        var running = await next.StateAsync(session, state => state.Phase == SessionPhase.Detached, Timeout);

        Assert.AreEqual((SessionPhase.Suspended, 1), (loaded.Phase, loaded.Run));
        CollectionAssert.AreEqual(new[] { "--resume", Id, "go on" }, running.Command[1..].ToArray());
        Assert.AreEqual("2", session.Terminal.Log.Epoch);
    }

    [TestMethod]
    [TestCategory("PH-01")]
    public async Task Resume_of_a_running_session_is_refused_and_changes_nothing()
    {
        Install("claude", ShowsKeys);
        var session = await CreateAsync("a", "claude", Id);
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        var before = await Sessions.PhaseAsync(session, SessionPhase.Detached, Timeout);

        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(new Resume("go on"), Timeout));

        Assert.AreEqual(ErrorCode.IllegalTransition, refusal.Code);
        Assert.AreSame(before, session.State);
    }

    private static async Task MoveAsync(ManualTimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            while (true) clock.Advance(await clock.TimerArmedAsync(cancellationToken) is { Ticks: > 0 } due ? due : TimeSpan.Zero);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was waited for has come.
        }
    }

    private async Task<Session> SuspendedAsync()
    {
        var session = await CreateAsync("a", "claude", Id);
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        await session.DoAsync(new Suspend(IsForced: false), Timeout);
        await Sessions.PhaseAsync(session, SessionPhase.Suspended, Timeout);
        return session;
    }
}
