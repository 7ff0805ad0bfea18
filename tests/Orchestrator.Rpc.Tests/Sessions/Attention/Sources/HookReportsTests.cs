using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Agents;
using Orchestrator.Agents.Hooks;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Sessions.Attention.Sources;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Attention.Sources;

/// <summary>Requests from hooks that wait, beside and without reports of their program.</summary>
[TestClass]
public sealed class HookReportsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly List<OpenAsk> _open = [];
    private SessionState _state = Running();
    private TerminalFacts _facts = TerminalFacts.None;
    private int _ids;
    private int _seconds;

    [TestMethod]
    public void Hook_of_a_program_that_reports_nothing_is_a_request_until_it_is_gone()
    {
        Ask("one", "touch x");
        Follow();
        var request = _state.Pending.Single();
        Assert.AreEqual((SessionActivity.NeedsApproval, "Bash: touch x", RequestSource.Hook, "one"), (_state.Activity, request.Title, request.Source, request.DialogId));
        Assert.AreEqual("allow,deny", string.Join(',', request.Options.Select(option => option.Id)));
        Assert.IsTrue(request.Options[1].TakesNote);

        _open.Clear();
        Follow();

        Assert.IsEmpty(_state.Pending);
        Assert.AreEqual((SessionActivity.Unknown, AttentionOutcome.Withdrawn), (_state.Activity, _state.Resolved.Single().Outcome));
    }

    [TestMethod]
    [TestCategory("APR-02")]
    public void Of_hooks_that_wait_together_each_is_asked_in_its_turn()
    {
        Ask("one", "touch x");
        Ask("two", "touch y");
        Follow();
        Assert.AreEqual("one", _state.Pending.Single().DialogId);

        Answer();
        Follow();

        Assert.AreEqual("two", _state.Pending.Single().DialogId);
        Assert.IsTrue(HookReports.IsSpent(_state, _open[0]));
    }

    [TestMethod]
    public void Beside_reports_a_hook_counts_with_the_dialog_only()
    {
        Report("working");
        Ask("one", "touch x");
        Follow();
        Assert.IsEmpty(_state.Pending);

        Block("approve Bash: touch x");
        Assert.AreEqual(("one", RequestSource.Hook), (_state.Pending.Single().DialogId, _state.Pending.Single().Source));

        Report("working");
        Assert.IsEmpty(_state.Pending);
        Assert.AreEqual(AttentionOutcome.Withdrawn, _state.Resolved.Single().Outcome);
        Assert.IsTrue(HookReports.IsSpent(_state, _open[0]));
    }

    [TestMethod]
    public void Hook_makes_more_of_the_request_that_was_made_without_it()
    {
        Block("approve Bash: touch x");
        var asked = _state.Pending.Single();
        Assert.AreEqual(RequestSource.Status, asked.Source);

        Ask("one", "touch x");
        Follow();

        Assert.AreEqual(("one", asked.RequestId, asked.Title), (_state.Pending.Single().DialogId, _state.Pending.Single().RequestId, _state.Pending.Single().Title));
        Assert.AreEqual("timeout: 5", _state.Pending.Single().Body);
    }

    [TestMethod]
    [TestCategory("APR-05")]
    public void Request_whose_hook_is_gone_stays_the_same_request_while_its_dialog_is_reported()
    {
        Block("approve Bash: touch x");
        Ask("one", "touch x");
        Follow();
        var asked = _state.Pending.Single();

        _open.Clear();
        Follow();

        var left = _state.Pending.Single();
        Assert.AreEqual((asked.RequestId, asked.CreatedAt, RequestSource.Status, null), (left.RequestId, left.CreatedAt, left.Source, left.DialogId));
        Assert.IsNull(left.Options[1].TakesNote);
    }

    [TestMethod]
    [TestCategory("APR-02")]
    public void Late_hook_asks_nothing_of_a_dialog_that_was_answered()
    {
        Block("approve Bash: touch x");
        Answer();

        Ask("one", "touch x");
        Follow();

        Assert.IsEmpty(_state.Pending);
    }

    [TestMethod]
    [TestCategory("APR-02")]
    public void Dialog_is_asked_by_the_hook_whose_words_it_has()
    {
        Report("working");
        Ask("one", "touch x");
        Ask("two", "touch y");
        Block("approve Bash: touch y");
        Assert.AreEqual("two", _state.Pending.Single().DialogId);

        // It was answered in the terminal, and the next dialog came at once.
        Block("approve Bash: touch x");

        Assert.AreEqual("one", _state.Pending.Single().DialogId);
    }

    [TestMethod]
    public void Words_that_leave_out_some_of_what_is_asked_give_way_to_the_whole()
    {
        Block("approve Bash: touch x");
        Ask("one", "touch x && rm -r /src");
        Follow();

        Assert.AreEqual("Bash: touch x && rm -r /src", _state.Pending.Single().Title);
    }

    [TestMethod]
    [TestCategory("APR-02")]
    public void Notice_that_was_dismissed_answers_no_dialog_in_the_same_portion_of_output()
    {
        Block("approve Bash: touch x");
        var rung = new PendingRequest("rung", AttentionKind.Notice, "Rang", Now(), RequestSource.Terminal, _facts.StatusPosition);
        Apply([new AttentionRequested(Now(), rung), new AttentionResolved(Now(), "rung", AttentionOutcome.Answered, "me")]);

        Ask("one", "touch x");
        Follow();

        Assert.AreEqual("one", _state.Pending.Single().DialogId);
    }

    [TestMethod]
    public void Question_is_not_taken_for_an_approval()
    {
        Report("working");
        Ask("one", "touch x");
        Report("blocked", "question", "answer: Which?");

        Assert.AreEqual((AttentionKind.Question, RequestSource.Status), (_state.Pending.Single().Kind, _state.Pending.Single().Source));
    }

    [TestMethod]
    public void Hook_of_a_turn_that_is_over_is_spent()
    {
        Report("working");
        Ask("one", "touch x");
        Assert.IsFalse(HookReports.IsSpent(_state, _open[0]));

        Report("idle");

        Assert.IsTrue(HookReports.IsSpent(_state, _open[0]));
    }

    private static SessionState Running()
    {
        var created = SessionWorld.Created("a", "none");
        return SessionFold.Create(created with { Launch = created.Launch with { Agent = "claude", AgentName = "Claude Code" } }) with { Phase = SessionPhase.Detached };
    }

    private void Ask(string id, string command)
    {
        var input = JsonElement.Parse($$$"""{"hook_event_name":"PermissionRequest","tool_name":"Bash","tool_input":{"command":"{{{command}}}","timeout":5}}""");
        _open.Add(new OpenAsk(id, new ClaudeAsks().Read(input)!, Now()));
    }

    private void Answer() => _state = SessionFold.Apply(_state, new AttentionResolved(Now(), _state.Pending.Single().RequestId, AttentionOutcome.Answered, "me"));

    private void Block(string message) => Report("blocked", "permission", message);

    private void Report(string state, string? kind = null, string? message = null)
    {
        _facts = _facts.With(new ScreenSignal.StatusReported(new ProgramStatus(state, Kind: kind, Message: message)), ++_seconds * 10);
        Apply(StatusReports.Decide(_state, _facts, BuiltInAgents.Find("claude")!.Approval, isWatched: true, $"{++_ids}", Now()));
        Follow();
    }

    private void Follow() => Apply(HookReports.Decide(_state, [.. _open], BuiltInAgents.Find("claude")!.Approval, isWatched: true, $"{++_ids}", Now()));

    private void Apply(ImmutableArray<SessionEvent> events) => _state = events.Aggregate(_state, SessionFold.Apply);

    private DateTimeOffset Now() => Start.AddSeconds(++_seconds);
}
