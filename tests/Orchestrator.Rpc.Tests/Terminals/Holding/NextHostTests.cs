using System.Text;
using Orchestrator.Storage;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

/// <summary>What a host finds that comes after another one: the programs, and all that they printed.</summary>
[TestClass]
[TestCategory("STO-08")]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
public sealed class NextHostTests : HolderTest
{
    [TestMethod]
    [TestCategory("TRM-01")]
    [TestCategory("TRM-02")]
    public async Task Next_host_finds_the_program_and_gets_exactly_the_bytes_after_its_position()
    {
        var host = Host();
        var (terminal, sink) = await StartAsync(host, TestAgent.Spec("echo"));
        await sink.ShowsAsync("ready", Timeout);
        terminal.Resize(new TerminalSize(90, 30), sink.End);
        terminal.TryWrite("before\n"u8.ToArray());
        await sink.ShowsAsync("echo: before\r\n", Timeout);
        await LeaveAsync(host);

        var next = Host();
        var report = (await next.FindHeldAsync(Timeout)).Single();
        var later = new TextSink(from: 3);
        var adopted = next.Adopt(report, later, from: 3);
        Assert.AreEqual(sink.Text[3..], later.Text, "All of it is there when the call returns.");
        adopted.TryWrite("after\n"u8.ToArray());
        await later.ShowsAsync("echo: after", Timeout);
        adopted.TryWrite("bye\n"u8.ToArray());

        Assert.AreEqual(new TerminalExit(0, null), await later.Exited.WaitAsync(Timeout));
        Assert.AreEqual((terminal.Identity, sink.End, "note 1"), (report.Identity, report.End, report.Label.Note));
        Assert.AreEqual(7, report.Fed, "What was seen when the last input was given: ready.");
        CollectionAssert.AreEqual(new[] { (0L, TerminalSize.Default), (7L, new TerminalSize(90, 30)) }, report.Sizes.ToArray());
        Assert.AreEqual(later.End, 3 + later.Bytes.Length);
        CollectionAssert.AreEqual(later.Bytes, Spool.ReadRaw(report.Label.SessionId, "1", 3, long.MaxValue).Bytes);
    }

    [TestMethod]
    [TestCategory("SND-05")]
    [TestCategory("SND-14")]
    public async Task Text_whose_host_leaves_right_behind_it_is_submitted_all_the_same()
    {
        var host = Host();
        var (terminal, sink) = await StartAsync(host, TestAgent.Spec("echo"));
        await sink.ShowsAsync("ready", Timeout);

        terminal.TrySubmit("typed"u8.ToArray(), TimeSpan.FromMilliseconds(100), (byte)'\n');
        await LeaveAsync(host);
        var next = Host();
        var later = new TextSink();
        next.Adopt((await next.FindHeldAsync(Timeout)).Single(), later, from: 0);

        await later.ShowsAsync("echo: typed", Timeout);
    }

    [TestMethod]
    [TestCategory("TRM-03")]
    public async Task Exit_while_no_host_was_there_is_told_after_all_that_was_printed()
    {
        var host = Host();
        var (terminal, sink) = await StartAsync(host, TestAgent.Shell("echo ready; read line; echo late; exit 9"));
        await sink.ShowsAsync("ready", Timeout);
        terminal.TryWrite("go\n"u8.ToArray());
        await LeaveAsync(host);
        while (ProcessProbe.Check(terminal.Identity) != ProcessPresence.Gone) await Task.Yield();

        var next = Host();
        var report = (await next.FindHeldAsync(Timeout)).Single();
        var later = new TextSink();
        next.Adopt(report, later, from: 0);

        Assert.AreEqual(new TerminalExit(9, null), await later.Exited.WaitAsync(Timeout));
        StringAssert.EndsWith(later.Text, "late\r\n", StringComparison.Ordinal);
        Assert.AreEqual((9, null), Spool.LoadExit(report.Label.SessionId, "1"));
    }

    [TestMethod]
    [TestCategory("TRM-01")]
    [TestCategory("BP-04")]
    public async Task What_a_host_did_not_read_is_in_the_spool_without_a_gap()
    {
        const int Count = 7_000_000;
        // A host that starts a flood, and reads nothing of it.
        await using (var stuck = await ConnectAsync())
        {
            stuck.Send(new Hello(1, 1, "stuck"));
            stuck.Send(new Start(1, Label(), TestAgent.Shell($"'{TestAgent.File}' flood {Count}; echo all told; read line")));
            while (!LastOf(Spool).EndsWith("all told\r\n", StringComparison.Ordinal)) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Timeout);
        }

        var next = Host();
        var report = (await next.FindHeldAsync(Timeout)).Single();
        var sink = new TextSink();
        next.Adopt(report, sink, from: 0);

