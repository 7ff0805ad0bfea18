using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Tests.Agents.Dialogs;

/// <summary>The dialogs of Gemini's turns on screens of the real program.</summary>
[TestClass]
public sealed class TurnDialogsTests
{
    private const string Limit = "Usage limit reached for gemini-2.5-flash.";
    private const string Choices = "/model to switch models. ● 1. Keep trying 2. Stop";

    [TestMethod]
    [DataRow("gemini-question", SessionActivity.NeedsAnswer)]
    [DataRow("gemini-questions", SessionActivity.NeedsAnswer)]
    [DataRow("gemini-questions-review", SessionActivity.NeedsAnswer)]
    [DataRow("gemini-command-input", SessionActivity.NeedsAnswer)]
    [DataRow("gemini-permission", SessionActivity.NeedsApproval)]
    [DataRow("gemini-change", SessionActivity.NeedsApproval)]
    [DataRow("gemini-limit", SessionActivity.Limited)]
    [DataRow("gemini-limit-answered", null)]
    public void Screen_tells_what_a_dialog_wants(string screen, SessionActivity? activity) =>
        Assert.AreEqual(activity, Find(RecordedScreens.Read($"turns/{screen}"))?.Dialog.Activity);

    [TestMethod]
    [DataRow("gemini-question")]
    [DataRow("gemini-permission")]
    [DataRow("gemini-limit")]
    public void Dialog_that_is_quoted_above_a_composer_is_none(string dialog) =>
        Assert.IsNull(Find(RecordedScreens.Read($"turns/{dialog}") + RecordedScreens.Read("gemini-ready")));

    [TestMethod]
    [DataRow("gemini-limit", $"{Limit} Access resets at 3:15 PM UTC. /stats model for usage details {Choices}")]
    [DataRow("gemini-permission", $"{Limit} /stats model for usage details {Choices}")]
    public void Dialog_at_the_end_is_the_one_that_stands_there(string above, string below) =>
        Assert.AreEqual(SessionActivity.Limited, Find($"{RecordedScreens.Read($"turns/{above}")} {below}")?.Dialog.Activity);

    [TestMethod]
    [DataRow($"{Limit} /stats model for usage details {Choices}", Limit)]
    [DataRow($"{Limit} Access resets at 3:15 PM UTC. /stats model for usage details {Choices}", $"{Limit} Access resets at 3:15 PM UTC.")]
    [DataRow(
        "Usage limit reached for all Pro models. /stats model for usage details How would you like to proceed? ● 1. Use AI Credits 2. Stop - Abort request",
        "Usage limit reached for all Pro models.")]
    [DataRow(
        $"We are currently experiencing high demand for m. We apologize and appreciate your patience. {Choices}",
        "We are currently experiencing high demand for m. We apologize and appreciate your patience.")]
    public void Limit_is_told_in_its_own_words(string screen, string told) => Assert.AreEqual(told, Find($"✦ I do it. {screen}")?.Asks);

    [TestMethod]
    public void Plan_is_approved() => Assert.AreEqual(
        SessionActivity.NeedsApproval,
        Find("Ready to start implementation? 1. Do it ● 1. Yes, automatically accept edits Enter to select · ↑/↓ to navigate · Esc to cancel")?.Dialog.Activity);

    private static SeenDialog? Find(string screen) => AgentDialog.Find(KnownDialogs.GeminiTurns, ScreenWords.Of(screen));
}
