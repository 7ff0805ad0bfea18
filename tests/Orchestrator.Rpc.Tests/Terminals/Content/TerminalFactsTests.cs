using Orchestrator.Screens;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Terminals.Content;

[TestClass]
public sealed class TerminalFactsTests
{
    [TestMethod]
    public void Newest_of_each_kind_is_kept()
    {
        var facts = Fold(
            new ScreenSignal.TitleChanged("first"),
            new ScreenSignal.TitleChanged("second"),
            new ScreenSignal.WorkingFolderChanged("/work", "host"),
            new ScreenSignal.ProgressChanged(ProgressState.Running, 40),
            new ScreenSignal.StatusReported(new ProgramStatus("working")),
            new ScreenSignal.StatusReported(new ProgramStatus("blocked", Kind: "permission")),
            new ScreenSignal.Notified("title", "body"),
            new ScreenSignal.PromptMarked(PromptMark.CommandEnd, 3, null),
            new ScreenSignal.BellRang(),
            new ScreenSignal.BellRang(),
            new ScreenSignal.ModeChanged(2004, true),
            new ScreenSignal.ScreenSwitched(true));

        Assert.AreEqual(
            new TerminalFacts(
                "second", "/work", "host", new(ProgressState.Running, 40), new("blocked", Kind: "permission"), new("title", "body"),
                new(PromptMark.CommandEnd, 3, null), IsAlternate: true, BellCount: 2),
            facts);
    }

    [TestMethod]
    [TestCategory("ATT-10")]
    public void What_a_part_of_the_program_reports_is_not_what_the_program_does()
    {
        var facts = Fold(
            new ScreenSignal.StatusReported(new ProgramStatus("working")),
            new ScreenSignal.StatusReported(new ProgramStatus("working", Id: "child")),
            new ScreenSignal.StatusReported(new ProgramStatus("clear", Id: "child")));

        Assert.AreEqual(new ProgramStatus("working"), facts.Status);
    }

    [TestMethod]
    public void Status_stands_where_it_came_to_be_what_it_is()
    {
        var (working, idle) = (new ScreenSignal.StatusReported(new ProgramStatus("working")), new ScreenSignal.StatusReported(new ProgramStatus("idle")));
        var first = TerminalFacts.None.With(working, 10);

        Assert.AreEqual(10, first.With(working, 20).StatusPosition);
        Assert.AreEqual(30, first.With(idle, 30).With(working, 30).StatusPosition);
    }

    [TestMethod]
    public void Progress_that_is_over_is_no_progress()
    {
        var facts = Fold(new ScreenSignal.ProgressChanged(ProgressState.Running, 40), new ScreenSignal.ProgressChanged(ProgressState.None, 0));

        Assert.AreEqual(TerminalFacts.None, facts);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Long_texts_are_cut_between_characters()
    {
        var bomb = new string('x', TerminalFacts.MaxText - 1) + "🙂 and more";

        var facts = Fold(
            new ScreenSignal.TitleChanged(bomb),
            new ScreenSignal.WorkingFolderChanged(bomb, bomb),
            new ScreenSignal.Notified(bomb, bomb),
            new ScreenSignal.StatusReported(new ProgramStatus(bomb, Id: null, bomb, bomb, bomb, bomb)),
            new ScreenSignal.PromptMarked(PromptMark.CommandLine, null, bomb));

        string?[] kept =
        [
            facts.Title, facts.WorkingFolder, facts.WorkingFolderHost, facts.Notification?.Title, facts.Notification?.Body, facts.Status?.State,
            facts.Status?.App, facts.Status?.Kind, facts.Status?.Message, facts.Status?.Title, facts.Prompt?.CommandLine,
        ];
        foreach (var text in kept) Assert.AreEqual(bomb[..(TerminalFacts.MaxText - 1)], text);
    }

    private static TerminalFacts Fold(params ScreenSignal[] signals) =>
        signals.Aggregate(TerminalFacts.None, (facts, signal) => facts.With(signal, position: 0));
}
