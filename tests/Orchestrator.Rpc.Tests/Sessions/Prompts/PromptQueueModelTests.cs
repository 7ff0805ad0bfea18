using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

/// <summary>
/// Random lives of a queue, with crashes anywhere, against what a sender may expect: whatever was accepted is executed
/// once, taken out, told, or still waits.
/// </summary>
[TestClass]
public sealed class PromptQueueModelTests
{
    private const int Steps = 400;
    private static readonly ImmutableArray<SendMode> Precedence = [SendMode.Interrupt, SendMode.Steer, SendMode.Queue];
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    [DataRow(8)]
    [DataRow(13)]
    [DataRow(21)]
    [DataRow(34)]
    [TestCategory("SND-01")]
    [TestCategory("SND-05")]
    [TestCategory("SND-07")]
    public void No_prompt_is_executed_twice_or_lost_silently_and_each_mode_keeps_its_order(int seed)
    {
        for (var life = 0; life < 50; life++) new Life(new Random((seed * 1000) + life)).Run();
    }

    /// <summary>The queue under test, an agent that notes what reaches it, and a sender who notes what was told.</summary>
    private sealed class Life(Random random)
    {
        private readonly List<string> _executed = [];
        private readonly HashSet<string> _told = [];
        private readonly HashSet<string> _takenOut = [];
        private readonly Dictionary<string, (int Order, SendMode Mode)> _accepted = [];
        private SessionState _state = SessionFold.Create(SessionWorld.Created("s", "program")) with { Phase = SessionPhase.Active };
        private string? _typing;
        private bool _hasReached;

        public void Run()
        {
            for (var step = 0; step < Steps; step++)
            {
                Step(random.Next(8));
                Check();
            }

            Settle();
        }

        private void Step(int choice)
        {
            switch (choice)
            {
                case 0 or 1:
                    Accept();
                    break;
                case 2:
                    Unqueue();
                    break;
                case 3 or 4:
                    Begin();
                    break;
                case 5:
                    Type();
                    break;
                case 6:
                    Report();
                    break;
                default:
                    if (random.Next(4) == 0) Crash();
                    else if (random.Next(2) == 0) Exit();
                    break;
            }
        }

        private void Accept()
        {
            if (PromptQueue.WaitingCount(_state) >= PromptQueue.MaxWaiting) return;
            var (id, mode) = ($"m{_accepted.Count}", (SendMode)random.Next(3));
            Apply(PromptQueue.Accept(id, id, mode, Now));
            _accepted.Add(id, (_accepted.Count, mode));
        }

        private void Unqueue()
        {
            if (_accepted.Count == 0) return;
            var id = $"m{random.Next(_accepted.Count)}";
            try
            {
                Apply(PromptQueue.Unqueue(_state, id, isKnown: true, Now));
                _takenOut.Add(id);
            }
            catch (OrchestratorException)
            {
                Assert.IsFalse(_state.Queue.Any(prompt => prompt.MessageId == id && !prompt.IsDelivering), "What waits can be taken out.");
            }
        }

        private void Begin()
        {
            if (PromptQueue.Next(_state) is not { MessageId: var id }) return;
            Assert.IsNull(_typing);
            CheckOrder(id);
            Apply(new PromptDeliveryBegan(Now, id));
            (_typing, _hasReached) = (id, false);
        }

        // The agent gets it before anybody can say so.
        private void Type()
        {
            if (_typing is null || _hasReached) return;
            _executed.Add(_typing);
            _hasReached = true;
        }

        private void Report()
        {
            if (_typing is not { } id) return;
            var outcome = (_hasReached, random.Next(3)) switch
            {
                (true, 0) => PromptOutcome.Uncertain,
                (true, _) => PromptOutcome.Delivered,
                (false, 0) => PromptOutcome.NotTaken,
                (false, 1) => PromptOutcome.Uncertain,
                (false, _) => PromptOutcome.HeldBack,
            };
            ApplyAll(PromptQueue.Decide(_state, new ReportDelivery(id, outcome), Now));
            _typing = null;
        }

        // The next host has what was stored, and nothing else.
        private void Crash()
        {
            _state = StoredJson.ReadState(StoredJson.Write(_state));
            _typing = null;
            if (PhaseTable.IsRunning(_state.Phase) && random.Next(2) == 0) Apply(new AgentLost(Now));
            ApplyAll(PromptRecovery.Decide(_state, Now));
            Resume();
        }

        private void Exit()
        {
            Apply(new AgentExited(Now, 0, null, null, null, IsWatched: false));
            Assert.IsNull(PromptQueue.Next(_state), "Nothing is typed into an ended session.");
            if (_typing is not null) Report();
            Resume();
        }

        private void Resume()
        {
            if (_state.Phase == SessionPhase.Ended) _state = _state with { Phase = SessionPhase.Active };
        }

        private void Settle()
        {
            for (; _typing is not null || PromptQueue.Next(_state) is not null; Report())
            {
                if (_typing is null) Begin();
                Type();
            }

            Check();
            Assert.IsEmpty(_state.Queue);
        }

        private void CheckOrder(string id)
        {
            var (order, mode) = _accepted[id];
            foreach (var (otherOrder, otherMode) in _state.Queue.Select(prompt => _accepted[prompt.MessageId]))
                Assert.IsTrue(
                    mode == otherMode ? order <= otherOrder : Precedence.IndexOf(mode) < Precedence.IndexOf(otherMode),
                    $"{id} overtook number {otherOrder}.");
        }

        private void Check()
        {
            var queued = _state.Queue.Select(prompt => prompt.MessageId).ToHashSet();
            Assert.HasCount(_executed.Count, _executed.Distinct(), "One was executed twice.");
            Assert.HasCount(queued.Count, _state.Queue, "One waits twice.");
            Assert.IsFalse(_takenOut.Overlaps(queued) || _takenOut.Overlaps(_executed), "What was taken out came back.");
            Assert.IsFalse(_told.Overlaps(queued), "What was told as lost is typed again.");
            Assert.IsFalse(_executed.Any(id => id != _typing && queued.Contains(id)), "What was executed waits.");
            var known = queued.Union(_executed).Union(_told).Union(_takenOut);
            Assert.IsTrue(_accepted.Keys.All(known.Contains), "One was lost silently.");
        }

        private void ApplyAll(ImmutableArray<SessionEvent> facts)
        {
            foreach (var fact in facts) Apply(fact);
        }

        private void Apply(SessionEvent fact)
        {
            _state = SessionFold.Apply(_state, fact);
            if (fact is not (PromptUncertain or PromptNotDelivered)) return;
            var id = ((PromptEvent)fact).MessageId;
            StringAssert.Contains(_state.Detail, $"\"{id}\"", StringComparison.Ordinal);
            _told.Add(id);
        }
    }
}
