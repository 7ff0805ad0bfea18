using System.Collections.Concurrent;
using System.Text;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class PromptTypistTests : FolderTest
{
    private readonly ManualTimeProvider _time = new();
    private readonly ConcurrentQueue<SessionCommand> _reports = [];

    [TestMethod]
    [TestCategory("PH-05")]
    public async Task Discard_drops_every_prompt_that_waits_and_types_none_of_them_later()
    {
        await using var world = new SessionWorld(Folder, time: _time);
        await using var terminal = NewTerminal(world);
        await using var typist = new PromptTypist(terminal, _time, _reports.Enqueue, Fail);
        // An agent that has not drawn anything is not ready, and the clock stands still: all of them wait.
        typist.Begin("codex");
        for (var prompt = 0; prompt < 3; prompt++) typist.Add(new TypedPrompt($"m{prompt}", "text"));

        typist.Discard();
        while (typist.WaitingCount > 0)
        {
            Timeout.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.IsEmpty(_reports);
    }

    [TestMethod]
    public async Task Prompt_that_is_not_taken_is_reported_and_no_return_follows_it()
    {
        const int room = 2;
        await using var world = new SessionWorld(Folder, time: _time);
        await using var terminal = NewTerminal(world);
        await using var typist = new PromptTypist(terminal, _time, _reports.Enqueue, Fail);
        Assert.IsTrue(terminal.TryWrite(new byte[TerminalInput.MaxPendingBytes - room]));

        typist.Begin("shell");
        typist.Add(new TypedPrompt("m", "longer than the room"));
        while (_reports.IsEmpty)
        {
            Timeout.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.AreEqual(new ReportNotDelivered("m"), _reports.Single());
        Assert.IsTrue(terminal.TryWrite(new byte[room]), "The room is as it was.");
    }

    [TestMethod]
    [DataRow("shell", "\e[?2004h", "one\ntwo", "\e[200~one\ntwo\e[201~", DisplayName = "several lines into a shell that takes pastes")]
    [DataRow("shell", "\e[?2004h", "one", "one", DisplayName = "one line into a shell that takes pastes")]
    [DataRow("shell", "\e[?2004h\e[?2004l", "one\ntwo", "one\rtwo", DisplayName = "several lines into a shell that takes none")]
    [DataRow("codex", "\e[?2004h", "one", "\e[200~one\e[201~", DisplayName = "an agent that is up")]
    [DataRow("codex", "", "one", "\e[200~one\e[201~", DisplayName = "an agent that never says that it is up")]
    [TestCategory("SND-14")]
    public async Task Prompt_is_pasted_where_pastes_are_taken_and_typed_elsewhere(string agent, string printed, string text, string expected)
    {
        var program = new RecordingProcess();
        await using var world = new SessionWorld(Folder, time: _time);
        await using var terminal = NewTerminal(world);
        await using var typist = new PromptTypist(terminal, _time, _reports.Enqueue, Fail);
        terminal.Screen.Attach(program, terminal.Size);
        terminal.Screen.Feed(Encoding.UTF8.GetBytes(printed));

        typist.Begin(agent);
        typist.Add(new TypedPrompt("m", text));
        while (_reports.IsEmpty)
        {
            Timeout.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        Assert.AreEqual(expected + "\r", program.Written);
        Assert.AreEqual(new ReportDelivered("m"), _reports.Single());
    }

    [TestMethod]
    public async Task Agent_gets_its_prompt_only_when_it_takes_pastes_and_rests()
    {
        var program = new RecordingProcess();
        await using var world = new SessionWorld(Folder, time: _time);
        await using var terminal = NewTerminal(world);
        await using var typist = new PromptTypist(terminal, _time, _reports.Enqueue, Fail);
        terminal.Screen.Attach(program, terminal.Size);
        typist.Begin("codex");
        typist.Add(new TypedPrompt("m", "text"));
        await _time.TimerArmedAsync(Timeout);

        _time.Advance(TimeSpan.FromSeconds(1));
        var whileStarting = program.Written;
        terminal.Screen.Feed("\e[?2004h"u8);
        while (await _time.TimerArmedAsync(Timeout) != TimeSpan.FromMilliseconds(300))
        {
            // The wait for more output is the one that counts.
        }

        var whileDrawing = program.Written;
        _time.Advance(TimeSpan.FromMilliseconds(300));
        while (program.Written.Length == 0)
        {
            Timeout.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.AreEqual(("", ""), (whileStarting, whileDrawing));
        StringAssert.StartsWith(program.Written, "\e[200~text", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("one line", "\e[200~one line\e[201~")]
    [DataRow("two\r\nlines\rand\nmore", "\e[200~two\nlines\nand\nmore\e[201~")]
    [DataRow("tricky\e[201~rm -rf\r", "\e[200~trickyrm -rf\n\e[201~", DisplayName = "the end of a paste inside")]
    [DataRow("\e[20\e[201~1~rm", "\e[200~rm\e[201~", DisplayName = "the end of a paste that taking one out makes")]
    [DataRow("日本 ü", "\e[200~日本 ü\e[201~")]
    [TestCategory("SND-14")]
    public void Encode_as_paste_is_one_paste_that_nothing_inside_can_end(string text, string expected)
    {
        Assert.AreEqual(expected, Encoding.UTF8.GetString(PromptTypist.Encode(text, asPaste: true)));
    }

    [TestMethod]
    [DataRow("ls -l", "ls -l")]
    [DataRow("cd /tmp\nls", "cd /tmp\rls")]
    public void Encode_as_typed_has_a_return_for_every_line_break(string text, string expected)
    {
        Assert.AreEqual(expected, Encoding.UTF8.GetString(PromptTypist.Encode(text, asPaste: false)));
    }

    private SessionTerminal NewTerminal(SessionWorld world) =>
        new(SessionFold.Create(SessionWorld.Created("a", "/bin/cat")), world.Surroundings, _reports.Enqueue);

    private static void Fail(Exception exception) => Assert.Fail(exception.ToString());
}
