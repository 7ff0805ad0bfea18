using System.Collections.Immutable;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

/// <summary>What an agent's records say of prompts that were typed into it.</summary>
[TestClass]
public sealed class PromptConfirmationTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly List<RecordedPrompt> _transcript = [];
    private readonly List<RecordedPrompt> _hooks = [];
    private SessionState _state = SessionFold.Create(SessionWorld.Created("s", "program")) with { Phase = SessionPhase.Detached, StartedAt = Start };
    private bool _hasRecords = true;
    private bool _isUnbegun;

    [TestMethod]
    [TestCategory("SND-05")]
    public void Prompt_on_record_is_confirmed_once()
    {
        Type("m1", 10);
        Assert.AreEqual(DeliveryState.Delivered, StateOf("m1"));
        Record("text of m1", 10.2);
        Read(10.3);

        Assert.AreEqual(new DeliveredMessage("m1", DeliveryState.Confirmed), _state.ToSummary().LastPrompt);
        Assert.IsEmpty(Decide(60));
        Assert.IsNull(_state.ToSummary().ActivityDetail);
    }

    [TestMethod]
    [TestCategory("SND-05")]
    public void Prompt_that_a_resting_agent_has_not_on_record_is_told_and_no_longer_once_it_is_found()
    {
        Rest(5);
        Type("m1", 10);
        Read(19.9);
        Assert.AreEqual((DeliveryState.Delivered, TimeSpan.FromSeconds(0.3)), (StateOf("m1"), PromptConfirmation.DueIn(_state, Start.AddSeconds(19.9))));
        Read(20.5);
        Assert.IsNull(PromptConfirmation.DueIn(_state, Start.AddSeconds(20.5)));
        Assert.AreEqual(DeliveryState.Unconfirmed, StateOf("m1"));
        Assert.AreEqual("A prompt was typed, and Command has no record of it: \"text of m1\". Look at its terminal, where it may stand unsent.", _state.ToSummary().ActivityDetail);
        Assert.IsEmpty(Decide(40));

        Record("text  of\nm1 ", 60);
        Read(61);
        Assert.AreEqual((DeliveryState.Confirmed, null), (StateOf("m1"), _state.ToSummary().ActivityDetail));
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

        Assert.AreEqual((DeliveryState.Delivered, null), (StateOf("m1"), _state.Detail));
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
        Assert.IsFalse(_state.Delivered.Any(prompt => prompt.State == DeliveryState.Unconfirmed));
    }

    [TestMethod]
    public void One_of_two_records_is_enough()
    {
        Rest(5);
        Type("m1", 10);
        _hooks.Add(RecordedPrompt.Of("text of m1", Start.AddSeconds(10.2)));
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
        Apply([.. PromptRecovery.Decide(_state, Start.AddSeconds(20))]);
        Assert.AreEqual(DeliveryState.Unconfirmed, StateOf("m1"));
        Assert.IsNotNull(_state.Detail);

        Record("text of m1", 10.2);
        Read(21);

        Assert.AreEqual((DeliveryState.Confirmed, null), (StateOf("m1"), _state.Detail));
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

        Assert.AreEqual("A prompt may not have reached Command: \"text of m2\". Look at its terminal and send it again if it is missing.", _state.Detail);
    }

    [TestMethod]
    public void Prompt_that_was_not_typed_is_told_as_such()
    {
        Apply(PromptQueue.Accept("m1", "text", SendMode.Queue, Start), new PromptDeliveryBegan(Start, "m1"), new PromptNotDelivered(Start, "m1"));

        Assert.AreEqual(new DeliveredMessage("m1", DeliveryState.Undelivered), _state.ToSummary().LastPrompt);
    }

    [TestMethod]
    public void First_prompt_of_an_agent_without_records_is_missing_when_it_never_began_to_work()
    {
        _hasRecords = false;
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
        _hasRecords = false;
        Type("m1", 10);
        Assert.IsInstanceOfType<PromptUndecided>(Decide(30).Single());
        _isUnbegun = true;

        Assert.IsEmpty(Decide(20));
        Assert.IsInstanceOfType<PromptUnconfirmed>(Decide(30).Single());
    }

    [TestMethod]
    [TestCategory("SND-14")]
    [DataRow("idle")]
    [DataRow("error")]
    public void Return_is_pressed_once_more_where_the_agent_tells_that_it_never_began_to_work(string report)
    {
        Report(report, 5);
        Type("m1", 10);

        Assert.IsEmpty(Decide(13.1));
        Assert.AreEqual(TimeSpan.FromSeconds(0.1), PromptConfirmation.DueIn(_state, Start.AddSeconds(13.1)));
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
        _state = _state with { Launch = _state.Launch with { Agent = "codex" } };
        Report("idle", 5);
        Type("m1", 10);
        Apply(PromptQueue.Accept("m2", "text of m2", SendMode.Queue, Start.AddSeconds(10.5)));
        Assert.IsNull(PromptQueue.Next(_state));

        if (end == "confirmed") Record("text of m1", 10.6);
        else if (end == "works") Report("working", 10.6);
        else if (end == "its records tell something else") Record("text", 10.6);
        Read(end == "confirmed" ? 11 : 21);

        Assert.AreEqual("m2", PromptQueue.Next(_state)?.MessageId);
    }

    [TestMethod]
    public void Nothing_is_claimed_of_an_earlier_run()
    {
        Type("m1", 10);
        _state = _state with { StartedAt = Start.AddSeconds(20) };
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
            _transcript.Clear();
            _state = _state with { Delivered = [] };
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

            var confirmed = _state.Delivered.Where(prompt => prompt.State == DeliveryState.Confirmed).Select(prompt => prompt.Preview);
            CollectionAssert.AreEquivalent(recorded, confirmed.ToList(), $"seed {seed}, round {round}");
            Assert.IsFalse(_state.Delivered.Any(prompt => prompt.State == DeliveryState.Delivered));
        }
    }

    private DeliveryState StateOf(string messageId) => _state.Delivered.Single(prompt => prompt.MessageId == messageId).State;

    private void Type(string messageId, double at, string? text = null) => Apply(
        PromptQueue.Accept(messageId, text ?? $"text of {messageId}", SendMode.Queue, Start.AddSeconds(at)),
        new PromptDeliveryBegan(Start.AddSeconds(at), messageId),
        new PromptDelivered(Start.AddSeconds(at + 0.2), messageId));

    private void Record(string text, double at) => _transcript.Add(RecordedPrompt.Of(text, Start.AddSeconds(at)));

    private void Rest(double at) => Do(SessionActivity.Idle, at);

    private void Do(SessionActivity activity, double at) => _state = _state with { Activity = activity, ActivitySince = Start.AddSeconds(at) };

    private void Report(string state, double at) => Apply(new AgentReported(Start.AddSeconds(at), new KnownStatus(new ProgramStatus(state), 1), IsWatched: true));

    private void Read(double at) => Apply([.. Decide(at)]);

    private ImmutableArray<SessionEvent> Decide(double at) =>
        PromptConfirmation.Decide(_state, _hasRecords ? new SessionEnrichment([Of(_transcript)], _hooks.Count > 0 ? Of(_hooks) : null) : SessionEnrichment.None, Start.AddSeconds(at), _isUnbegun);

    private static TranscriptCursor Of(List<RecordedPrompt> marks) => new("/src/repo/t.jsonl", "native", Reading: new TranscriptReading(Prompts: [.. marks.TakeLast(RecordedPrompt.MaxRemembered)]));

    private void Apply(params ReadOnlySpan<SessionEvent> facts)
    {
        foreach (var fact in facts) _state = SessionFold.Apply(_state, fact);
    }
}
