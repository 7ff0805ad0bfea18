using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Dialogs;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class ResumeRulesTests
{
    private const string Id = "0199a213-81c0-7800-8aa1-bbab2a035a53";

    [TestMethod]
    [DataRow(SessionPhase.Created, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Starting, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Active, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Detached, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Suspended, null)]
    [DataRow(SessionPhase.Closing, ErrorCode.SessionClosing)]
    [DataRow(SessionPhase.Ended, null)]
    [TestCategory("PH-01")]
    [TestCategory("PH-04")]
    public void Resume_is_answered_by_phase(SessionPhase phase, ErrorCode? expected)
    {
        Assert.AreEqual(expected, ResumeRefusal(State("claude", phase), isInstalled: true, hasFolder: true)?.Code);
    }

    [TestMethod]
    [DataRow(SessionPhase.Created, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Starting, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Active, null)]
    [DataRow(SessionPhase.Detached, null)]
    [DataRow(SessionPhase.Suspended, null)]
    [DataRow(SessionPhase.Closing, ErrorCode.IllegalTransition)]
    [DataRow(SessionPhase.Ended, ErrorCode.IllegalTransition)]
    [TestCategory("PH-01")]
    public void Suspend_is_answered_by_phase(SessionPhase phase, ErrorCode? expected)
    {
        Assert.AreEqual(expected, SuspendRefusal(State("claude", phase), isForced: false)?.Code);
    }

    [TestMethod]
    [DataRow(SessionActivity.Working, true)]
    [DataRow(SessionActivity.NeedsApproval, true)]
    [DataRow(SessionActivity.NeedsAnswer, true)]
    [DataRow(SessionActivity.Unknown, false)]
    [DataRow(SessionActivity.Idle, false)]
    [DataRow(SessionActivity.Limited, false)]
    [DataRow(SessionActivity.Failing, false)]
    [TestCategory("PH-15")]
    public void Suspend_of_an_agent_at_work_needs_force(SessionActivity activity, bool isRefused)
    {
        var state = State("claude", SessionPhase.Detached) with { Activity = activity };

        var refusal = SuspendRefusal(state, isForced: false);

        Assert.AreEqual(isRefused ? ErrorCode.IllegalTransition : (ErrorCode?)null, refusal?.Code);
        Assert.AreEqual(isRefused, refusal?.Hint?.Contains("force", StringComparison.Ordinal) ?? false);
        Assert.IsNull(SuspendRefusal(state, isForced: true));
    }

    [TestMethod]
    [TestCategory("PH-15")]
    public void Suspend_of_an_agent_that_asks_what_to_do_about_a_limit_needs_force()
    {
        var limit = new ShownDialog("Usage limit reached.", DateTimeOffset.UnixEpoch, Activity: SessionActivity.Limited);
        var state = State("gemini", SessionPhase.Detached) with { Activity = SessionActivity.Working, Dialog = limit };

        StringAssert.Contains(SuspendRefusal(state, isForced: false)?.Message, "waits for an answer", StringComparison.Ordinal);
        Assert.IsNull(SuspendRefusal(state, isForced: true));
    }

    [TestMethod]
    [DataRow("gemini", null, true)]
    [DataRow("gemini", Id, false)]
    [DataRow("claude", null, false)]
    [DataRow("claude", Id, false)]
    [DataRow("codex", null, false)]
    [DataRow("opencode", null, false)]
    [DataRow("kimi", null, false)]
    [DataRow("goose", null, true)]
    [DataRow("shell", null, true)]
    [DataRow("command", null, true)]
    public void Suspend_of_what_could_not_be_resumed_is_refused(string agent, string? nativeId, bool isRefused)
    {
        var refusal = SuspendRefusal(State(agent, SessionPhase.Active) with { NativeSessionId = nativeId }, isForced: true);

        Assert.AreEqual(isRefused ? ErrorCode.NotResumable : (ErrorCode?)null, refusal?.Code);
    }

    [TestMethod]
    [DataRow("claude", Id, null)]
    [DataRow("claude", null, ErrorCode.NotResumable)]
    [DataRow("codex", null, ErrorCode.NotResumable)]
    [DataRow("goose", Id, ErrorCode.NotResumable)]
    [DataRow("shell", null, ErrorCode.NotResumable)]
    [DataRow("of-a-later-version", Id, ErrorCode.AgentNotFound)]
    [TestCategory("PH-03")]
    public void Resume_of_a_program_that_has_run_needs_its_conversation(string agent, string? nativeId, ErrorCode? expected)
    {
        var state = State(agent, SessionPhase.Ended) with { NativeSessionId = nativeId };

        Assert.AreEqual(expected, ResumeRefusal(state, isInstalled: true, hasFolder: true)?.Code);
    }

    [TestMethod]
    [DataRow("shell")]
    [DataRow("codex")]
    [DataRow("goose")]
    public void Resume_of_a_program_that_never_came_up_needs_no_conversation(string agent)
    {
        var state = State(agent, SessionPhase.Ended) with { NativeSessionId = null, HasRun = false };

        Assert.IsNull(ResumeRefusal(state, isInstalled: true, hasFolder: true));
    }

    [TestMethod]
    [TestCategory("STO-07")]
    public void Resume_without_the_folder_or_the_program_names_what_is_missing()
    {
        var state = State("claude", SessionPhase.Suspended);

        var folder = ResumeRefusal(state, isInstalled: true, hasFolder: false)!;
        var program = ResumeRefusal(state, isInstalled: false, hasFolder: true)!;

        Assert.AreEqual(ErrorCode.NotResumable, folder.Code);
        StringAssert.Contains(folder.Message, state.Launch.Cwd, StringComparison.Ordinal);
        Assert.AreEqual(ErrorCode.AgentNotInstalled, program.Code);
        StringAssert.Contains(program.Message, "'claude'", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("APR-10")]
    public void Resume_with_a_permission_mode_that_is_no_longer_known_takes_no_other()
    {
        var state = State("claude", SessionPhase.Ended);

        var known = ResumeRefusal(state with { Launch = state.Launch with { PermissionMode = "plan" } }, true, true);
        var unknown = ResumeRefusal(state with { Launch = state.Launch with { PermissionMode = "careful" } }, true, true);

        Assert.IsNull(known);
        Assert.AreEqual(ErrorCode.NotResumable, unknown?.Code);
        StringAssert.Contains(unknown!.Message, "careful", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow(SessionPhase.Created)]
    [DataRow(SessionPhase.Starting)]
    [DataRow(SessionPhase.Active)]
    [DataRow(SessionPhase.Detached)]
    [DataRow(SessionPhase.Suspended)]
    [DataRow(SessionPhase.Closing)]
    [DataRow(SessionPhase.Ended)]
    public void Fork_leaves_its_parent_alone_and_so_needs_no_phase(SessionPhase phase)
    {
        Assert.IsNull(ForkRefusal(State("claude", phase)));
    }

    [TestMethod]
    [DataRow("claude", Id, true, null)]
    [DataRow("claude", Id, true, ErrorCode.NotResumable, false)]
    [DataRow("codex", Id, true, null)]
    [DataRow("opencode", Id, true, null)]
    [DataRow("claude", Id, false, ErrorCode.NotResumable)]
    [DataRow("codex", null, true, ErrorCode.NotResumable)]
    [DataRow("gemini", Id, true, ErrorCode.NotResumable)]
    [DataRow("kimi", Id, true, ErrorCode.NotResumable)]
    [DataRow("shell", null, true, ErrorCode.NotResumable)]
    [DataRow("of-a-later-version", Id, true, ErrorCode.AgentNotFound)]
    public void Fork_needs_an_agent_that_makes_copies_and_a_conversation(string agent, string? nativeId, bool hasRun, ErrorCode? expected, bool hasBegun = true)
    {
        var refusal = ForkRefusal(State(agent, SessionPhase.Active) with { NativeSessionId = nativeId, HasRun = hasRun }, hasBegun);

        Assert.AreEqual(expected, refusal?.Code);
        Assert.AreEqual(expected is null, refusal?.Hint is null);
    }

    [TestMethod]
    [TestCategory("APR-10")]
    public void Fork_with_a_permission_mode_that_is_no_longer_known_takes_no_other()
    {
        var state = State("claude", SessionPhase.Ended);

        var refusal = ForkRefusal(state with { Launch = state.Launch with { PermissionMode = "careful" } });

        Assert.AreEqual(ErrorCode.NotResumable, refusal?.Code);
        StringAssert.Contains(refusal!.Message, "cannot be forked", StringComparison.Ordinal);
    }

    [TestMethod]
    public void Fork_without_the_folder_or_the_program_names_what_is_missing()
    {
        var state = State("claude", SessionPhase.Active);

        Assert.AreEqual(ErrorCode.NotResumable, ResumeRules.ForkRefusal(state, BuiltInAgents.Find("claude"), hasBegun: true, isInstalled: true, hasFolder: false)?.Code);
        Assert.AreEqual(ErrorCode.AgentNotInstalled, ResumeRules.ForkRefusal(state, BuiltInAgents.Find("claude"), hasBegun: true, isInstalled: false, hasFolder: true)?.Code);
    }

    [TestMethod]
    [DataRow("codex", true, ErrorCode.NotResumable)]
    [DataRow("codex", false, null)]
    [DataRow("gemini", false, ErrorCode.NotResumable)]
    public void Resume_of_a_fork_never_takes_up_the_conversation_of_its_parent(string agent, bool hasRun, ErrorCode? expected)
    {
        var state = State(agent, SessionPhase.Ended) with { NativeSessionId = null, HasRun = hasRun, ForkedFrom = new SessionOrigin("parent", Id) };

        Assert.AreEqual(expected, ResumeRefusal(state, isInstalled: true, hasFolder: true)?.Code);
    }

    private static OrchestratorException? ForkRefusal(SessionState state, bool hasBegun = true) =>
        ResumeRules.ForkRefusal(state, BuiltInAgents.Find(state.Launch.Agent), hasBegun, isInstalled: true, hasFolder: true);

    private static OrchestratorException? SuspendRefusal(SessionState state, bool isForced) =>
        ResumeRules.SuspendRefusal(state, BuiltInAgents.Find(state.Launch.Agent), isForced);

    private static OrchestratorException? ResumeRefusal(SessionState state, bool isInstalled, bool hasFolder) =>
        ResumeRules.ResumeRefusal(state, BuiltInAgents.Find(state.Launch.Agent), isInstalled, hasFolder);

    private static SessionState State(string agent, SessionPhase phase)
    {
        var created = SessionWorld.Created("s", "program");
        return SessionFold.Create(created) with
        {
            Launch = created.Launch with { Agent = agent }, Phase = phase, Run = 1, HasRun = true, NativeSessionId = Id,
        };
    }
}
