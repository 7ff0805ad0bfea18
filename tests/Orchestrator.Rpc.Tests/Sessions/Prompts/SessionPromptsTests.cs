using System.Text.Json.Nodes;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

/// <summary>Prompts of sessions on a real store: with real processes, and with ones that only record.</summary>
[TestClass]
public sealed class SessionPromptsTests : FolderTest
{
    private readonly ManualTimeProvider _time = new();
    private readonly RecordingProcess _program = new();
    private SessionWorld _world;

    public SessionPromptsTests() => _world = new SessionWorld(Folder);

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("SND-03")]
    [TestCategory("SND-05")]
    public async Task Delivery_is_stored_before_it_begins_and_after_it_is_done()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "echo");
        await _world.PhaseAsync(session, SessionPhase.Detached, Timeout);

        var (first, second) = (new Send("c1", "one"), new Send("c2", "two"));
        await session.DoAsync(first, Timeout);
        await session.DoAsync(second, Timeout);
        await SessionWorld.ShownAsync(session, "echo: two", Timeout);
        await _world.StateAsync(session, state => state.Queue.IsEmpty, Timeout);

        foreach (var send in new[] { first, second })
            CollectionAssert.AreEqual(new[] { "promptAccepted", "promptDeliveryBegan", "promptDelivered" }, await KindsAsync(send.Result!.MessageId));
        var text = SessionWorld.TextOf(session);
        Assert.IsLessThan(text.IndexOf("echo: two", StringComparison.Ordinal), text.IndexOf("echo: one", StringComparison.Ordinal));
    }

    [TestMethod]
    [TestCategory("SND-15")]
    public async Task Sends_of_many_at_once_are_each_typed_once()
    {
        var session = await _world.CreateAsync("a", TestAgent.File, "echo");
        await SessionWorld.ShownAsync(session, "ready", Timeout);

        var sends = Enumerable.Range(0, 20).Select(number => new Send($"c{number}", $"prompt {number:D2}.")).ToList();
        var all = sends.Concat(sends.Select(send => send with { })).ToList();
        await Task.WhenAll(all.Select(send => session.DoAsync(send, Timeout)));
        foreach (var send in sends) await SessionWorld.ShownAsync(session, $"echo: {send.Text}", Timeout);
        await _world.StateAsync(session, state => state.Queue.IsEmpty, Timeout);

        Assert.HasCount(20, all.Where(send => send.Result!.Receipt == SendReceipt.Duplicate));
        Assert.HasCount(20, all.Select(send => send.Result!.MessageId).Distinct());
        foreach (var send in sends) Assert.HasCount(2, SessionWorld.TextOf(session).Split($"echo: {send.Text}"), $"{send.Text} was typed once.");
    }

    [TestMethod]
    [TestCategory("SND-01")]
    public async Task First_prompt_of_a_program_that_takes_it_typed_is_one_like_any_other()
    {
        var session = await CreateWithPromptAsync("a", "the first one", TestAgent.File, "echo");
        await SessionWorld.ShownAsync(session, "echo: the first one", Timeout);
        await _world.StateAsync(session, state => state.Queue.IsEmpty, Timeout);

        var kinds = await _world.Writer.WriteAsync(
            connection => connection.Query("SELECT json FROM events ORDER BY seq", row => Kind(row.GetString(0))), Timeout);

        CollectionAssert.AreEqual(
            new[] { "sessionCreated", "promptAccepted", "startBegan", "agentStarted", "promptDeliveryBegan", "promptDelivered" }, kinds);
    }

    [TestMethod]
    [TestCategory("SND-05")]
    [TestCategory("SND-07")]
    public async Task Prompt_that_waited_at_the_end_waits_over_hosts_until_it_is_taken_out_and_never_comes_back()
    {
        var created = await CreateWithPromptAsync("a", "two\nlines", Path.Combine(Folder, "no-such-program"));
        var ended = await _world.PhaseAsync(created, SessionPhase.Ended, Timeout);
        var waiting = (await created.ReadQueueAsync(Timeout)).Messages.Single();

        var second = await NextHostAsync("a");
        var listed = (await second.ReadQueueAsync(Timeout)).Messages.Single();
        await second.DoAsync(new Unqueue(listed.MessageId), Timeout);
        var third = await NextHostAsync("a");
        var again = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => third.DoAsync(new Unqueue(listed.MessageId), Timeout));
        var unknown = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => third.DoAsync(new Unqueue("unknown"), Timeout));

        StringAssert.EndsWith(ended.Detail, "\nA prompt waits for the session to be resumed.", StringComparison.Ordinal);
        Assert.AreEqual(waiting, listed);
        Assert.AreEqual(
            new QueuedMessage(waiting.MessageId, "two lines", waiting.AcceptedAt, QueuedMessageState.Waiting, SendMode.Queue, null, "two\nlines"), waiting);
        Assert.IsEmpty((await third.ReadQueueAsync(Timeout)).Messages);
        Assert.AreEqual(0, third.Summary.Queued);
        Assert.AreEqual((ErrorCode.AlreadyResolved, ErrorCode.RequestNotFound), (again.Code, unknown.Code));
    }

    [TestMethod]
    [TestCategory("SND-01")]
    [TestCategory("SND-02")]
    [TestCategory("SND-07")]
    public async Task Client_id_stays_taken_whatever_became_of_its_prompt()
    {
        await UseManualTimeAsync();
        await using var session = Running("a", "codex");
        var (first, again) = (new Send("c1", "text"), new Send("c1", "text"));
        await session.DoAsync(first, Timeout);
        await session.DoAsync(new Unqueue(first.Result!.MessageId), Timeout);

        await session.DoAsync(again, Timeout);
        var other = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.DoAsync(new Send("c1", "other text"), Timeout));

        Assert.AreEqual(new SessionSendResult(SendReceipt.Duplicate, first.Result.MessageId), again.Result);
        Assert.AreEqual(ErrorCode.MessageConflict, other.Code);
        Assert.IsEmpty(session.State.Queue);
    }

    [TestMethod]
    [TestCategory("SND-07")]
    public async Task Queue_gives_whole_texts_as_far_as_there_is_room()
    {
        await UseManualTimeAsync();
        await using var session = Running("a", "codex");
        await session.DoAsync(new Send("c1", new string('x', SessionPrompts.MaxQueueTextBytes)), Timeout);
        await session.DoAsync(new Send("c2", "no room for this"), Timeout);
        await session.DoAsync(new Send("c3", "nor for this", SendMode.Steer), Timeout);

        var messages = (await session.ReadQueueAsync(Timeout)).Messages;

        CollectionAssert.AreEqual(new[] { "c3", "c1", "c2" }, messages.Select(message => message.ClientMessageId).ToArray());
        CollectionAssert.AreEqual(new[] { "nor for this", null, "no room for this" }, messages.Select(message => message.Text).ToArray());
        CollectionAssert.AreEqual(new[] { SendMode.Steer, SendMode.Queue, SendMode.Queue }, messages.Select(message => message.Mode).ToArray());
        Assert.AreEqual(3, session.Summary.Queued);
    }

    [TestMethod]
    [TestCategory("SND-05")]
    [TestCategory("SND-16")]
    public async Task Program_that_is_found_running_gets_what_waits_whatever_another_session_waits_for()
    {
        await UseManualTimeAsync();
        await using var starting = Running("a", "codex");
        await starting.DoAsync(new ReportStarted(1), Timeout);
        await starting.DoAsync(new Send("c1", "never typed"), Timeout);
        await using var found = Running("b", "shell");
        found.Terminal.Screen.Attach(_program, found.Terminal.Size);
        var send = new Send("c1", "typed");
        await found.DoAsync(send, Timeout);
        var before = _program.Written;

        await found.DoAsync(new ReportStarted(1), Timeout);
        await _world.StateAsync(found, state => state.Queue.IsEmpty, Timeout);

        Assert.AreEqual(("", "typed\r"), (before, _program.Written));
        Assert.AreEqual(QueuedMessageState.Waiting, (await starting.ReadQueueAsync(Timeout)).Messages.Single().State);
    }

    [TestMethod]
    [TestCategory("SND-11")]
    public async Task Program_that_does_not_read_is_told_with_the_prompt_and_the_way_out()
    {
        await UseManualTimeAsync();
        await using var session = Running("a", "shell");
        session.Terminal.TryWrite(new byte[TerminalInput.MaxPendingBytes]);
        await session.DoAsync(new ReportStarted(1), Timeout);

        await session.DoAsync(new Send("c1", "nobody reads this"), Timeout);
        var told = await MovedStateAsync(session, state => state.Detail is not null);

        Assert.IsEmpty(told.Queue);
        Assert.AreEqual(
            "A prompt was not delivered, because Command does not read its input: \"nobody reads this\". Interrupt or stop it, then send the prompt again.",
            told.Detail);
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public async Task Delivery_that_cannot_be_stored_types_nothing_and_is_tried_again()
    {
        await UseManualTimeAsync();
        await using var session = Running("a", "shell");
        session.Terminal.Screen.Attach(_program, session.Terminal.Size);
        await session.DoAsync(new Send("c1", "text"), Timeout);
        var next = session.State.EventSeq + 1;
        await _world.Writer.WriteAsync(
            connection => connection.Execute("INSERT INTO events (session_id, epoch, seq, json) VALUES ('a', $epoch, $seq, 'in the way')", ("$epoch", session.State.EventEpoch), ("$seq", next)), Timeout);

        await session.DoAsync(new ReportStarted(1), Timeout);
        await _time.TimerArmedAsync(Timeout);
        var (queue, written) = (session.State.Queue, _program.Written);
        await _world.Writer.WriteAsync(connection => connection.Execute("DELETE FROM events WHERE seq = $seq", ("$seq", next)), Timeout);
        await MovedStateAsync(session, state => state.Queue.IsEmpty);

        Assert.AreEqual(("", false), (written, queue.Single().IsDelivering));
        Assert.AreEqual("text\r", _program.Written);
    }

    [TestMethod]
    [TestCategory("SND-09")]
    public async Task Prompt_instead_of_the_turn_is_typed_before_those_that_wait_once_the_terminal_rests()
    {
        await UseManualTimeAsync();
        await using var session = Running("a", "shell");
        session.Terminal.Screen.Attach(_program, session.Terminal.Size);
        await session.DoAsync(new ReportStarted(1), Timeout);
        await session.DoAsync(new Send("c1", "interrupted by the next"), Timeout);
        await _world.StateAsync(session, state => state.Queue.IsEmpty, Timeout);

        var first = new Send("c2", "instead", SendMode.Interrupt);
        await session.DoAsync(first, Timeout);
        await session.DoAsync(new Send("c3", "at the end"), Timeout);
        await session.DoAsync(new Send("c4", "instead, too", SendMode.Interrupt), Timeout);
        var whileNotOver = session.State.Queue.Length;
        await MovedStateAsync(session, state => state.Queue.IsEmpty);

        Assert.AreEqual(3, whileNotOver);
        Assert.AreEqual("interrupted by the next\r\x03instead\rinstead, too\rat the end\r", _program.Written);
    }

    // A session without a process of its own, in the store, whose agent is another one.
    private Session Running(string id, string agent)
    {
        var created = SessionWorld.Created(id, "none");
        var state = SessionFold.Create(created with { Launch = created.Launch with { Agent = agent } }) with { Phase = SessionPhase.Detached };
        return new Session(state, _world.Surroundings);
    }

    private Task<Session> CreateWithPromptAsync(string id, string prompt, params string[] command)
    {
        var created = SessionWorld.Created(id, command);
        return _world.Registry.CreateAsync(created with { Launch = created.Launch with { Prompt = prompt } }, Timeout);
    }

    private async Task UseManualTimeAsync()
    {
        await _world.DisposeAsync();
        _world = new SessionWorld(Folder, time: _time);
    }

    private async Task<Session> NextHostAsync(string id)
    {
        await _world.DisposeAsync();
        _world = new SessionWorld(Folder);
        await _world.Registry.LoadAsync(Timeout);
        return _world.Registry.All.Single(session => session.State.Id == id);
    }

    private async Task<SessionState> MovedStateAsync(Session session, Func<SessionState, bool> isWanted)
    {
        while (!isWanted(session.State))
        {
            Timeout.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        return session.State;
    }

    private async Task<List<string>> KindsAsync(string messageId) => await _world.Writer.WriteAsync(
        connection => connection.Query(
            "SELECT json FROM events WHERE json LIKE $id ORDER BY seq", row => Kind(row.GetString(0)), ("$id", $"%{messageId}%")),
        Timeout);

    private static string Kind(string json) => (string)JsonNode.Parse(json)!["kind"]!;
}
