using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class SessionRegistryTests : FolderTest
{
    private readonly SessionWorld _world;

    public SessionRegistryTests() => _world = new SessionWorld(Folder);

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("SUB-14")]
    public async Task Create_with_one_id_from_many_sides_makes_one_session_and_one_process()
    {
        var created = SessionWorld.Created("a", TestAgent.File, "echo");

        var sessions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _world.Registry.CreateAsync(created, Timeout)));
        await SessionWorld.ShownAsync(sessions[0], "ready", Timeout);

        Assert.HasCount(1, sessions.Distinct());
        Assert.HasCount(1, _world.Registry.All);
        Assert.HasCount(2, SessionWorld.TextOf(sessions[0]).Split("ready"));
    }

    [TestMethod]
    public async Task Create_with_the_id_of_another_agents_session_is_a_conflict()
    {
        await _world.CreateAsync("a", "/bin/true");
        var other = SessionWorld.Created("a", "/bin/true");

        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() =>
            _world.Registry.CreateAsync(other with { Launch = other.Launch with { Agent = "shell" } }, Timeout));

        Assert.AreEqual(ErrorCode.MessageConflict, refusal.Code);
    }

    [TestMethod]
    public async Task Delete_is_refused_while_running_and_then_leaves_nothing()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "echo");
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        var running = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => _world.Registry.DeleteAsync(session, Timeout));
        await session.DoAsync(new Stop(IsForced: true, Grace: null), Timeout);
        await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        await _world.Registry.DeleteAsync(session, Timeout);

        Assert.AreEqual(ErrorCode.SessionRunning, running.Code);
        Assert.IsEmpty(_world.Registry.All);
        Assert.IsEmpty(_world.Feed.ReadAll().Values);
        Assert.IsFalse(Directory.Exists(Path.Combine(Folder, "terminals", "a")));
    }

    [TestMethod]
    public async Task Command_to_a_deleted_session_finds_none_and_does_not_bring_it_back()
    {
        var session = await EndedAsync("a");
        var delete = _world.Registry.DeleteAsync(session, Timeout);
        var rename = Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(new Rename("ghost"), Timeout));

        await delete;
        var overtaken = await rename;
        var late = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(new Rename("ghost"), Timeout));
        var rows = await _world.Writer.WriteAsync(connection => connection.Query("SELECT id FROM sessions", row => row.GetString(0)), Timeout);

        Assert.AreEqual((ErrorCode.SessionNotFound, ErrorCode.SessionNotFound), (overtaken.Code, late.Code));
        Assert.IsEmpty(_world.Feed.ReadAll().Values);
        Assert.IsEmpty(rows);
    }

    [TestMethod]
    public async Task Delete_that_nobody_waits_for_any_more_deletes_all_the_same()
    {
        var session = await EndedAsync("a");
        using var stored = new ManualResetEventSlim();
        using var cancelled = new CancellationTokenSource();
        var blocking = _world.Writer.WriteAsync(_ => stored.Wait(Timeout), Timeout);
        var delete = _world.Registry.DeleteAsync(session, cancelled.Token);

        await cancelled.CancelAsync();
        stored.Set();
        await blocking;
        await Assert.ThrowsAsync<OperationCanceledException>(() => delete);
        // Nothing tells when the registry has let go, so this asks again and again.
        while (_world.Registry.All.Any()) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Timeout);

        Assert.IsEmpty(_world.Feed.ReadAll().Values);
    }

    [TestMethod]
    [TestCategory("STO-01")]
    [TestCategory("PH-07")]
    [TestCategory("ID-04")]
    public async Task Load_by_the_next_host_ends_what_ran_as_lost_once_and_keeps_the_rest()
    {
        var ended = await EndedAsync("ended");
        var running = await _world.CreateAsync("running", TestAgent.File, "echo");
        await _world.PhaseAsync(running, SessionPhase.Detached, Timeout);
        var before = (ended.State.EventSeq, ended.State.UpdatedAt, Log: SessionWorld.TextOf(ended));
        // As after a crash: what is on the disk, and no process of it.
        await _world.DisposeAsync();

        await using (var next = new SessionWorld(Folder))
        {
            await next.Registry.LoadAsync(Timeout);
            var lost = next.Registry.Get(Id("running"));
            var kept = next.Registry.Get(Id("ended"));

            Assert.AreEqual((SessionPhase.Ended, ExitReason.Lost), (lost.State.Phase, lost.State.Exit?.Reason));
            Assert.HasCount(2, next.Feed.ReadAll().Values);
            Assert.AreEqual(before, (kept.State.EventSeq, kept.State.UpdatedAt, SessionWorld.TextOf(kept)));
        }

        await using var third = new SessionWorld(Folder);
        await third.Registry.LoadAsync(Timeout);
        var events = await third.Writer.WriteAsync(
            connection => connection.Query("SELECT count(*) FROM events WHERE json LIKE '%agentLost%'", row => row.GetInt32(0)), Timeout);
        Assert.AreEqual(1, events.Single());
    }

    [TestMethod]
    [TestCategory("SUB-17")]
    [TestCategory("STO-01")]
    public async Task Session_lost_with_its_host_shows_its_last_screen_and_is_let_go_again()
    {
        var running = await _world.CreateAsync("running", TestAgent.File, "echo");
        await SessionWorld.ShownAsync(running, "ready", Timeout);
        var shown = running.Terminal.Screen.Snapshot(Orchestrator.Screens.Screen.ScrollbackLines);
        // As after a crash: what is on the disk, and no process of it.
        await _world.DisposeAsync();

        await using var next = new SessionWorld(Folder);
        await next.Registry.LoadAsync(Timeout);
        var lost = next.Registry.Get(Id("running"));
        var screen = lost.Terminal.Screen;
        var found = screen.Snapshot(Orchestrator.Screens.Screen.ScrollbackLines);
        lost.ReleaseUnwatched();

        Assert.AreEqual((shown.Offset, shown.Size.Size), (found.Offset, found.Size.Size));
        CollectionAssert.AreEqual(shown.Data.ToArray(), found.Data.ToArray());
        Assert.AreNotSame(screen, lost.Terminal.Screen);
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public async Task Load_skips_a_row_that_cannot_be_read_tells_of_it_and_leaves_it()
    {
        await EndedAsync("good");
        await _world.Writer.WriteAsync(connection => connection.Execute("INSERT INTO sessions (id, state) VALUES ('bad', '{}')"), Timeout);
        await _world.Writer.WriteAsync(connection => connection.Execute("INSERT INTO sessions (id, state) VALUES ('worse', 'no json')"), Timeout);
        await _world.DisposeAsync();

        await using var next = new SessionWorld(Folder);
        await next.Registry.LoadAsync(Timeout);

        CollectionAssert.AreEqual(new[] { "good" }, next.Registry.All.Select(session => session.State.Id).ToArray());
        var told = new List<string>();
        using var reader = next.Notices.Subscribe(notice => told.Add(notice.Text));
        StringAssert.StartsWith(told.Single(), "2 stored sessions cannot be read", StringComparison.Ordinal);
        Assert.HasCount(3, next.Store.LoadAll());
    }

    [TestMethod]
    [TestCategory("STO-09")]
    public async Task StopAll_ends_every_process()
    {
        for (var index = 0; index < 3; index++) await _world.CreateAsync($"s{index}", "/bin/cat");

        await _world.Registry.StopAllAsync();

        Assert.IsFalse(_world.Registry.HasRunning);
        Assert.IsTrue(_world.Registry.All.All(session => session.State.Exit?.Reason == ExitReason.Stopped));
    }

    private async Task<Session> EndedAsync(string id)
    {
        var session = await _world.CreateAsync(id, "/bin/echo", "output of", id);
        await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);
        return session;
    }

    private static SessionId Id(string text)
    {
        Assert.IsTrue(SessionId.TryParse(text, out var id));
        return id;
    }
}
