using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

/// <summary>What an agent's records say of prompts that were typed into it.</summary>
[TestClass]
public sealed class PromptConfirmationTests : TypedPromptsTest
{
    [TestMethod]
    [TestCategory("SND-05")]
    public void Prompt_on_record_is_confirmed_once()
    {
        Type("m1", 10);
        Assert.AreEqual(DeliveryState.Delivered, StateOf("m1"));
        Record("text of m1", 10.2);
        Read(10.3);

        Assert.AreEqual(new DeliveredMessage("m1", DeliveryState.Confirmed), State.ToSummary().LastPrompt);
        Assert.IsEmpty(Decide(60));
        Assert.IsNull(State.ToSummary().ActivityDetail);
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public void Prompt_that_a_resting_agent_has_not_on_record_is_told_and_no_longer_once_it_is_found()
    {
        Rest(5);
        Type("m1", 10);
        Read(19.9);
        Assert.AreEqual((DeliveryState.Delivered, TimeSpan.FromSeconds(0.3)), (StateOf("m1"), PromptConfirmation.DueIn(State, Start.AddSeconds(19.9))));
        Read(20.5);
        Assert.IsNull(PromptConfirmation.DueIn(State, Start.AddSeconds(20.5)));
        Assert.AreEqual(DeliveryState.Unconfirmed, StateOf("m1"));
        Assert.AreEqual("A prompt was typed, and Command has no record of it: \"text of m1\". Look at its terminal, where it may stand unsent.", State.ToSummary().ActivityDetail);
        Assert.IsEmpty(Decide(40));

        Record("text  of\nm1 ", 60);
        Read(61);
        Assert.AreEqual((DeliveryState.Confirmed, null), (StateOf("m1"), State.ToSummary().ActivityDetail));
    }

    [TestMethod]
    [DataRow(SessionActivity.Working)]
    [DataRow(SessionActivity.NeedsAnswer)]
    [DataRow(SessionActivity.NeedsApproval)]
    public void Nothing_is_claimed_of_an_agent_that_does_not_rest(SessionActivity activity)
    {
        Do(activity, 5);
        Type("m1", 10);

        Assert.IsEmpty(Decide(100));
    }

    [TestMethod]
    public void Agent_that_has_come_to_rest_is_given_its_time()
    {
        Do(SessionActivity.Working, 5);
        Type("m1", 10);
        Rest(60);

        Assert.IsEmpty(Decide(69));
        Assert.IsInstanceOfType<PromptUnconfirmed>(Decide(71).Single());
    }

    [TestMethod]
    public void Same_prompt_twice_has_to_be_on_record_twice()
    {
        Rest(5);
        Type("m1", 10, "again");
        Type("m2", 11, "again");
        Record("again", 10.5);
        Read(30);

        Assert.AreEqual((DeliveryState.Confirmed, DeliveryState.Unconfirmed), (StateOf("m1"), StateOf("m2")));
    }

    [TestMethod]
    public void What_was_asked_before_confirms_nothing()
    {
        Rest(5);
        Record("again", 9.9);
        Type("m1", 10, "again");
        Read(30);

        Assert.AreEqual(DeliveryState.Unconfirmed, StateOf("m1"));
    }

    [TestMethod]
    public void Nothing_is_claimed_where_the_agent_may_have_made_something_else_of_it()
    {
        Rest(5);
        Type("m1", 10);
        Record("text of m1, and what it names", 10.5);
        Read(100);

        Assert.AreEqual((DeliveryState.Delivered, null), (StateOf("m1"), State.Detail));
        Assert.IsEmpty(Decide(200));
    }

    [TestMethod]
    public void Nothing_is_claimed_of_what_may_be_forgotten()
    {
        Rest(5);
        Type("m1", 10);
        foreach (var number in Enumerable.Range(1, RecordedPrompt.MaxRemembered))
        {
            Type($"n{number}", 10 + number);
            Record($"text of n{number}", 10.5 + number);
        }

        Read(100);
        Assert.IsFalse(State.Delivered.Any(prompt => prompt.State == DeliveryState.Unconfirmed));
    }

    [TestMethod]
    public void One_of_two_records_is_enough()
    {
        Rest(5);
        Type("m1", 10);
        Hooks.Add(RecordedPrompt.Of("text of m1", Start.AddSeconds(10.2)));
        Read(30);

        Assert.AreEqual(DeliveryState.Confirmed, StateOf("m1"));
    }

    [TestMethod]
    public void Command_to_the_program_stays_what_it_is()
    {
        Rest(5);
        Type("m1", 10, "/compact");

        Assert.IsEmpty(Decide(100));
        Assert.AreEqual(DeliveryState.Delivered, StateOf("m1"));
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public void Prompt_whose_delivery_a_crash_cut_off_is_found_on_record()
    {
        Apply(PromptQueue.Accept("m1", "text of m1", SendMode.Queue, Start), new PromptDeliveryBegan(Start.AddSeconds(10), "m1"));
        Apply([.. PromptRecovery.Decide(State, Start.AddSeconds(20))]);
        Assert.AreEqual(DeliveryState.Unconfirmed, StateOf("m1"));
        Assert.IsNotNull(State.Detail);

        Record("text of m1", 10.2);
        Read(21);

        Assert.AreEqual((DeliveryState.Confirmed, null), (StateOf("m1"), State.Detail));
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public void Loss_of_a_program_leaves_no_doubt_of_a_prompt_on_record()
    {
        Type("m1", 10);
        Type("m2", 11);
        Record("text of m1", 10.2);
        Read(11.5);

        Apply(new AgentLost(Start.AddSeconds(12), Start.AddSeconds(11)));

        Assert.AreEqual("A prompt may not have reached Command: \"text of m2\". Look at its terminal and send it again if it is missing.", State.Detail);
    }

    [TestMethod]
    public void Prompt_that_was_not_typed_is_told_as_such()
    {
        Apply(PromptQueue.Accept("m1", "text", SendMode.Queue, Start), new PromptDeliveryBegan(Start, "m1"), new PromptNotDelivered(Start, "m1"));

        Assert.AreEqual(new DeliveredMessage("m1", DeliveryState.Undelivered), State.ToSummary().LastPrompt);
    }

    [TestMethod]
    public void First_prompt_of_an_agent_without_records_is_missing_when_it_never_began_to_work()
    {
        HasRecords = false;
        Report("idle", 5);
        Type("m1", 10);

        Assert.IsInstanceOfType<PromptUnconfirmed>(Decide(30).Single());
        Report("working", 10.3);
        Report("idle", 12);
        Assert.IsInstanceOfType<PromptUndecided>(Decide(30).Single());
    }

    [TestMethod]
    public void First_prompt_of_an_agent_that_tells_nothing_is_missing_when_nothing_was_begun_in_its_folder()
    {
        HasRecords = false;
        Type("m1", 10);
        Assert.IsInstanceOfType<PromptUndecided>(Decide(30).Single());
        IsUnbegun = true;

        Assert.IsEmpty(Decide(20));
        Assert.IsInstanceOfType<PromptUnconfirmed>(Decide(30).Single());
    }

    [TestMethod]
    public void Nothing_is_claimed_of_an_earlier_run()
    {
        Type("m1", 10);
        State = State with { StartedAt = Start.AddSeconds(20) };
        Rest(25);

        Assert.IsEmpty(Decide(100));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    public void Of_any_prompts_exactly_those_on_record_are_confirmed(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            Transcript.Clear();
            State = State with { Delivered = [] };
            Rest(0);
            var (recorded, at) = (new List<string>(), 10.0);
            foreach (var number in Enumerable.Range(0, random.Next(1, 6)))
            {
                // Few texts, so that some are alike.
                var text = $"text {random.Next(3)}";
                Type($"m{number}", at, text);
                if (random.Next(3) > 0)
                {
                    Record(text.Replace(" ", random.Next(2) == 0 ? "\n" : " \t", StringComparison.Ordinal), at + 0.2);
                    recorded.Add(text);
                }

                at += 1;
                if (random.Next(3) == 0) Read(at);
            }

            Read(at + 60);

            var confirmed = State.Delivered.Where(prompt => prompt.State == DeliveryState.Confirmed).Select(prompt => prompt.Preview);
            CollectionAssert.AreEquivalent(recorded, confirmed.ToList(), $"seed {seed}, round {round}");
            Assert.IsFalse(State.Delivered.Any(prompt => prompt.State == DeliveryState.Delivered));
        }
    }
}
