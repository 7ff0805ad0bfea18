using Orchestrator.Screens;

namespace Orchestrator.Rpc.Tests.Screens;

[TestClass]
public sealed class ScreenSignalTests
{
    private static readonly (string Text, ScreenSignal[] Signals)[] Told =
    [
        ("text\r\n\e[1m", []),
        ("\e]2;a\a", [new ScreenSignal.TitleChanged("a")]),
        ("\e]0;a\e\\", [new ScreenSignal.TitleChanged("a")]),
        ("\e]1;a\a", []),
        ("\e]2;a\a\e]2;a\a\e]2;b\a\e]2;\a", [new ScreenSignal.TitleChanged("a"), new ScreenSignal.TitleChanged("b"), new ScreenSignal.TitleChanged("")]),
        ("\e]2;a\a\e[22t\e]2;b\a\e[23t", [new ScreenSignal.TitleChanged("a"), new ScreenSignal.TitleChanged("b"), new ScreenSignal.TitleChanged("a")]),
        ("\e]2;a\a\e[22;1t\e[23;1t\e[23t", [new ScreenSignal.TitleChanged("a")]),
        ("\e]7;file://host/some%20folder\a", [new ScreenSignal.WorkingFolderChanged("/some folder", "host")]),
        ("\e]633;P;Cwd=/tmp\a", [new ScreenSignal.WorkingFolderChanged("/tmp", null)]),
        ("\a", [new ScreenSignal.BellRang()]),
        ("\a\aab\a\e[1\am", [new ScreenSignal.BellRang()]),
        ("\e]2;a\a\e]133;A\a", [new ScreenSignal.TitleChanged("a"), new ScreenSignal.PromptMarked(PromptMark.PromptStart, null, null)]),
        ("\e]9;hello\a", [new ScreenSignal.Notified("", "hello")]),
        ("\e]777;notify;title;text\a", [new ScreenSignal.Notified("title", "text")]),
        ("\e]99;i=1:d=0;title\e\\\e]99;i=1:p=body;text\e\\", [new ScreenSignal.Notified("title", "text")]),
        ("\e]9;4;1;50\a\e]9;4;0\a", [new ScreenSignal.ProgressChanged(ProgressState.Running, 50), new ScreenSignal.ProgressChanged(ProgressState.None, 0)]),
        ("\e]133;B\a\e]133;C\a\e]133;D;3\a", [new ScreenSignal.PromptMarked(PromptMark.InputStart, null, null), new ScreenSignal.PromptMarked(PromptMark.OutputStart, null, null), new ScreenSignal.PromptMarked(PromptMark.CommandEnd, 3, null)]),
        ("\e]633;E;ls -l\a", [new ScreenSignal.PromptMarked(PromptMark.CommandLine, null, "ls -l")]),
        ("\e]7501;state=working:id=a\a", [new ScreenSignal.StatusReported(new ProgramStatus("working", "a"))]),
        ("\e[?1049h\e[?1049h\e[?47l\e[?1049l", [new ScreenSignal.ScreenSwitched(true), new ScreenSignal.ScreenSwitched(false)]),
        ("\e[?1047h\ec", [new ScreenSignal.ScreenSwitched(true), new ScreenSignal.ScreenSwitched(false)]),
        ("\e[?2004h\e[?2004h\e[?2004l", [new ScreenSignal.ModeChanged(2004, true), new ScreenSignal.ModeChanged(2004, false)]),
        ("\e[?1;1000;1006h", [new ScreenSignal.ModeChanged(1, true), new ScreenSignal.ModeChanged(1000, true), new ScreenSignal.ModeChanged(1006, true)]),
        ("\e[?1l\e[?2004l\e[?1000l", []),
        ("\e[?7l\e[?25l\e[?2026h", []),
    ];

    [TestMethod]
    public void Output_tells_signals_in_order()
    {
        foreach (var (text, signals) in Told)
        {
            var played = new PlayedScreen().Feed(text);

            CollectionAssert.AreEqual(signals, played.Signals.ToArray(), $"{Portions.Readable(text)}: {string.Join(", ", played.Signals)}");
        }
    }

    [TestMethod]
    public void Output_tells_each_signal_once_however_it_is_cut()
    {
        foreach (var (text, signals) in Told.Where(entry => !entry.Signals.OfType<ScreenSignal.BellRang>().Any()))
            foreach (var portions in Portions.Of(text))
                CollectionAssert.AreEqual(signals, new PlayedScreen().Feed(portions).Signals.ToArray(), Portions.Readable(portions));
    }

    [TestMethod]
    public void Every_signal_there_is_comes_out_of_bytes()
    {
        var kinds = typeof(ScreenSignal).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(type => type.IsSubclassOf(typeof(ScreenSignal)));

        var told = Told.SelectMany(entry => entry.Signals).Select(signal => signal.GetType()).ToHashSet();

        CollectionAssert.IsSubsetOf(kinds.ToArray(), told.ToArray());
    }

    [TestMethod]
    public void Bell_is_told_once_for_each_portion()
    {
        var played = new PlayedScreen().Feed("\a\a").Feed("a").Feed("\a");

        Assert.HasCount(2, played.Signals);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Flood_of_signals_is_cut_off_in_each_portion()
    {
        var flood = string.Concat(Enumerable.Range(0, 1000).Select(number => $"\e]2;{number}\a"));

        var played = new PlayedScreen().Feed(flood).Feed("\e]2;last\a");

        Assert.HasCount(ScreenOutput.MaxSignals + 1, played.Signals);
        Assert.AreEqual(new ScreenSignal.TitleChanged("0"), played.Signals[0]);
        Assert.AreEqual(new ScreenSignal.TitleChanged("last"), played.Signals[^1]);
    }

    [TestMethod]
    [DataRow("\e=", "\e[?66l", 66, DisplayName = "keypad on")]
    [DataRow("\e[?66h", "\e>", 66, DisplayName = "keypad off")]
    [DataRow("\e[?1000h", "\e[?1003l", 1000, DisplayName = "mouse off by another number")]
    [DataRow("\e[?1000h", "\e[?1002h", 1000, DisplayName = "mouse to another number")]
    [DataRow("\e[?1006h", "\e[?1016l", 1006, DisplayName = "encoding off by another number")]
    [DataRow("\e[?2004h", "\e[!p", 2004, DisplayName = "soft reset")]
    [DataRow("\e[?1000h", "\ec", 1000, DisplayName = "reset")]
    public void Mode_for_input_is_told_by_whatever_it_changes(string on, string off, int mode)
    {
        var played = new PlayedScreen().Feed(on);
        CollectionAssert.Contains(played.Signals.ToArray(), new ScreenSignal.ModeChanged(mode, true));

        played.Feed(off);

        Assert.AreEqual($"\e[?{mode};2$y", played.Ask($"\e[?{mode}$p"));
        CollectionAssert.Contains(played.Signals.ToArray(), new ScreenSignal.ModeChanged(mode, false));
    }
}
