using System.Globalization;
using System.Text;
using Orchestrator.Screens;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Terminals.Content;

[TestClass]
public sealed class TerminalScreenTests : TerminalTest
{
    private const string WhatAreYou = "\e[c";
    private const string IAm = "\e[?";

    private readonly RecordingProcess _program = new();
    private readonly ViewerColors _colors = new();
    private readonly TerminalScreen _screen;

    public TerminalScreenTests() => _screen = new TerminalScreen("1", TerminalSize.Default, _colors);

    [TestMethod]
    [TestCategory("TRM-01")]
    [TestCategory("TRM-07")]
    public void Question_is_answered_once_and_no_viewer_sees_it()
    {
        _screen.Attach(_program, TerminalSize.Default);

        _screen.Feed(Utf8($"before{WhatAreYou[..1]}"));
        _screen.Feed(Utf8($"{WhatAreYou[1..]}after"));

        Assert.AreEqual("beforeafter", TextOf(_screen.Log));
        Assert.HasCount(2, _program.Written.Split(IAm));
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    public void Question_of_a_program_whose_starter_has_not_returned_is_answered_when_it_has()
    {
        _screen.Input.TryWrite(Utf8("typed "));
        _screen.Feed(Utf8(WhatAreYou));

        _screen.Attach(_program, TerminalSize.Default);

        StringAssert.StartsWith(_program.Written, $"typed {IAm}", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    public void Colours_that_a_client_tells_later_are_those_that_programs_get()
    {
        _screen.Attach(_program, TerminalSize.Default);
        _colors.Current = ScreenColors.Usual with { Background = 0xABCDEF };

        _screen.Feed(Utf8("\e]11;?\a"));

        StringAssert.Contains(_program.Written, "rgb:abab/cdcd/efef", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    public void Program_that_wants_to_know_is_told_when_a_client_turns_a_dark_scheme_into_a_light_one()
    {
        _screen.Attach(_program, TerminalSize.Default);
        _screen.Feed(Utf8("\e[?2031h"));

        _colors.Current = ScreenColors.Usual with { Foreground = 0xEEEEEE };
        _colors.Current = ScreenColors.Usual with { Foreground = 0x111111, Background = 0xFFFFFF };

        Assert.AreEqual("\e[?997;2n", _program.Written);
    }

    [TestMethod]
    [TestCategory("TRM-05")]
    public void Size_set_before_the_program_runs_reaches_it_and_so_do_later_ones()
    {
        _screen.Resize(new TerminalSize(90, 30), by: null);
        _screen.Attach(_program, TerminalSize.Default);
        _screen.Resize(new TerminalSize(91, 30), by: null);
        _screen.Resize(new TerminalSize(91, 30), by: null);

        CollectionAssert.AreEqual(new[] { new TerminalSize(90, 30), new TerminalSize(91, 30) }, _program.Sizes);
    }

    [TestMethod]
    [TestCategory("TRM-04")]
    [TestCategory("TRM-05")]
    public void Ended_terminal_keeps_its_size_and_takes_no_input()
    {
        _screen.Attach(_program, TerminalSize.Default);
        _screen.Complete(new TerminalExit(0, null));

        _screen.Resize(new TerminalSize(90, 30), by: null);

        Assert.AreEqual(TerminalSize.Default, _screen.Size);
        Assert.IsEmpty(_program.Sizes);
        Assert.IsFalse(_screen.Input.TryWrite(Utf8("late")));
    }

    [TestMethod]
    [TestCategory("SNP-03")]
    [TestCategory("SNP-04")]
    public async Task Snapshot_while_another_thread_prints_holds_exactly_what_stood_at_its_position()
    {
        // Somebody who reads it has all of it kept.
        using var reader = _screen.Log.Watch(() => { });
        // A terminal that printed nothing has no snapshot.
        _screen.Feed(Utf8("first "));
        var printing = Task.Factory.StartNew(
            () =>
            {
                for (var piece = 0; piece < 20_000; piece++) _screen.Feed(Utf8(string.Create(CultureInfo.InvariantCulture, $"\e[3{piece % 8}mpiece {piece}{(piece % 3 == 0 ? "\r\n" : " ")}")));
                _screen.Complete(new TerminalExit(0, null));
            },
            Timeout,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        var cuts = new List<TerminalCut>();
        while (!_screen.Log.IsComplete && cuts.Count < 200) cuts.Add(_screen.Snapshot(Screen.ScrollbackLines));
        await printing;
        cuts.Add(_screen.Snapshot(Screen.ScrollbackLines));

        var expected = new Screen(TerminalSize.Default.Columns, TerminalSize.Default.Rows);
        var position = 0;
        var printed = BytesOf(_screen.Log);
        foreach (var cut in cuts)
        {
            expected.Feed(printed.AsSpan(position..(int)cut.Offset), new ScreenOutput());
            position = (int)cut.Offset;
            Assert.AreEqual(Snapshot(expected), Encoding.UTF8.GetString(cut.Data.Span));
        }
    }

    [TestMethod]
    [TestCategory("SUB-06")]
    public void Viewer_that_missed_little_gets_a_suffix_and_one_that_missed_nothing_an_empty_one()
    {
        _screen.Feed(Utf8("seen and missed"));

        var suffix = _screen.Continue(4);
        var nothing = _screen.Continue(suffix.Offset);

        Assert.AreEqual((true, " and missed", false), (suffix.IsSuffix, Encoding.UTF8.GetString(suffix.Data.Span), suffix.IsTruncated));
        Assert.AreEqual((true, 0), (nothing.IsSuffix, nothing.Data.Length));
    }

    [TestMethod]
    [TestCategory("SNP-03")]
    public void Viewer_that_missed_a_change_of_size_in_the_middle_of_output_gets_a_snapshot()
    {
        _screen.Feed(Utf8("before"));
        _screen.Resize(new TerminalSize(40, 10), by: null);
        _screen.Feed(Utf8("after"));

        Assert.IsFalse(_screen.Continue(5).IsSuffix);
        Assert.IsTrue(_screen.Continue(6).IsSuffix);
    }

    [TestMethod]
    public void Viewer_that_leads_with_the_size_in_force_costs_nobody_a_snapshot()
    {
        _screen.Resize(new TerminalSize(40, 10), new object());
        _screen.Feed(Utf8("text"));
        var second = new object();

        _screen.Resize(new TerminalSize(40, 10), second);

        Assert.AreSame(second, _screen.Sizes.Newest.By);
        Assert.IsTrue(_screen.Continue(0).IsSuffix);
    }

    [TestMethod]
    [TestCategory("SNP-13")]
    public void Snapshot_of_a_scrollback_that_lost_lines_says_that_it_is_truncated()
    {
        for (var line = 0; line < Screen.ScrollbackLines + TerminalSize.Default.Rows; line++) _screen.Feed("line\r\n"u8);

        Assert.IsTrue(_screen.Snapshot(Screen.ScrollbackLines).IsTruncated);
        Assert.IsFalse(_screen.Continue(_screen.Log.End - 1).IsTruncated);
    }

    [TestMethod]
    public void Signals_are_told_in_order_outside_the_lock_and_kept_as_facts()
    {
        var told = new List<ScreenSignal>();
        _screen.Signaled += signal =>
        {
            told.Add(signal);
            Assert.AreEqual("newest", _screen.Facts.Title);
        };

        _screen.Feed(Utf8("\e]2;first\a\e]2;newest\a"));

        CollectionAssert.AreEqual(new ScreenSignal[] { new ScreenSignal.TitleChanged("first"), new ScreenSignal.TitleChanged("newest") }, told);
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    [DataRow("\e[c")]
    [DataRow("\e[6n")]
    public async Task Real_program_gets_its_answer_though_nobody_watches(string question)
    {
        var terminal = Start(TestAgent.Shell($"stty raw -echo; printf '{question}'; head -c 3 | od -An -c; echo; echo done"));

        var shown = await ShownAsync(terminal, "done");

        StringAssert.StartsWith(shown.TrimStart(), "033   [", StringComparison.Ordinal);
        Assert.DoesNotContain(question, shown);
    }

    private static string Snapshot(Screen screen)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        screen.WriteSnapshot(bytes, Screen.ScrollbackLines);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
