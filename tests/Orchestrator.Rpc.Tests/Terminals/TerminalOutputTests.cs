using System.Globalization;
using System.Text;
using Moq;

namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
public sealed class TerminalOutputTests : TerminalTest
{
    [TestMethod]
    [TestCategory("TRM-01")]
    [TestCategory("TRM-03")]
    public async Task Flood_arrives_whole_and_in_order_before_the_exit()
    {
        const int Lines = 500_000;
        var spec = TestAgent.Shell($"stty -opost; exec '{TestAgent.File}' flood {Lines * 15}");
        var sink = new RecordingSink();

        await using var process = Holder.Start(spec, sink);
        Assert.AreEqual(0, (await sink.Exited.WaitAsync(Timeout)).Code);

        Assert.AreEqual(1, sink.Exits);
        var expected = new StringBuilder();
        for (var line = 0; line < Lines; line++)
            expected.Append(CultureInfo.InvariantCulture, $"line {line:D9}\n");
        Assert.IsTrue(Encoding.ASCII.GetBytes(expected.ToString()).AsSpan().SequenceEqual(sink.Bytes.ToArray()));
    }

    [TestMethod]
    [TestCategory("TRM-06")]
    public async Task Characters_and_sequences_cut_by_reads_survive()
    {
        var terminal = Start(TestAgent.Shell("stty -opost; i=0; while [ $i -lt 3000 ]; do printf '\\033[1;3%dm日本🙂\\033[0m' $((i % 8)); i=$((i+1)); done"));
        await terminal.Exited.WaitAsync(Timeout);

        var expected = string.Concat(Enumerable.Range(0, 3000).Select(i => $"\e[1;3{i % 8}m日本🙂\e[0m"));
        Assert.AreEqual(expected, TextOf(terminal.Log));
    }

    [TestMethod]
    [TestCategory("TRM-03")]
    [DataRow(0)]
    [DataRow(3)]
    [DataRow(255)]
    public async Task Exit_code_is_told(int code)
    {
        var exit = await Start(TestAgent.Shell($"exit {code}")).Exited.WaitAsync(Timeout);

        Assert.AreEqual(new TerminalExit(code, null), exit);
    }

    [TestMethod]
    public async Task Exit_by_a_signal_names_it()
    {
        Assert.AreEqual(new TerminalExit(null, "SIGSEGV"), await Start(TestAgent.Shell("kill -SEGV $$")).Exited.WaitAsync(Timeout));
        Assert.AreEqual(new TerminalExit(null, "SIGPIPE"), await Start(TestAgent.Shell("kill -PIPE $$")).Exited.WaitAsync(Timeout));
    }

    [TestMethod]
    public async Task Last_words_of_a_failing_agent_are_in_the_log()
    {
        var terminal = Start(TestAgent.Spec("fail"));

        Assert.AreEqual(3, (await terminal.Exited.WaitAsync(Timeout)).Code);
        Assert.AreEqual(3, TextOf(terminal.Log).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.AreEqual(3, terminal.Log.Exit!.Code);
    }

    [TestMethod]
    [TestCategory("TRM-03")]
    public async Task Exit_is_told_although_a_grandchild_keeps_writing()
    {
        var terminal = Start(TestAgent.Shell("(trap '' HUP; while :; do echo noise || exit; done) & echo leader-done; exit 7"));

        Assert.AreEqual(7, (await terminal.Exited.WaitAsync(Timeout)).Code);
        StringAssert.Contains(TextOf(terminal.Log), "leader-done");
    }

    [TestMethod]
    public async Task Program_that_closes_and_reopens_its_terminal_is_not_hung_up()
    {
        var terminal = Start(TestAgent.Shell("exec 3>&- </dev/null >/dev/null 2>&1; sleep 0.2; echo again >/dev/tty; exit 4"));

        Assert.AreEqual(4, (await terminal.Exited.WaitAsync(Timeout)).Code);
        Assert.AreEqual("again\r\n", TextOf(terminal.Log));
    }

    [TestMethod]
    public async Task Flooding_terminal_does_not_hold_up_another()
    {
        var flood = Start(TestAgent.Shell("exec yes"));
        await ShownAsync(flood, "y");
        var quiet = Start(TestAgent.Shell("while read line; do echo \"echo: $line\"; done"));

        for (var round = 0; round < 20; round++)
        {
            Assert.IsTrue(quiet.Screen.Input.TryWrite(Utf8($"{round}\n")));
            await ShownAsync(quiet, $"echo: {round}\r\n");
        }

        Assert.IsFalse(flood.Exited.IsCompleted);
    }

    [TestMethod]
    public async Task Failing_sink_loses_its_output_and_harms_nobody()
    {
        var failing = new Mock<ITerminalSink>(MockBehavior.Strict);
        var exited = new TaskCompletionSource();
        failing.Setup(sink => sink.OnExited(new TerminalExit(0, null))).Callback(exited.SetResult).Throws<InvalidOperationException>();

        await using var process = Holder.Start(TestAgent.Shell("echo unheard"), failing.Object);
        await exited.Task.WaitAsync(Timeout);

        Assert.AreEqual("heard\r\n", await OutputOfAsync(TestAgent.Shell("echo heard")));
    }

    [TestMethod]
    [TestCategory("TRM-03")]
    public async Task Exit_is_seen_beside_the_children_of_the_runtime()
    {
        for (var round = 0; round < 20; round++)
        {
            var terminals = Enumerable.Range(0, 5).Select(code => Start(TestAgent.Shell($"exit {code}"))).ToList();
            var children = Enumerable.Range(0, 5).Select(code => TestProcess.Start("/bin/sh", "-c", $"exit {code}")).ToList();

            for (var code = 0; code < 5; code++)
            {
                Assert.AreEqual(new TerminalExit(code, null), await terminals[code].Exited.WaitAsync(Timeout));
                await children[code].WaitForExitAsync(Timeout);
                Assert.AreEqual(code, children[code].ExitCode);
                children[code].Dispose();
            }
        }
    }
}
