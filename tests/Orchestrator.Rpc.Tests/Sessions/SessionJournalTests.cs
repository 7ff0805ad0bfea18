using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Storage;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>Sessions whose store takes nothing for a while, and what the next host finds of them.</summary>
[TestClass]
public sealed class SessionJournalTests : FolderTest
{
    private readonly SessionWorld _world;

    public SessionJournalTests() => _world = new SessionWorld(Folder);

    private string File => Path.Combine(Folder, "orchestrator.db");

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("STO-04")]
    [TestCategory("PH-12")]
    [DataRow(StorageFailure.ReadOnly)]
    [DataRow(StorageFailure.Locked)]
    public async Task Session_goes_on_and_can_be_stopped_while_nothing_can_be_stored(object failure)
    {
        var session = await EchoAsync("a");
        using var broken = await BreakAsync((StorageFailure)failure);

        await session.Viewers.AddAsync(Timeout);
        var watched = (session.State.Phase, session.Summary.NotDurable);
        session.Terminal.TryWrite("hello\n"u8.ToArray());
        await SessionWorld.ShownAsync(session, "echo: hello", Timeout);
        await session.DoAsync(new Stop(IsForced: false, Grace: null), Timeout);
        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual((SessionPhase.Active, true), watched);
        Assert.AreEqual(ExitReason.Stopped, ended.Exit?.Reason);
        broken.Mend();
    }

    [TestMethod]
    [TestCategory("STO-04")]
    [TestCategory("SND-03")]
    public async Task What_needs_storing_is_refused_with_the_cause_and_a_way_out_and_changes_nothing()
    {
        var session = await EchoAsync("a");
        using var broken = await BreakAsync(StorageFailure.ReadOnly);
        var before = session.State;

        foreach (var command in (SessionCommand[])[new Rename("new"), new SetArchived(true), new Send("m1", "hello"), new Delete()])
        {
            if (command is Delete) await StopAsync(session);
            var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(command, Timeout));

            Assert.AreEqual((ErrorCode.StorageFailed, true, "a"), (refusal.Code, refusal.IsRetryable, refusal.SessionId), $"{command}");
            StringAssert.Contains(refusal.Message, "cannot be written", StringComparison.Ordinal);
            StringAssert.Contains(refusal.Hint, "writable", StringComparison.Ordinal);
            if (command is not Delete) Assert.AreSame(before, session.State);
        }

        var creation = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => _world.CreateAsync("b", "/bin/true"));
        Assert.AreEqual(ErrorCode.StorageFailed, creation.Code);
        Assert.AreSame(session, _world.Registry.All.Single());
        broken.Mend();
    }

    [TestMethod]
    [TestCategory("STO-04")]
    [TestCategory("ID-01")]
    [TestCategory("ID-02")]
    [TestCategory("ID-04")]
    public async Task Durability_resumes_by_itself_with_the_whole_state_in_a_new_epoch()
    {
        var session = await EchoAsync("a");
        var (epoch, seq) = (session.State.EventEpoch, session.State.EventSeq);
        using var broken = await BreakAsync(StorageFailure.ReadOnly);
        await session.Viewers.AddAsync(Timeout);
        await StopAsync(session);
        var told = session.State.EventEpoch;

        broken.Mend();
        await _world.StateAsync(session, _ => session.Summary.NotDurable is null, Timeout);
        var events = await EventsAsync();
        await _world.DisposeAsync();
        await using var next = new SessionWorld(Folder);
        await next.Registry.LoadAsync(Timeout);
        var found = next.Registry.All.Single().State;

        Assert.AreEqual((epoch, seq), events.Where(one => one.Epoch == epoch).Select(one => (one.Epoch, one.Seq)).Last());
        var resumed = events.Where(one => one.Epoch != epoch).ToList();
        Assert.HasCount(1, resumed);
        Assert.AreEqual(1, resumed[0].Seq);
        StringAssert.Contains(resumed[0].Json, "durabilityResumed", StringComparison.Ordinal);
        Assert.IsGreaterThanOrEqualTo(told, resumed[0].Epoch);
        Assert.IsGreaterThan(epoch, resumed[0].Epoch);
        Assert.AreEqual(StoredJson.Write(session.State), StoredJson.Write(found));
    }

    [TestMethod]
    [TestCategory("ID-02")]
    public async Task Next_event_after_each_that_was_not_stored_has_a_new_epoch()
    {
        var session = await EchoAsync("a");
        using var broken = await BreakAsync(StorageFailure.ReadOnly);
        var epochs = new List<long> { session.State.EventEpoch };

        foreach (var isComing in (bool[])[true, false, true])
        {
            if (isComing) await session.Viewers.AddAsync(Timeout);
            else session.Viewers.Remove();
            await _world.PhaseAsync(session, isComing ? SessionPhase.Active : SessionPhase.Detached, Timeout);
            Assert.AreEqual(0, session.State.EventSeq);
            epochs.Add(session.State.EventEpoch);
        }

        broken.Mend();
        await session.DoAsync(new Rename("new"), Timeout);
        var stored = (await EventsAsync()).Last();

        CollectionAssert.AreEqual(epochs.Distinct().Order().ToList(), epochs);
        Assert.AreEqual((session.State.EventEpoch, 2L, false), (stored.Epoch, stored.Seq, session.IsNotDurable), "The first tells of the recovery.");
    }

    [TestMethod]
    [TestCategory("ID-01")]
    [TestCategory("ID-03")]
    public async Task Crash_of_a_host_that_could_not_store_leads_to_new_epochs_that_last()
    {
        var running = await EchoAsync("running");
        var ended = await _world.CreateAsync("ended", "/bin/true");
        await _world.PhaseAsync(ended, SessionPhase.Ended, Timeout);
        using var broken = await BreakAsync(StorageFailure.ReadOnly);
        await running.Viewers.AddAsync(Timeout);
        await ended.Viewers.AddAsync(Timeout);
        var told = _world.Registry.All.ToDictionary(session => session.State.Id, session => session.State.EventEpoch);
        broken.Mend();
        await _world.CrashAsync();

        long floor;
        await using (var next = new SessionWorld(Folder))
        {
            await next.Registry.LoadAsync(Timeout);
            floor = next.Registry.All.Min(session => session.State.EventEpoch);
            Assert.AreEqual(1, next.Registry.All.Single(session => session.State.Id == "running").State.EventSeq, "Its loss.");
        }

        await using var third = new SessionWorld(Folder);
        await third.Registry.LoadAsync(Timeout);

        foreach (var session in third.Registry.All)
        {
            Assert.AreEqual(floor, session.State.EventEpoch, session.State.Id);
            Assert.IsGreaterThan(told[session.State.Id], session.State.EventEpoch, session.State.Id);
        }
    }

    [TestMethod]
    [TestCategory("ID-03")]
    public async Task Session_of_an_id_whose_row_is_gone_begins_in_an_epoch_of_its_own()
    {
        var first = await _world.CreateAsync("a", "/bin/true");
        await _world.PhaseAsync(first, SessionPhase.Ended, Timeout);
        await _world.Registry.DeleteAsync(first, Timeout);

        var second = await _world.CreateAsync("a", "/bin/true");

        Assert.IsGreaterThan(first.State.EventEpoch, second.State.EventEpoch);
    }

    [TestMethod]
    [TestCategory("STO-04")]
    [TestCategory("STO-09")]
    public async Task Last_attempt_at_the_end_stores_what_was_not_stored()
    {
        // The clock stands still, so that no other attempt is made.
        await using var world = new SessionWorld(Directory.CreateDirectory(Path.Combine(Folder, "other")).FullName, time: new ManualTimeProvider());
        var session = await world.CreateAsync("a", TestAgent.File, "echo");
        await world.PhaseAsync(session, SessionPhase.Detached, Timeout);
        using var broken = await BrokenStorage.BreakAsync(world.Writer, File, StorageFailure.ReadOnly, Timeout);
        await session.Viewers.AddAsync(Timeout);

        await world.Registry.StoreLastAsync();
        var inVain = world.Registry.IsDurable;
        broken.Mend();
        await world.Registry.StoreLastAsync();

        Assert.IsFalse(inVain);
        Assert.IsTrue(world.Registry.IsDurable);
        Assert.AreEqual(StoredJson.Write(session.State), world.Store.LoadAll().Single().StateJson);
    }

    [TestMethod]
    [TestCategory("STO-01")]
    [TestCategory("ID-02")]
    public async Task Loss_that_cannot_be_stored_is_stored_later_in_another_epoch()
    {
        var session = await EchoAsync("a");
        await _world.CrashAsync();

        await using var next = new SessionWorld(Folder);
        using var broken = await BrokenStorage.BreakAsync(next.Writer, File, StorageFailure.ReadOnly, Timeout);
        await next.Registry.LoadAsync(Timeout);
        var lost = next.Registry.All.Single();
        var unstored = (lost.State.Phase, lost.Summary.NotDurable);
        var epoch = lost.State.EventEpoch;
        broken.Mend();
        await lost.DoAsync(new Rename("found"), Timeout);

        Assert.AreEqual((SessionPhase.Ended, true), unstored);
        Assert.AreEqual((epoch, 2L), (lost.State.EventEpoch, lost.State.EventSeq));
        Assert.IsGreaterThan(session.State.EventEpoch, epoch);
    }

    private async Task<Session> EchoAsync(string id)
    {
        var session = await _world.CreateAsync(id, TestAgent.File, "echo");
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        await _world.PhaseAsync(session, SessionPhase.Detached, Timeout);
        return session;
    }

    private async Task StopAsync(Session session)
    {
        await session.DoAsync(new Stop(IsForced: true, Grace: null), Timeout);
        await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);
    }

    private Task<BrokenStorage> BreakAsync(StorageFailure kind) => BrokenStorage.BreakAsync(_world.Writer, File, kind, Timeout);

    private Task<List<(long Epoch, long Seq, string Json)>> EventsAsync() => _world.Writer.WriteAsync(
        connection => connection.Query(
            "SELECT epoch, seq, json FROM events WHERE session_id = 'a' ORDER BY epoch, seq", row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2))),
        Timeout);
}
