using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Attention.Sources;

[TestClass]
public sealed class TerminalNoticesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ScreenSignal Bell = new ScreenSignal.BellRang();

    private readonly SessionState _running = SessionFold.Create(SessionWorld.Created("a", "none")) with { Phase = SessionPhase.Detached };

    [TestMethod]
    public void Notification_takes_the_place_of_a_bell_and_of_an_older_notification_but_a_bell_of_nothing()
    {
        var rung = Follow(_running, Said(Bell));
        var told = Follow(rung, Said(Notified("first")), newId: "2");
        var rungAgain = Follow(told, Said(Bell), newId: "3");
        var replaced = Follow(rungAgain, Said(Notified("second")), newId: "4");

        Assert.AreEqual("Command rang the bell", rung.Pending.Single().Title);
        Assert.AreEqual(("2", "first"), (told.Pending.Single().RequestId, told.Pending.Single().Title));
        Assert.AreEqual("2", rungAgain.Pending.Single().RequestId);
        Assert.AreEqual("4", replaced.Pending.Single().RequestId);
        CollectionAssert.AreEqual(new[] { "1", "2" }, replaced.Resolved.Select(request => request.RequestId).ToArray());
    }

    [TestMethod]
    [TestCategory("LST-08")]
    public void Nobody_is_told_what_was_heard_before_or_what_they_look_at()
    {
        Assert.AreSame(_running, Follow(_running, Said(Bell), heardUntil: 10));
        Assert.AreSame(_running, Follow(_running, Said(Notified("text")), isLookedAt: true));
    }

    [TestMethod]
    public void Look_or_a_request_that_says_more_ends_a_notice()
    {
        var rung = Follow(_running, Said(Bell));
        var seen = Follow(rung, TerminalFacts.None, isLookedAt: true);
        var asked = rung with { Pending = rung.Pending.Add(rung.Pending[0] with { RequestId = "status", Source = RequestSource.Status }) };
        var rest = Follow(asked, Said(Notified("text")));

        Assert.IsEmpty(seen.Pending);
        Assert.AreEqual(AttentionOutcome.Withdrawn, seen.Resolved.Single().Outcome);
        Assert.AreEqual("status", rest.Pending.Single().RequestId);
    }

    [TestMethod]
    [DataRow("title", "body", "title", "body")]
    [DataRow("", "one line", "one line", null)]
    [DataRow("", "two\nlines", "two lines", null)]
    [DataRow(" \u202E", "", "Command asks for attention", null)]
    [TestCategory("SEC-08")]
    public void Notice_has_a_line_and_no_controls(string title, string body, string expected, string? more)
    {
        var notice = Follow(_running, Said(new ScreenSignal.Notified(title, body))).Pending.Single();

        Assert.AreEqual((expected, more), (notice.Title, notice.Body));
        Assert.AreEqual(RequestText.Dismiss, notice.Options.Single());
    }

    private static ScreenSignal.Notified Notified(string text) => new("", text);

    private static TerminalFacts Said(ScreenSignal signal) => TerminalFacts.None.With(signal, position: 10);

    private static SessionState Follow(SessionState state, TerminalFacts facts, long heardUntil = 0, bool isLookedAt = false, string newId = "1") =>
        TerminalNotices.Decide(state, facts, heardUntil, isLookedAt, newId, Now).Aggregate(state, SessionFold.Apply);
}
