using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Enrichment;

namespace Orchestrator.Rpc.Tests.Sessions.Enrichment;

/// <summary>Which conversation that was found by folder and time is believed to be a session's own.</summary>
[TestClass]
public sealed class ConversationMatchTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly BegunConversation One = new("one", "/t/one");

    [TestMethod]
    [TestCategory("AGT-03")]
    public void Only_conversation_of_the_only_session_is_its_own() =>
        Assert.AreEqual(One, Choose(Ended("a", 0, 10), [One]));

    [TestMethod]
    [TestCategory("AGT-03")]
    public void Of_two_conversations_none_is_chosen() =>
        Assert.IsNull(Choose(Ended("a", 0, 10), [One, new BegunConversation("two", "/t/two")]));

    [TestMethod]
    [TestCategory("AGT-03")]
    [DataRow(5, 15, null)]
    [DataRow(-5, 5, null)]
    [DataRow(2, 3, null)]
    [DataRow(-10, -5, "one")]
    [DataRow(15, 20, "one")]
    public void Another_session_without_conversation_at_the_same_time_could_have_it_too(int from, int until, string? expected) =>
        Assert.AreEqual(expected, Choose(Ended("a", 0, 10), [One], Ended("b", from, until))?.NativeSessionId);

    [TestMethod]
    [TestCategory("AGT-01")]
    [TestCategory("AGT-03")]
    public void Sessions_of_other_agents_or_folders_or_with_a_conversation_are_no_rivals()
    {
        var session = Ended("a", 0, 10);
        var other = Ended("b", 0, 10);

        Assert.AreEqual(One, Choose(
            session,
            [One],
            other with { Launch = other.Launch with { Agent = "goose" } },
            other with { Launch = other.Launch with { Cwd = "/elsewhere" } },
            other with { NativeSessionId = "two" }));
    }

    [TestMethod]
    public void Running_session_has_until_now()
    {
        var running = Ended("a", 0, 10) with { Phase = SessionPhase.Detached, EndedAt = null };

        Assert.AreEqual(Noon.AddMinutes(30), ConversationMatch.Period(running, Noon.AddMinutes(30)).Until);
    }

    [TestMethod]
    [TestCategory("AGT-03")]
    [DataRow(null, "anything", true)]
    [DataRow("do this", null, true)]
    [DataRow("do this", "do this", true)]
    [DataRow("do\tthis\r\nnow", "do   this\nnow", true)]
    [DataRow("do this", "something else", false)]
    [DataRow("do this, and a long text that was cut behind", "do this, and a long", true)]
    [DataRow("do this", "<pasted_content>do this</pasted_content>", true)]
    public void Prompt_that_the_session_began_with_has_to_be_that_of_the_transcript(string? given, string? found, bool expected)
    {
        var session = Ended("a", 0, 10);

        Assert.AreEqual(expected, ConversationMatch.CanBeginWith(session with { Launch = session.Launch with { Prompt = given } }, found));
    }

    private static BegunConversation? Choose(SessionState session, BegunConversation[] begun, params SessionState[] others) =>
        ConversationMatch.Choose(session, begun, [session, .. others], Noon.AddHours(1));

    private static SessionState Ended(string id, int fromMinute, int untilMinute) => SessionFold.Create(SessionWorld.Created(id, "none")) with
    {
        CreatedAt = Noon.AddMinutes(fromMinute), EndedAt = Noon.AddMinutes(untilMinute), Phase = SessionPhase.Ended,
    };
}
