using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Screens;

namespace Orchestrator.Rpc.Tests.Agents.Dialogs;

/// <summary>The dialogs of the built-in agents on screens of the real programs.</summary>
[TestClass]
public sealed class KnownDialogsTests
{
    private const string AsksForTrust = "Asks whether to trust this folder";
    private const string Below = "/src/repo/packages/a-long-name-of-a-folder";

    [TestMethod]
    [DataRow("claude-trust", AsksForTrust, "/src/repo")]
    [DataRow("claude-trust-yes", AsksForTrust, "/src/repo")]
    [DataRow("claude-trust-narrow", AsksForTrust, Below)]
    [DataRow("claude-theme", "Asks to choose a theme", null)]
    [DataRow("claude-sign-in", "Asks to sign in", null)]
    [DataRow("claude-api-key", "Asks whether to use the API key of its environment", null)]
    [DataRow("claude-bypass", "Asks to accept its bypass permissions mode", null)]
    [DataRow("claude-ready", null, null)]
    [DataRow("codex-trust", AsksForTrust, null)]
    [DataRow("codex-trust-below", AsksForTrust, null)]
    [DataRow("codex-sign-in", "Asks to sign in", null)]
    [DataRow("codex-hooks", "Asks to review new or changed hooks", null)]
    [DataRow("codex-model", "Asks whether to use a new model", null)]
    [DataRow("codex-ready", null, null)]
    [DataRow("gemini-trust", AsksForTrust, null)]
    [DataRow("gemini-sign-in", "Asks to sign in", null)]
    [DataRow("gemini-ready", null, null)]
    [DataRow("kimi-trust", AsksForTrust, "/src/repo")]
    [DataRow("kimi-trust-narrow", AsksForTrust, Below)]
    [DataRow("kimi-ready", null, null)]
    [DataRow("copilot-trust", AsksForTrust, "/src/repo")]
    [DataRow("copilot-autopilot", "Asks which permissions its autopilot gets", null)]
    [DataRow("copilot-ready", null, null)]
    [DataRow("qwen-trust", AsksForTrust, null)]
    [DataRow("qwen-sign-in", "Asks to sign in", null)]
    [DataRow("qwen-ready", null, null)]
    public void Screen_shows_a_dialog_of_its_own_agent_alone(string screen, string? asks, string? folder)
    {
        var words = ScreenWords.Of(RecordedScreens.Read(screen));
        var seen = Of(screen).Find(words);
        var others = BuiltInAgents.All.Where(agent => agent.StartUp is { } startUp && startUp != Of(screen)).Select(agent => agent.StartUp!);

        Assert.AreEqual(asks, seen?.Dialog.Asks);
        Assert.AreEqual(folder is null, seen?.Folder is null);
        if (folder is not null) Assert.IsTrue(seen!.IsAbout(folder), seen.Folder);
        Assert.AreEqual(asks is null, Of(screen).HasComposer(words));
        Assert.IsTrue(others.All(other => other.Find(words) is null));
    }

    [TestMethod]
    public void Every_recorded_screen_is_looked_at()
    {
        var looked = typeof(KnownDialogsTests).GetMethod(nameof(Screen_shows_a_dialog_of_its_own_agent_alone))!
            .GetCustomAttributes(typeof(DataRowAttribute), inherit: false).Cast<DataRowAttribute>().Select(row => (string)row.Data[0]!);

        CollectionAssert.AreEquivalent(RecordedScreens.Names.ToArray(), looked.ToArray());
    }

    [TestMethod]
    [DataRow("claude-trust", "claude-ready")]
    [DataRow("claude-theme", "claude-ready")]
    [DataRow("claude-sign-in", "claude-ready")]
    [DataRow("codex-trust", "codex-ready")]
    [DataRow("codex-sign-in", "codex-ready")]
    [DataRow("gemini-trust", "gemini-ready")]
    [DataRow("gemini-sign-in", "gemini-ready")]
    [DataRow("kimi-trust", "kimi-ready")]
    [DataRow("copilot-trust", "copilot-ready")]
    [DataRow("copilot-autopilot", "copilot-ready")]
    [DataRow("qwen-trust", "qwen-ready")]
    [DataRow("qwen-sign-in", "qwen-ready")]
    public void Dialog_that_is_quoted_above_a_composer_is_none(string dialog, string ready) =>
        Assert.IsNull(Of(ready).Find(ScreenWords.Of(RecordedScreens.Read(dialog) + RecordedScreens.Read(ready))));

    [TestMethod]
    [DataRow("claude-trust", "\e[B")]
    [DataRow("claude-trust-yes", "\r")]
    [DataRow("claude-trust-narrow", "\e[B")]
    [DataRow("kimi-trust", "\r")]
    [DataRow("kimi-trust-narrow", "\r")]
    [DataRow("codex-trust", null)]
    [DataRow("gemini-trust", null)]
    [DataRow("claude-theme", null)]
    [DataRow("claude-sign-in", null)]
    [DataRow("claude-api-key", null)]
    [DataRow("claude-bypass", null)]
    [DataRow("copilot-trust", null)]
    [DataRow("copilot-autopilot", null)]
    [DataRow("qwen-trust", null)]
    public void Key_is_that_for_what_stands_on_the_screen(string screen, string? key)
    {
        var seen = Of(screen).Find(ScreenWords.Of(RecordedScreens.Read(screen)))!;

        Assert.AreEqual(key, seen.Dialog.YesKeys.SingleOrDefault(candidate => candidate.At.IsMatch(seen.Words))?.Key);
    }

    [TestMethod]
    public void Dialog_stands_alone_only_when_nothing_is_above_it()
    {
        var dialog = RecordedScreens.Read("kimi-trust");

        Assert.IsTrue(KnownDialogs.Kimi.Find(ScreenWords.Of(dialog))!.IsAlone);
        Assert.IsFalse(KnownDialogs.Kimi.Find(ScreenWords.Of($"The program says:\n{dialog}"))!.IsAlone);
    }

    [TestMethod]
    [DataRow("/src/repo", true)]
    [DataRow("/src/repo2", false)]
    [DataRow("/src", false)]
    public void Dialog_is_about_the_folder_that_it_shows_and_no_other_one(string folder, bool isAbout) =>
        Assert.AreEqual(isAbout, KnownDialogs.Claude.Find(ScreenWords.Of(RecordedScreens.Read("claude-trust")))!.IsAbout(folder));

    [TestMethod]
    [DataRow("claude", "trust this folder", "dialog", AsksForTrust)]
    [DataRow("claude", "approve Bash: touch x.txt", "permission", "approve Bash: touch x.txt")]
    [DataRow("claude", "trust this folder too", "permission", "trust this folder too")]
    [DataRow("codex", "trust this folder", "permission", "trust this folder")]
    public void Permission_for_a_dialog_of_its_own_is_an_answer(string agent, string message, string kind, string meant)
    {
        var read = BuiltInAgents.Find(agent)!.StartUp!.Read(new ProgramStatus("blocked", Kind: "permission", Message: message));

        Assert.AreEqual(new ProgramStatus("blocked", Kind: kind, Message: meant), read);
    }

    private static AgentStartUp Of(string screen) => BuiltInAgents.Find(screen.Split('-')[0])!.StartUp!;
}
