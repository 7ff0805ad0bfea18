using Orchestrator.Protocol;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

/// <summary>A return that the agent may have lost, and the prompts that wait behind it.</summary>
[TestClass]
public sealed class PromptReturnTests : TypedPromptsTest
{
    [TestMethod]
    [TestCategory("SND-14")]
    [DataRow("idle")]
    [DataRow("error")]
    public void Return_is_pressed_once_more_where_the_agent_tells_that_it_never_began_to_work(string report)
    {
        Report(report, 5);
        Type("m1", 10);

        Assert.IsEmpty(Decide(13.1));
        Assert.AreEqual(TimeSpan.FromSeconds(0.1), PromptConfirmation.DueIn(State, Start.AddSeconds(13.1)));
        Assert.IsInstanceOfType<PromptReturnRepeated>(Decide(13.3).Single());
        Read(13.3);
        Assert.IsEmpty(Decide(20));
        Read(20.3);
        Assert.AreEqual(DeliveryState.Unconfirmed, StateOf("m1"));
    }

    [TestMethod]
    [TestCategory("SND-14")]
    [DataRow("working")]
    [DataRow("blocked")]
    [DataRow("error")]
    public void Return_is_not_pressed_again_once_anything_has_happened(string report)
    {
        Report("idle", 5);
        Type("m1", 10);
        Report(report, 10.5);

        Assert.IsFalse(Decide(14).OfType<PromptReturnRepeated>().Any());
    }

    [TestMethod]
    [TestCategory("SND-14")]
    [DataRow(true)]
    [DataRow(false)]
    public void Return_is_pressed_once_more_when_the_turn_is_over_that_the_prompt_was_typed_in(bool wasTurnTold)
    {
        Report("idle", 5);
        Type("m1", 10);
        Record("text of m1", 10.5);
        if (wasTurnTold) Report("working", 10.5);
        Read(11);
        Type("m2", 12);
        if (!wasTurnTold) Report("working", 13);
        Report("idle", 20);

        Assert.IsEmpty(Decide(22.5));
        Assert.AreEqual(TimeSpan.FromSeconds(0.5), PromptConfirmation.DueIn(State, Start.AddSeconds(22.5)));
        Assert.IsTrue(PromptConfirmation.IsAwaited(State with { Launch = State.Launch with { Agent = "gemini" } }));
        Assert.AreEqual("m2", ((PromptReturnRepeated)Decide(23).Single()).MessageId);

        Record("text of m2", 23.1);
        Read(23.2);
        Assert.AreEqual(DeliveryState.Confirmed, StateOf("m2"));
    }

    [TestMethod]
    [TestCategory("SND-14")]
    public void Return_is_not_pressed_again_for_a_prompt_on_record()
    {
        Report("idle", 5);
        Type("m1", 10);
        Record("text of m1", 10.2);

        Assert.IsInstanceOfType<PromptConfirmed>(Decide(14).Single());
    }

    [TestMethod]
    [TestCategory("SND-14")]
    [DataRow("confirmed")]
    [DataRow("works")]
    [DataRow("its time is over")]
    [DataRow("its records tell something else")]
    public void Next_prompt_is_not_put_behind_one_that_may_stand_unsent(string end)
    {
        State = State with { Launch = State.Launch with { Agent = "codex" } };
        Report("idle", 5);
        Type("m1", 10);
        Apply(PromptQueue.Accept("m2", "text of m2", SendMode.Queue, Start.AddSeconds(10.5)));
        Assert.IsNull(PromptQueue.Next(State));

        if (end == "confirmed") Record("text of m1", 10.6);
        else if (end == "works") Report("working", 10.6);
        else if (end == "its records tell something else") Record("text", 10.6);
        Read(end == "confirmed" ? 11 : 21);

        Assert.AreEqual("m2", PromptQueue.Next(State)?.MessageId);
    }

    [TestMethod]
    [TestCategory("SND-14")]
    [DataRow("confirmed")]
    [DataRow("its time is over")]
    public void Next_prompt_waits_for_one_of_which_an_agent_that_tells_nothing_shows_no_sign(string end)
    {
        State = State with { Launch = State.Launch with { Agent = "opencode" } };
        Type("m1", 10);
        Apply(PromptQueue.Accept("m2", "text of m2", SendMode.Queue, Start.AddSeconds(10.5)));
        Assert.IsNull(PromptQueue.Next(State));

        if (end == "confirmed") Record("text of m1", 10.6);
        Read(end == "confirmed" ? 11 : 21);

        Assert.AreEqual("m2", PromptQueue.Next(State)?.MessageId);
    }
}
