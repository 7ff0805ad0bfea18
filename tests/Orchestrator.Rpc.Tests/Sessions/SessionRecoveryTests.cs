using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>What becomes of stored sessions and of held programs when a host starts.</summary>
[TestClass]
[TestCategory("STO-02")]
[TestCategory("PH-13")]
public sealed class SessionRecoveryTests : FolderTest
{
    private readonly HeldPrograms _holder = new();
    private readonly ManualTimeProvider _time = new();
    private readonly SessionWorld _world;

    public SessionRecoveryTests() => _world = new SessionWorld(Folder, _holder, _time);

    private SpoolFiles Spool => _world.Surroundings.Spool;

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("STO-08")]
    [TestCategory("CON-11")]
    public async Task Running_session_that_is_held_goes_on()
    {
        await StoreAsync("a", SessionPhase.Active);
        _holder.Hold("a", run: 1);

        var session = await RecoverAsync("a");

        Assert.AreEqual((SessionPhase.Detached, 4242), (session.State.Phase, session.State.Pid));
        Assert.AreEqual(4242, session.Detail.Pid);
        CollectionAssert.AreEqual(new[] { "adopt a" }, _holder.Calls);
    }

    [TestMethod]
    [TestCategory("STO-08")]
    public async Task Starting_session_that_is_held_is_up()
    {
        await StoreAsync("a", SessionPhase.Starting, pid: null);
        _holder.Hold("a", run: 1);

        var session = await RecoverAsync("a");

        Assert.AreEqual((SessionPhase.Detached, 4242), (session.State.Phase, session.State.Pid));
        CollectionAssert.AreEqual(new[] { "adopt a" }, _holder.Calls);
    }

    [TestMethod]
    [TestCategory("PH-05")]
    public async Task Closing_session_that_is_held_is_stopped_again()
    {
        await StoreAsync("a", SessionPhase.Closing, isStopWanted: true);
        _holder.Hold("a", run: 1);

        var session = await RecoverAsync("a");
        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(new SessionExit(ExitReason.Stopped, null, "SIGTERM"), ended.Exit);
        CollectionAssert.AreEqual(new[] { "adopt a", "stop a", "forget a" }, await CallsAsync(3));
    }

    [TestMethod]
    [TestCategory("TRM-03")]
    public async Task Exit_while_no_host_was_there_is_told_with_its_code_and_then_forgotten()
    {
        await StoreAsync("a", SessionPhase.Detached);
        _holder.Hold("a", run: 1, exit: new TerminalExit(7, null));

        var session = await RecoverAsync("a");
        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(new SessionExit(ExitReason.Exited, 7), ended.Exit);
        CollectionAssert.AreEqual(new[] { "adopt a", "forget a" }, await CallsAsync(2));
    }

    [TestMethod]
    [TestCategory("PH-07")]
    [TestCategory("STO-01")]
    [DataRow(SessionPhase.Created)]
    [DataRow(SessionPhase.Starting)]
    [DataRow(SessionPhase.Active)]
    [DataRow(SessionPhase.Detached)]
    [DataRow(SessionPhase.Closing)]
    public async Task Session_that_is_not_held_is_lost_once(SessionPhase phase)
    {
        await StoreAsync("a", phase);

        var session = await RecoverAsync("a");
        var lost = session.State;
        await _world.DisposeAsync();
        await using var next = new SessionWorld(Folder, Answering(), _time);
        await next.Registry.LoadAsync(Timeout);

        Assert.AreEqual((SessionPhase.Ended, ExitReason.Lost), (lost.Phase, lost.Exit?.Reason));
        Assert.AreEqual(lost.EventSeq, Session(next, "a").State.EventSeq);
        Assert.IsEmpty(_holder.Calls);
    }

    [TestMethod]
    [TestCategory("STO-08")]
    public async Task Session_whose_holder_is_gone_too_shows_all_that_was_printed_and_how_it_ended()
    {
        await StoreAsync("a", SessionPhase.Detached);
        using (var raw = Spool.Write("a", "1", _time)) raw.Append(0, "last words"u8);
        Spool.SaveExit("a", "1", 3, null);

        var session = await RecoverAsync("a");

        Assert.AreEqual(new SessionExit(ExitReason.Exited, 3), session.State.Exit);
        Assert.AreEqual("last words", session.Terminal.Screen.ReadText(0).Text);
        Assert.IsTrue(session.Terminal.Log.IsComplete);
    }

    [TestMethod]
    [TestCategory("PH-07")]
    public async Task Lost_session_shows_all_that_was_printed()
    {
        await StoreAsync("a", SessionPhase.Detached);
        using (var raw = Spool.Write("a", "1", _time)) raw.Append(0, "last words"u8);

        var session = await RecoverAsync("a");

        Assert.AreEqual(ExitReason.Lost, session.State.Exit?.Reason);
        Assert.AreEqual("last words", session.Terminal.Screen.ReadText(0).Text);
    }

    [TestMethod]
    [TestCategory("PH-07")]
    public async Task Starting_session_of_which_only_an_exit_is_known_is_lost()
    {
        await StoreAsync("a", SessionPhase.Starting, pid: null);
        Spool.SaveExit("a", "1", 3, null);

        Assert.AreEqual(ExitReason.Lost, (await RecoverAsync("a")).State.Exit?.Reason);
    }

    [TestMethod]
    [TestCategory("PH-06")]
    public async Task Program_of_an_ended_session_is_stopped_and_forgotten()
    {
        await StoreAsync("a", SessionPhase.Ended);
        _holder.Hold("a", run: 1);

        var before = (await RecoverAsync("a")).State;

        CollectionAssert.AreEqual(new[] { "adopt a", "stop a", "forget a" }, _holder.Calls);
        Assert.AreEqual(SessionPhase.Ended, before.Phase);
    }

    [TestMethod]
    [TestCategory("PH-06")]
    public async Task Program_of_an_earlier_run_is_stopped_and_the_newer_one_goes_on()
    {
        await StoreAsync("a", SessionPhase.Detached, run: 2);
        _holder.Hold("a", run: 1);
        _holder.Hold("a", run: 2);

        var session = await RecoverAsync("a");

        Assert.AreEqual(SessionPhase.Detached, session.State.Phase);
        CollectionAssert.AreEquivalent(new[] { "adopt a", "adopt a", "stop a", "forget a" }, _holder.Calls);
    }

    [TestMethod]
    [TestCategory("ID-03")]
    public async Task Session_whose_record_was_lost_is_made_again_with_a_new_event_epoch()
    {
        var state = Stored("a", SessionPhase.Starting, run: 1);
        _holder.Hold("a", run: 1, StoredJson.Write(state));

        var session = await RecoverAsync("a");

        Assert.AreEqual((SessionPhase.Detached, 4242, state.Title), (session.State.Phase, session.State.Pid, session.State.Title));
        Assert.AreNotEqual(state.EventEpoch, session.State.EventEpoch);
        Assert.HasCount(1, _world.Store.LoadAll().ToList());
    }

    [TestMethod]
    [DataRow("", DisplayName = "no note")]
    [DataRow("{}", DisplayName = "a note of something else")]
    [DataRow("{\"id\":\"b\"", DisplayName = "a torn note")]
    [TestCategory("PH-06")]
    public async Task Program_whose_session_nobody_knows_is_ended(string note)
    {
        _holder.Hold("b", run: 1, note);
        _holder.Answer();

        await _world.Registry.LoadAsync(Timeout);

        CollectionAssert.AreEqual(new[] { "adopt b", "stop b", "forget b" }, _holder.Calls);
        Assert.IsEmpty(_world.Registry.All);
    }

    [TestMethod]
    public async Task Exit_of_a_session_that_nobody_knows_is_forgotten()
    {
        _holder.Hold("b", run: 1, StoredJson.Write(Stored("b", SessionPhase.Starting)), new TerminalExit(0, null));
        _holder.Answer();

        await _world.Registry.LoadAsync(Timeout);

        CollectionAssert.AreEqual(new[] { "adopt b", "forget b" }, _holder.Calls);
        Assert.IsEmpty(_world.Registry.All);
    }

    [TestMethod]
    [TestCategory("AGT-08")]
    [TestCategory("AGT-09")]
    public async Task Holder_that_does_not_answer_leaves_every_session_as_it_was_until_it_does()
    {
        await StoreAsync("a", SessionPhase.Detached);
        await StoreAsync("b", SessionPhase.Active);
        _holder.Hold("a", run: 1);

        var loading = _world.Registry.LoadAsync(Timeout);
        while (await _time.TimerArmedAsync(Timeout) != TimeSpan.FromSeconds(3))
        {
            // Some other wait.
        }

        _time.Advance(TimeSpan.FromSeconds(3));
        await loading;
        var (a, b) = (Session(_world, "a"), Session(_world, "b"));
        Assert.AreEqual((SessionPhase.Detached, SessionPhase.Active), (a.State.Phase, b.State.Phase));
        var created = await _world.CreateAsync("c", "program");
        await _world.PhaseAsync(created, SessionPhase.Detached, Timeout);
        _holder.Answer();
        await _world.PhaseAsync(b, SessionPhase.Ended, Timeout);
        CollectionAssert.AreEqual(new[] { "start c", "adopt a" }, await CallsAsync(2));
        // Behind the adoption in the session's loop.
        await a.DoAsync(new Rename("settled"), Timeout);

        Assert.AreEqual((SessionPhase.Detached, 4242), (a.State.Phase, a.Detail.Pid));
        Assert.AreEqual(SessionPhase.Detached, created.State.Phase, "What was created meanwhile has nothing to do with it.");
    }

    [TestMethod]
    [TestCategory("STO-09")]
    public async Task Host_that_ends_before_the_holder_answers_leaves_every_session_as_it_was()
    {
        await StoreAsync("a", SessionPhase.Detached);
        var loading = _world.Registry.LoadAsync(Timeout);

        await _world.DisposeAsync();
        await loading;

        Assert.AreEqual(SessionPhase.Detached, Session(_world, "a").State.Phase);
    }

    private static Session Session(SessionWorld world, string id) => world.Registry.All.Single(session => session.State.Id == id);

    private static HeldPrograms Answering()
    {
        var holder = new HeldPrograms();
        holder.Answer();
        return holder;
    }

    private static SessionState Stored(string id, SessionPhase phase, int? pid = 4242, int run = 1, bool isStopWanted = false) =>
        SessionFold.Create(SessionWorld.Created(id, "none")) with { Phase = phase, Pid = pid, Run = run, IsStopWanted = isStopWanted };

    private Task StoreAsync(string id, SessionPhase phase, int? pid = 4242, int run = 1, bool isStopWanted = false)
    {
        var state = Stored(id, phase, pid, run, isStopWanted);
        return _world.Store.AppendAsync([new SessionChange(id, state.EventEpoch, state.EventSeq, "{}", StoredJson.Write(state))], Timeout);
    }

    private async Task<Session> RecoverAsync(string id)
    {
        _holder.Answer();
        await _world.Registry.LoadAsync(Timeout);
        return Session(_world, id);
    }

    // What the session's loop does behind the phase that is seen already.
    private async Task<string[]> CallsAsync(int count)
    {
        while (_holder.Calls.Count < count)
        {
            Timeout.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        return [.. _holder.Calls];
    }
}
