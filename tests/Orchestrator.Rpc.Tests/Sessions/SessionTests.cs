using System.Globalization;
using Moq;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>Sessions with real processes, from creation to their end.</summary>
[TestClass]
public sealed class SessionTests : FolderTest
{
    private readonly SessionWorld _world;

    public SessionTests() => _world = new SessionWorld(Folder);

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Create_answers_before_the_process_and_then_runs_detached()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "echo");
        var running = await _world.PhaseAsync(session, SessionPhase.Detached, Timeout);

        await SessionWorld.ShownAsync(session, "ready", Timeout);
        session.Terminal.TryWrite("hello\n"u8.ToArray());
        await SessionWorld.ShownAsync(session, "echo: hello", Timeout);

        Assert.IsNotNull(running.Pid);
        CollectionAssert.AreEqual(new[] { TestAgent.File, "echo" }, session.Detail.Command.ToArray());
        Assert.AreEqual(running.Pid, session.Detail.Pid);
    }

    [TestMethod]
    public async Task Stop_ends_the_session_as_stopped()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "echo");
        await SessionWorld.ShownAsync(session, "ready", Timeout);

        await session.DoAsync(new Stop(IsForced: false, Grace: null), Timeout);
        var phase = session.State.Phase;
        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.IsTrue(phase is SessionPhase.Closing or SessionPhase.Ended);
        Assert.AreEqual(ExitReason.Stopped, ended.Exit?.Reason);
        Assert.IsNull(ended.Detail);
        Assert.IsFalse(ended.IsUnread);
    }

    [TestMethod]
    public async Task Stop_with_force_overtakes_a_gentle_one()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "ignore-interrupts");
        await SessionWorld.ShownAsync(session, "ready", Timeout);

        await session.DoAsync(new Stop(IsForced: false, TimeSpan.FromMinutes(10)), Timeout);
        await session.DoAsync(new Stop(IsForced: true, Grace: null), Timeout);
        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(new SessionExit(ExitReason.Stopped, null, "SIGKILL"), ended.Exit);
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    public async Task Exit_of_the_process_is_told_with_its_code(int code)
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "exit", code.ToString(CultureInfo.InvariantCulture));

        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(new SessionExit(ExitReason.Exited, code), ended.Exit);
        Assert.IsTrue(ended.IsUnread);
    }

    [TestMethod]
    public async Task Failure_shows_the_last_lines_and_a_prompt_to_it_is_answered_with_them()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "fail");

        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);
        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(new Send("m1", "go on"), Timeout));

        Assert.AreEqual("fake-agent: cannot reach the model\nfake-agent: the key was refused\nfake-agent: giving up", ended.Detail);
        Assert.AreEqual(ErrorCode.AgentFailedToStart, refusal.Code);
        StringAssert.Contains(refusal.Message, "the key was refused", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Program_that_does_not_exist_ends_as_failed_and_names_it()
    {
        var session = await _world.CreateAsync("a", Path.Combine(Folder, "no-such-agent"));

        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(ExitReason.Failed, ended.Exit?.Reason);
        StringAssert.Contains(ended.Detail, "no-such-agent", StringComparison.Ordinal);
        Assert.IsTrue(session.Terminal.Log.IsComplete);
    }

    [TestMethod]
    [TestCategory("PH-07")]
    public async Task Process_that_is_gone_before_its_start_was_told_still_ends_the_session()
    {
        var process = new Mock<IHeldTerminal>(MockBehavior.Strict);
        process.Setup(running => running.Identity).Returns(new ProcessIdentity(1, 0, "boot"));
        process.Setup(running => running.DisposeAsync()).Returns(ValueTask.CompletedTask);
        var holder = new Mock<ITerminalHolder>(MockBehavior.Strict);
        holder.Setup(starting => starting.StartAsync(It.IsAny<TerminalLabel>(), It.IsAny<LaunchSpec>(), It.IsAny<ITerminalSink>(), It.IsAny<CancellationToken>()))
            .Callback((TerminalLabel _, LaunchSpec _, ITerminalSink sink, CancellationToken _) => sink.OnExited(new TerminalExit(0, null)))
            .ReturnsAsync(process.Object);
        holder.Setup(starting => starting.DisposeAsync()).Returns(ValueTask.CompletedTask);
        var spool = Path.Combine(Folder, "spool");
        await File.WriteAllTextAsync(spool, "a file where the folder should be, so that nothing is stored", Timeout);
        await using var world = new SessionWorld(Directory.CreateDirectory(Path.Combine(Folder, "other")).FullName, holder.Object, spoolFolder: spool);

        var session = await world.CreateAsync("a", "program");
        var ended = await world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(new SessionExit(ExitReason.Exited, 0), ended.Exit);
    }

    [TestMethod]
    [TestCategory("PH-07")]
    public async Task Start_that_cannot_be_stored_ends_the_session_as_failed()
    {
        await _world.Writer.WriteAsync(
            connection => connection.Execute("CREATE TRIGGER no_start BEFORE INSERT ON events WHEN NEW.seq = 2 BEGIN SELECT RAISE(ABORT, 'no'); END"),
            Timeout);

        var session = await _world.CreateAsync("a", "/bin/cat");
        var ended = await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        Assert.AreEqual(ExitReason.Failed, ended.Exit?.Reason);
        Assert.IsFalse(_world.Registry.HasRunning);
    }

    [TestMethod]
    [TestCategory("SND-01")]
    [TestCategory("SND-02")]
    public async Task Send_again_is_a_duplicate_and_with_another_text_a_conflict()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "echo");
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        var (first, again, other) = (new Send("m1", "once"), new Send("m1", "once"), new Send("m1", "twice"));

        await session.DoAsync(first, Timeout);
        await session.DoAsync(again, Timeout);
        var conflict = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(other, Timeout));
        await session.DoAsync(new Send("m2", "last"), Timeout);
        await SessionWorld.ShownAsync(session, "echo: last", Timeout);
        await _world.StateAsync(session, state => state.Queue.IsEmpty, Timeout);

        Assert.AreEqual(SendReceipt.Accepted, first.Result!.Receipt);
        Assert.AreEqual(new SessionSendResult(SendReceipt.Duplicate, first.Result.MessageId), again.Result);
        Assert.AreEqual(ErrorCode.MessageConflict, conflict.Code);
        Assert.HasCount(2, SessionWorld.TextOf(session).Split("echo: once"), "It was typed once.");
    }

    [TestMethod]
    [TestCategory("TRM-02")]
    [TestCategory("CAP-07")]
    public async Task Memory_of_an_ended_terminal_is_let_go_and_read_back_when_somebody_looks()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "flood", "100000");
        var log = session.Terminal.Log;
        await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);
        await session.DoAsync(new Rename("after its end"), Timeout);

        var restored = session.Terminal.Log;

        Assert.AreNotSame(log, restored);
        Assert.AreEqual((log.Start, log.End, log.Exit), (restored.Start, restored.End, restored.Exit));
    }

    [TestMethod]
    public async Task Stop_of_an_ended_session_reads_nothing_back()
    {
        var session = await _world.CreateAsync("a", "/bin/true");
        await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);
        await session.DoAsync(new Rename("after its end"), Timeout);
        var before = session.State;
        Directory.Delete(Path.Combine(Folder, "terminals"), recursive: true);

        await session.DoAsync(new Stop(IsForced: true, Grace: null), Timeout);

        Assert.AreSame(before, session.State);
        Assert.AreEqual(before.Terminal!.EndOffset, session.Detail.Terminal!.Offset);
    }

    [TestMethod]
    [TestCategory("PH-09")]
    public async Task Every_change_of_phase_is_stored_with_its_event()
    {
        var session = await _world.CreateAsync("a", "/bin/true");
        await _world.PhaseAsync(session, SessionPhase.Ended, Timeout);

        var events = await _world.Writer.WriteAsync(
            connection => connection.Query("SELECT json FROM events ORDER BY seq", row => row.GetString(0)), Timeout);

        string[] kinds = ["sessionCreated", "startBegan", "agentStarted", "agentExited"];
        CollectionAssert.AreEqual(kinds, events.Select(json => TestKind(json)).ToArray());
    }

    private static string TestKind(string json) => (string)System.Text.Json.Nodes.JsonNode.Parse(json)!["kind"]!;
}