        Assert.AreEqual(report.End, sink.End);
        Assert.AreEqual(Count + "all told\n".Length, sink.Text.Count(character => character != '\r'));
        Assert.IsNull(report.Exit);
    }

    [TestMethod]
    [TestCategory("BP-02")]
    public async Task Host_that_reads_again_is_told_how_far_it_grew_meanwhile()
    {
        await using var slow = await ConnectAsync();
        slow.Send(new Hello(1, 1, "slow"));
        slow.Send(new Start(1, Label(), TestAgent.Shell($"'{TestAgent.File}' flood 7000000; echo all told; read line")));
        while (!LastOf(Spool).EndsWith("all told\r\n", StringComparison.Ordinal)) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Timeout);

        var (end, grew) = (0L, 0L);
        while (grew == 0)
        {
            switch (await slow.ReceiveAsync(Timeout))
            {
                case Output output:
                    Assert.AreEqual(end, output.Offset);
                    end += output.Bytes.Length;
                    break;
                case Grew told:
                    grew = told.End;
                    break;
            }
        }

        Assert.IsLessThan(grew, end);
        Assert.AreEqual(Spool.ReadRaw("session-1", "1", 0, long.MaxValue).Bytes.Length, grew);
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    public async Task Position_of_the_last_answer_is_kept_so_that_no_host_answers_again()
    {
        var host = Host();
        var (terminal, sink) = await StartAsync(host, TestAgent.Shell("stty raw -echo; printf 'ask\\033[c'; head -c 5 | od -An -c; printf done; read line"));
        await sink.ShowsAsync("ask\e[c", Timeout);
        terminal.TryWrite("\e[?1c"u8.ToArray());
        await sink.ShowsAsync("done", Timeout);
        await LeaveAsync(host);

        var report = (await Host().FindHeldAsync(Timeout)).Single();

        Assert.AreEqual("ask\e[c".Length, report.Fed);
        Assert.IsGreaterThan(report.Fed, report.End);
    }

    [TestMethod]
    public async Task Host_that_comes_takes_over_from_the_one_that_is_there()
    {
        var (_, first) = await StartAsync(Host(), TestAgent.Spec("echo"));
        await first.ShowsAsync("ready", Timeout);

        var next = Host();
        var second = new TextSink();
        var adopted = next.Adopt((await next.FindHeldAsync(Timeout)).Single(), second, from: 0);
        adopted.TryWrite("who\n"u8.ToArray());
        await second.ShowsAsync("echo: who", Timeout);

        Assert.AreEqual("ready\r\n", first.Text);
    }

    [TestMethod]
    [TestCategory("STO-02")]
    public async Task Start_of_a_host_that_was_replaced_is_not_done()
    {
        await using var old = await ConnectAsync();
        old.Send(new Hello(1, 1, "old"));
        Assert.IsInstanceOfType<Welcome>(await old.ReceiveAsync(Timeout));
        Assert.IsInstanceOfType<AllTold>(await old.ReceiveAsync(Timeout));
        var next = Host();
        Assert.IsEmpty(await next.FindHeldAsync(Timeout));

        var started = Path.Combine(Folder, "started");
        old.Send(new Start(1, Label(), TestAgent.Shell($"touch '{started}'")));
        // Read by the holder behind the start: its answer to nothing is the end of the connection.
        old.Send(new Forget(1));
        await old.DisposeAsync();
        var (_, sink) = await StartAsync(next, TestAgent.Spec("exit", "0"));
        await sink.Exited.WaitAsync(Timeout);
        await LeaveAsync(next);

        Assert.HasCount(1, await Host().FindHeldAsync(Timeout));
        Assert.IsFalse(File.Exists(started));
    }

    [TestMethod]
    [TestCategory("CON-13")]
    [DataRow(2, 9, 0, DisplayName = "newer than this holder")]
    [DataRow(0, 0, 0, DisplayName = "older than this holder")]
    [DataRow(1, 9, 1, DisplayName = "newer, and this one's too")]
    [DataRow(0, 1, 1, DisplayName = "older, and this one's too")]
    public async Task Highest_common_version_is_spoken_and_without_one_nothing_happens(int lowest, int highest, int spoken)
    {
        var (terminal, sink) = await StartAsync(Host(), TestAgent.Spec("echo"));
        await sink.ShowsAsync("ready", Timeout);

        await using var other = await ConnectAsync();
        other.Send(new Hello(lowest, highest, "other"));
        var welcome = (Welcome)(await other.ReceiveAsync(Timeout))!;
        Assert.AreEqual(spoken, welcome.Version);
        if (spoken > 0) return;
        other.Send(new Stop(1, StopGrace.None));

        Assert.IsNull(await other.ReceiveAsync(Timeout));
        terminal.TryWrite("still here\n"u8.ToArray());
        await sink.ShowsAsync("echo: still here", Timeout);
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    public async Task Connection_that_says_nonsense_does_no_harm()
    {
        var (terminal, sink) = await StartAsync(Host(), TestAgent.Spec("echo"));
        await sink.ShowsAsync("ready", Timeout);

        await using (var garbage = await ConnectAsync()) garbage.Send(new AllTold());
        await using (var silent = await ConnectAsync())
        {
            terminal.TryWrite("still here\n"u8.ToArray());
            await sink.ShowsAsync("echo: still here", Timeout);
        }
    }

    [TestMethod]
    [TestCategory("AGT-08")]
    public async Task Host_that_only_looked_takes_no_program_with_it_when_it_leaves()
    {
        var host = Host();
        var (terminal, sink) = await StartAsync(host, TestAgent.Spec("echo"));
        await sink.ShowsAsync("ready", Timeout);

        // Another one takes over for a moment: this host's connection stays, but is told nothing any more.
        await using (var other = await ConnectAsync())
        {
            other.Send(new Hello(1, 1, "other"));
            while (await other.ReceiveAsync(Timeout) is not AllTold)
            {
                // What is held.
            }
        }

        Assert.AreEqual(ProcessPresence.Alive, ProcessProbe.Check(terminal.Identity));
        await terminal.StopAsync(StopGrace.None).WaitAsync(Timeout);
        Assert.AreEqual(ProcessPresence.Gone, ProcessProbe.Check(terminal.Identity));
    }

    private static string LastOf(SpoolFiles spool)
    {
        var (_, bytes) = spool.ReadRaw("session-1", "1", 7_000_000, long.MaxValue);
        return Encoding.UTF8.GetString(bytes);
    }
}
