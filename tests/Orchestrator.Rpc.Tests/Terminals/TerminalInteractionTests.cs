namespace Orchestrator.Rpc.Tests.Terminals;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class TerminalInteractionTests : TerminalTest
{
    [TestMethod]
    public async Task Input_reaches_the_program_in_order()
    {
        // The terminal's own echo would come between, also in the middle of an answer.
        var terminal = Start(TestAgent.Shell($"stty -echo; exec '{TestAgent.File}' echo"));
        await ShownAsync(terminal, "ready");

        for (var line = 0; line < 200; line++)
            Assert.IsTrue(terminal.Screen.Input.TryWrite(Utf8($"line {line} żółć\n")));
        terminal.Screen.Input.TryWrite(Utf8("bye\n"));
        await terminal.Exited.WaitAsync(Timeout);

        var answers = TextOf(terminal.Log).Split("\r\n").Where(line => line.StartsWith("echo: ", StringComparison.Ordinal));
        CollectionAssert.AreEqual(Enumerable.Range(0, 200).Select(line => $"echo: line {line} żółć").ToArray(), answers.ToArray());
    }

    [TestMethod]
    public async Task Large_paste_arrives_whole()
    {
        const int Total = 3 * 1024 * 1024;
        var terminal = Start(TestAgent.Shell($"stty raw -echo; echo ready; head -c {Total} | cksum"));
        await ShownAsync(terminal, "ready");
        var bytes = new byte[Total];
        new Random(5).NextBytes(bytes);
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, bytes, Timeout);

        Assert.IsTrue(terminal.Screen.Input.TryWrite(bytes));
        await terminal.Exited.WaitAsync(Timeout);

        var expected = await OutputOfAsync(TestAgent.Shell($"cksum <'{file}'; rm '{file}'"));
        StringAssert.Contains(TextOf(terminal.Log), expected.TrimEnd());
    }

    [TestMethod]
    public async Task Program_that_never_reads_costs_its_bound_and_holds_up_nobody()
    {
        var stuck = Start(TestAgent.Shell("stty raw -echo; echo ready; exec sleep 1000"));
        await ShownAsync(stuck, "ready");
        var piece = new byte[64 * 1024];
        var accepted = 0;
        while (stuck.Screen.Input.TryWrite(piece))
            accepted += piece.Length;

        Assert.IsInRange(TerminalInput.MaxPendingBytes - piece.Length, TerminalInput.MaxPendingBytes + 1024 * 1024, accepted);
        var other = Start(TestAgent.Spec("echo"));
        await ShownAsync(other, "ready");
        other.Screen.Input.TryWrite(Utf8("hello\n"));
        await ShownAsync(other, "echo: hello");
    }

    [TestMethod]
    [TestCategory("TRM-05")]
    public async Task Resize_reaches_the_program_and_the_last_one_wins()
    {
        var terminal = Start(TestAgent.Spec("size") with { Size = new TerminalSize(100, 30) });
        await ShownAsync(terminal, "100x30");

        terminal.Screen.Resize(new TerminalSize(110, 35), by: null);
        terminal.Screen.Resize(new TerminalSize(120, 40), by: null);
        await ShownAsync(terminal, "120x40");
        Assert.AreEqual(new TerminalSize(120, 40), terminal.Screen.Size);
    }

    [TestMethod]
    [TestCategory("TRM-05")]
    [DataRow(0, 24)]
    [DataRow(80, 0)]
    [DataRow(-1, 24)]
    [DataRow(TerminalSize.MaxColumns + 1, 24)]
    [DataRow(80, TerminalSize.MaxRows + 1)]
    public void Resize_out_of_bounds_is_refused(int columns, int rows)
    {
        var terminal = Start(TestAgent.Shell("exec sleep 1000"));

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => terminal.Screen.Resize(new TerminalSize(columns, rows), by: null));
        Assert.AreEqual(TerminalSize.Default, terminal.Screen.Size);
    }

    [TestMethod]
    public async Task Dialog_and_full_screen_programs_work()
    {
        var dialog = Start(TestAgent.Spec("ask"));
        await ShownAsync(dialog, "[y/n] ");
        dialog.Screen.Input.TryWrite(Utf8("y\n"));
        Assert.AreEqual(0, (await dialog.Exited.WaitAsync(Timeout)).Code);

        var screen = Start(TestAgent.Spec("fullscreen"));
        await ShownAsync(screen, "frame 0");
        screen.Screen.Input.TryWrite(Utf8("x"));
        await ShownAsync(screen, "frame 1");
        screen.Screen.Input.TryWrite(Utf8("q"));
        Assert.AreEqual(0, (await screen.Exited.WaitAsync(Timeout)).Code);
        StringAssert.Contains(TextOf(screen.Log), "\e[?1049l");
    }

    [TestMethod]
    public async Task Echo_comes_back_at_once()
    {
        var terminal = Start(TestAgent.Shell("stty raw -echo; echo ready; exec cat"));
        await ShownAsync(terminal, "ready");
        var clock = TimeProvider.System;
        var times = new List<TimeSpan>();

        for (var round = 0; round < 200; round++)
        {
            var started = clock.GetTimestamp();
            terminal.Screen.Input.TryWrite(Utf8($"<{round}>"));
            await ShownAsync(terminal, $"<{round}>");
            times.Add(clock.GetElapsedTime(started));
        }

        // The whole stack may take 5 ms on a quiet machine; this one may be busy, so only the order of size is asked.
        times.Sort();
        Console.Error.WriteLine($"echo: median {times[100].TotalMilliseconds:F2} ms, p95 {times[190].TotalMilliseconds:F2} ms");
        Assert.IsLessThan(TimeSpan.FromMilliseconds(50), times[100]);
    }
}
