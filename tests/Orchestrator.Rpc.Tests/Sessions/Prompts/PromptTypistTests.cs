using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Sessions.Terminals;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

[TestClass]
public sealed class PromptTypistTests : FolderTest
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<SessionCommand> _reports = [];
    private readonly RecordingProcess _program = new();
    private readonly SessionWorld _world;
    private readonly SessionTerminal _terminal;
    private readonly PromptTypist _typist;
    private string _interruptKey = "\e";

    public PromptTypistTests()
    {
        _world = new SessionWorld(Folder, time: _time);
        _terminal = new SessionTerminal(SessionFold.Create(SessionWorld.Created("a", "/bin/cat")), _world.Surroundings, _reports.Enqueue);
        _typist = new PromptTypist(_terminal, () => Task.FromResult(_terminal.TryWrite(Encoding.UTF8.GetBytes(_interruptKey))), _time, _reports.Enqueue, Fail);
    }

    [TestCleanup]
    public async Task EndWorld()
    {
        await _typist.DisposeAsync();
        await _terminal.DisposeAsync();
        await _world.DisposeAsync();
    }

    [TestMethod]
    [TestCategory("SND-10")]
    public async Task End_while_the_program_is_not_ready_lets_nothing_begin()
    {
        // An agent that has not drawn anything is not ready, and the clock stands still.
        _typist.Begin(isAgent: true);
        await _time.TimerArmedAsync(Timeout);
        var whileWaiting = _typist.IsReady;

        _typist.End();
        await _typist.DisposeAsync();

        Assert.IsFalse(whileWaiting || _typist.IsReady);
        Assert.IsEmpty(_reports);
    }

    [TestMethod]
    public async Task Prompt_that_is_not_taken_is_reported_and_no_return_follows_it()
    {
        const int room = 2;
        Assert.IsTrue(_terminal.TryWrite(new byte[TerminalInput.MaxPendingBytes - room]));

        _typist.Begin(isAgent: false);
        _typist.Type("m", "longer than the room");
        await MoveUntilAsync(() => !_reports.IsEmpty);

        Assert.AreEqual(new ReportDelivery("m", PromptOutcome.NotTaken), _reports.Single());
        Assert.IsTrue(_terminal.TryWrite(new byte[room]), "The room is as it was.");
    }

    [TestMethod]
    [DataRow("shell", "\e[?2004h", "one\ntwo", "\e[200~one\ntwo\e[201~", DisplayName = "several lines into a shell that takes pastes")]
    [DataRow("shell", "\e[?2004h", "one", "one", DisplayName = "one line into a shell that takes pastes")]
    [DataRow("shell", "\e[?2004h\e[?2004l", "one\ntwo", "one\rtwo", DisplayName = "several lines into a shell that takes none")]
    [DataRow("codex", "\e[?2004hready", "one", "\e[200~one\e[201~", DisplayName = "an agent that is up")]
    [DataRow("codex", "\e[?2004h", "one", "\e[200~one\e[201~", DisplayName = "an agent that never draws anything")]
    [DataRow("codex", "", "one", "\e[200~one\e[201~", DisplayName = "an agent that never says that it is up")]
    [TestCategory("SND-14")]
    public async Task Prompt_is_pasted_where_pastes_are_taken_and_typed_elsewhere(string agent, string printed, string text, string expected)
    {
        Attach();
        Print(printed);

        _typist.Begin(isAgent: agent != "shell");
        await MoveUntilAsync(() => _typist.IsReady);
        _typist.Type("m", text);
        await MoveUntilAsync(() => Outcome() is not null);

        Assert.AreEqual(expected + "\r", _program.Written);
        Assert.AreEqual(PromptOutcome.Delivered, Outcome());
    }

    [TestMethod]
    public async Task Agent_is_ready_only_when_it_takes_pastes_shows_something_and_rests()
    {
        Attach();
        _typist.Begin(isAgent: true);
        await _time.TimerArmedAsync(Timeout);

        _time.Advance(TimeSpan.FromSeconds(1));
        var whileStarting = _typist.IsReady;
        Print("\e[?2004h");
        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(40); waited += Step) await StepAsync();
        whileStarting |= _typist.IsReady;
        var drawnAt = _time.GetUtcNow();
        Print("composer");
        await MoveUntilAsync(() => _typist.IsReady && !_reports.IsEmpty);

        Assert.IsFalse(whileStarting);
        Assert.IsGreaterThanOrEqualTo(TerminalSilence.Period, _time.GetUtcNow() - drawnAt);
        Assert.AreEqual(new DeliverNext(), _reports.Single());
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public async Task End_right_behind_a_prompt_leaves_it_uncertain()
    {
        Attach();
        await BeginReadyAsync("codex");
        _typist.Type("m", "text");
        await UntilAsync(() => _program.Written.Length > 0);

        _typist.End();
        await UntilAsync(() => Outcome() is not null);

        Assert.AreEqual(PromptOutcome.Uncertain, Outcome());
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public async Task Program_that_has_ended_leaves_the_prompt_waiting()
    {
        Attach();
        _typist.Begin(isAgent: false);
        _terminal.Abandon();

        _typist.Type("m1", "text");
        await UntilAsync(() => Outcome() is not null);
        var isReady = _typist.IsReady;
        _typist.End();
        _typist.Type("m2", "text");

        CollectionAssert.AreEqual(
            new SessionCommand[] { new ReportDelivery("m1", PromptOutcome.HeldBack), new ReportDelivery("m2", PromptOutcome.HeldBack) }, _reports.ToArray());
        Assert.IsFalse(isReady, "Or it would be tried again and again.");
        Assert.AreEqual("", _program.Written);
    }

    [TestMethod]
    [DataRow("shell", "\x03")]
    [DataRow("codex", "\e")]
    [TestCategory("SND-09")]
    public async Task Interrupt_presses_its_key_once_and_the_turn_is_over_when_the_terminal_rests(string agent, string key)
    {
        _interruptKey = key;
        Attach();
        await BeginReadyAsync(agent);

        _typist.Interrupt();
        _typist.Interrupt();
        await RestBegunAsync();
        _time.Advance(TerminalSilence.Period - Step);
        Print("still at it");
        await RestBegunAsync();
        _time.Advance(TerminalSilence.Period - Step);
        var whilePrinting = _typist.IsReady;
        _time.Advance(Step);
        await UntilAsync(() => _typist.IsReady);

        Assert.AreEqual(key, _program.Written);
        Assert.IsFalse(whilePrinting);
    }

    [TestMethod]
    [TestCategory("SND-09")]
    public async Task Turn_that_prints_for_ever_is_waited_for_only_so_long()
    {
        Attach();
        await BeginReadyAsync("codex");
        var start = _time.GetUtcNow();

        _typist.Interrupt();
        await RestBegunAsync();
        while (_time.GetUtcNow() - start < TerminalSilence.Longest)
        {
            Print("x");
            await RestBegunAsync();
            Assert.IsFalse(_typist.IsReady);
            _time.Advance(Step);
        }

        Print("x");
        await UntilAsync(() => _typist.IsReady);
    }

    [TestMethod]
    [TestCategory("SND-10")]
    [TestCategory("SND-14")]
    public async Task Interrupt_of_a_prompt_that_is_being_typed_comes_behind_its_return()
    {
        Attach();
        await BeginReadyAsync("codex");
        _typist.Type("m", "text");
        await UntilAsync(() => _program.Written.Length > 0);

        _typist.Interrupt();
        await MoveUntilAsync(() => _typist.IsReady);

        Assert.AreEqual("\e[200~text\e[201~\r\e", _program.Written);
    }

    [TestMethod]
    public async Task Interrupt_of_a_program_that_is_starting_presses_nothing()
    {
        Attach();
        _typist.Begin(isAgent: true);

        _typist.Interrupt();
        await MoveUntilAsync(() => _typist.IsReady);

        Assert.AreEqual("", _program.Written);
    }

    [TestMethod]
    [TestCategory("SND-14")]
    public async Task Settle_waits_until_the_terminal_rests()
    {
        Attach();
        await BeginReadyAsync("opencode");

        _typist.Settle();
        await RestBegunAsync();
        _time.Advance(TerminalSilence.Period - Step);
        Print("the conversation");
        await RestBegunAsync();
        _time.Advance(TerminalSilence.Period - Step);
        Assert.IsFalse(_typist.IsReady);
        _time.Advance(Step);
        await UntilAsync(() => _typist.IsReady);

        Assert.AreEqual(new DeliverNext(), _reports.Single());
    }

    [TestMethod]
    public async Task Pause_asks_for_the_next_delivery_after_a_while()
    {
        Attach();
        await BeginReadyAsync("shell");

        _typist.Pause();
        var whilePaused = _typist.IsReady;
        await MoveUntilAsync(() => !_reports.IsEmpty);

        Assert.IsFalse(whilePaused);
        Assert.AreEqual(new DeliverNext(), _reports.Single());
    }

    private static void Fail(Exception exception) => Assert.Fail(exception.ToString());

    private void Attach() => _terminal.Screen.Attach(_program, _terminal.Size);

    private void Print(string text) => _terminal.Screen.Feed(Encoding.UTF8.GetBytes(text));

    private PromptOutcome? Outcome() => _reports.OfType<ReportDelivery>().SingleOrDefault()?.Outcome;

    private async Task BeginReadyAsync(string agent)
    {
        Print("\e[?2004h");
        _typist.Begin(isAgent: agent != "shell");
        await MoveUntilAsync(() => _typist.IsReady && (agent == "shell" || !_reports.IsEmpty));
        _reports.Clear();
        _time.ForgetArmed();
    }

    // The wait for more output is the one that counts.
    private async Task RestBegunAsync()
    {
        while (await _time.TimerArmedAsync(Timeout) != TerminalSilence.Period)
        {
        }
    }

    private async Task StepAsync()
    {
        _time.Advance(Step);
        await Task.Yield();
    }

    private Task MoveUntilAsync(Func<bool> isReached) => UntilAsync(isReached, () => _time.Advance(Step));

    private async Task UntilAsync(Func<bool> isReached, Action? move = null)
    {
        while (!isReached())
        {
            Timeout.ThrowIfCancellationRequested();
            move?.Invoke();
            await Task.Yield();
        }
    }
}
