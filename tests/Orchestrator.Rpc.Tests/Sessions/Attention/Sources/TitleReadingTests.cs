using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Agents.Dialogs;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Attention.Sources;

/// <summary>What an agent does by its window's title, and what the dialog wants that the title tells of.</summary>
[TestClass]
public sealed class TitleReadingTests
{
    private static readonly AgentDefinition Gemini = BuiltInAgents.Find("gemini")!;
    private static readonly TerminalFacts Asks = Titled("✋  Action Required (repo)");
    private readonly SessionState _state = SessionFold.Create(SessionWorld.Created("s", "program"));

    [TestMethod]
    [DataRow("◇  Ready (repo)", SessionActivity.Idle)]
    [DataRow("✦  Working… (repo)", SessionActivity.Working)]
    [DataRow("✋  Action Required (repo)", SessionActivity.NeedsApproval)]
    [DataRow("repo", null)]
    public void Title_tells_what_the_agent_does(string title, SessionActivity? told) =>
        Assert.AreEqual(told, TitleReading.Told(_state, Gemini, Titled(title)));

    [TestMethod]
    public void Title_says_nothing_of_a_program_that_reports_or_is_not_known()
    {
        var reported = _state with { Report = new KnownStatus(new ProgramStatus("idle"), 1) };

        Assert.IsNull(TitleReading.Told(reported, Gemini, Asks));
        Assert.IsNull(TitleReading.Told(_state, BuiltInAgents.Find("claude"), Asks));
        Assert.IsNull(TitleReading.Told(_state, agent: null, Asks));
    }

    [TestMethod]
    [DataRow("gemini-question", SessionActivity.NeedsAnswer)]
    [DataRow("gemini-permission", SessionActivity.NeedsApproval)]
    [DataRow("gemini-command-input", SessionActivity.NeedsAnswer)]
    public void Dialog_is_what_its_screen_says(string screen, SessionActivity expected)
    {
        Assert.AreEqual(expected, Meant(screen, isAtRest: false));
        Assert.AreEqual(expected, Meant(screen, isAtRest: true, known: SessionActivity.NeedsApproval));
        Assert.AreEqual(expected, Meant(screen, isAtRest: true, known: SessionActivity.NeedsAnswer));
    }

    [TestMethod]
    public void Dialog_that_is_not_drawn_is_waited_for_however_long_the_composer_stands_there()
    {
        Assert.IsNull(Meant("gemini-ready", isAtRest: false));
        Assert.IsNull(Meant("gemini-ready", isAtRest: true));
        Assert.IsNull(Meant("gemini-ready", isAtRest: true, known: SessionActivity.Working));
    }

    [TestMethod]
    public void Dialog_that_is_not_known_is_what_the_title_says_once_it_is_drawn()
    {
        const string Words = "Something new is asked. 1. Yes 2. No";

        Assert.IsNull(TitleReading.Meant(_state, Gemini, SessionActivity.NeedsApproval, Words, isAtRest: false));
        Assert.AreEqual(SessionActivity.NeedsApproval, TitleReading.Meant(_state, Gemini, SessionActivity.NeedsApproval, Words, isAtRest: true));
    }

    [TestMethod]
    public void Dialog_that_is_known_stays_while_the_screen_is_drawn_anew() =>
        Assert.AreEqual(SessionActivity.NeedsAnswer, TitleReading.Meant(
            _state with { Titled = SessionActivity.NeedsAnswer }, Gemini, SessionActivity.NeedsApproval, words: "", isAtRest: true));

    [TestMethod]
    public void Dialog_is_awaited_from_its_title_until_the_session_has_it()
    {
        Assert.IsTrue(TitleReading.IsDialogAwaited(_state with { Activity = SessionActivity.Working }, Gemini, Asks));
        Assert.IsFalse(TitleReading.IsDialogAwaited(_state with { Activity = SessionActivity.NeedsAnswer }, Gemini, Asks));
        Assert.IsFalse(TitleReading.IsDialogAwaited(_state, Gemini, Titled("✦  Working… (repo)")));
        Assert.IsFalse(TitleReading.IsDialogAwaited(_state, BuiltInAgents.Find("claude"), Asks));
    }

    [TestMethod]
    public void Screen_is_asked_only_where_it_tells_more()
    {
        Assert.IsTrue(TitleReading.IsToldByScreen(Gemini, SessionActivity.NeedsApproval));
        Assert.IsFalse(TitleReading.IsToldByScreen(Gemini, SessionActivity.Idle));
        Assert.IsFalse(TitleReading.IsToldByScreen(Gemini, told: null));
        Assert.IsFalse(TitleReading.IsToldByScreen(BuiltInAgents.Find("claude"), SessionActivity.NeedsApproval));
    }

    private SessionActivity? Meant(string screen, bool isAtRest, SessionActivity? known = null)
    {
        var words = ScreenWords.Of(RecordedScreens.Read(screen == "gemini-ready" ? screen : $"turns/{screen}"));
        return TitleReading.Meant(_state with { Titled = known }, Gemini, SessionActivity.NeedsApproval, words, isAtRest);
    }

    private static TerminalFacts Titled(string title) => TerminalFacts.None with { Title = title };
}
