using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>Sessions that are forked, with real processes that stand in for agents.</summary>
[TestClass]
public sealed class SessionForkTests : InstalledAgentsTest
{
    private const string Later = "0199a213-81c0-7800-8aa1-000000000001";

    // Like codex it tells its conversation when it is ended by a key.
    private static string TellsId(string id) =>
        $"printf '%s|' \"$@\"; stty -isig -icanon -echo; echo ready; head -c 1 >/dev/null; echo \"To continue: codex resume {id}\"";

    [TestMethod]
    [DataRow(null, TitleSource.Prompt, "Parent (fork)", TitleSource.User)]
    [DataRow("Mine", TitleSource.Prompt, "Mine", TitleSource.User)]
    [DataRow(null, TitleSource.User, "Parent (fork)", TitleSource.User)]
    public void Title_is_the_users_or_tells_of_the_parent(string? given, TitleSource parents, string expected, TitleSource source)
    {
        var created = Fork(state => state with { Title = "Parent", TitleSource = parents }, given);

        Assert.AreEqual((expected, source), (created.Title, created.TitleSource));
    }

    [TestMethod]
    public void Title_of_a_long_one_keeps_its_mark_within_the_limit()
    {
        var created = Fork(state => state with { Title = new string('x', 200) }, title: null);

        Assert.AreEqual(200, created.Title.Length);
        StringAssert.EndsWith(created.Title, "x (fork)", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("APR-10")]
    public void Wishes_are_those_of_the_parent_without_its_prompt_and_its_choice_of_a_conversation()
    {
        var created = Fork(state => state with
        {
            Launch = state.Launch with { Arguments = ["--resume", Later, "--verbose"], Prompt = "first", Model = "m", PermissionMode = "plan", ProjectId = "p" },
        });

        CollectionAssert.AreEqual(new[] { "--verbose" }, created.Launch.Arguments.ToArray());
        Assert.AreEqual((null, "m", "plan", "p"), (created.Launch.Prompt, created.Launch.Model, created.Launch.PermissionMode, created.Launch.ProjectId));
        Assert.AreEqual((100, 30), (created.Launch.Columns, created.Launch.Rows));
        Assert.AreEqual(new SessionOrigin("parent", Id), created.ForkedFrom);
        Assert.IsTrue(Guid.TryParse(created.NativeSessionId, out _));
        Assert.AreNotEqual(Id, created.NativeSessionId);
    }

    [TestMethod]
    [TestCategory("AGT-04")]
    public async Task Fork_copies_at_its_first_start_and_later_goes_on_with_its_own_conversation()
    {
        Install("claude", ShowsKeys);
        var parent = await CreateAsync("parent", "claude", Id, launch => launch with { PermissionMode = "plan", Environment = ClaudeHome });
        KeepTranscript(Id);
        var before = await Sessions.PhaseAsync(parent, SessionPhase.Detached, Timeout);

        var fork = await Sessions.Registry.ForkAsync(parent, title: null, Timeout);
        var first = await Sessions.PhaseAsync(fork, SessionPhase.Detached, Timeout);
        await fork.DoAsync(new Suspend(IsForced: false), Timeout);
        var own = (await Sessions.PhaseAsync(fork, SessionPhase.Suspended, Timeout)).NativeSessionId!;
        KeepTranscript(own);
        await fork.DoAsync(new Resume("go on"), Timeout);
        var second = await Sessions.StateAsync(fork, state => state is { Phase: SessionPhase.Detached, Run: 2 }, Timeout);

        Assert.AreNotEqual(Id, own);
        CollectionAssert.AreEqual(
            new[] { "--resume", Id, "--fork-session", "--session-id", own, "--permission-mode", "plan" }, first.Command[1..].ToArray());
        CollectionAssert.AreEqual(new[] { "--resume", own, "--permission-mode", "plan", "go on" }, second.Command[1..].ToArray());
        Assert.AreEqual("parent", fork.Summary.ParentId);
        Assert.AreSame(before, parent.State);
    }

    [TestMethod]
    [TestCategory("AGT-04")]
    public async Task Fork_in_which_nothing_was_said_is_begun_with_the_copy_again()
    {
        Install("claude", ShowsKeys);
        var parent = await CreateAsync("parent", "claude", Id, launch => launch with { Environment = ClaudeHome });
        KeepTranscript(Id);
        await Sessions.PhaseAsync(parent, SessionPhase.Detached, Timeout);
        var fork = await Sessions.Registry.ForkAsync(parent, title: null, Timeout);
        var first = await Sessions.PhaseAsync(fork, SessionPhase.Detached, Timeout);
        await fork.DoAsync(new Suspend(IsForced: false), Timeout);
        await Sessions.PhaseAsync(fork, SessionPhase.Suspended, Timeout);

        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => Sessions.Registry.ForkAsync(fork, title: null, Timeout));
        await fork.DoAsync(new Resume("go on"), Timeout);
        var second = await Sessions.StateAsync(fork, state => state is { Phase: SessionPhase.Detached, Run: 2 }, Timeout);

        Assert.AreEqual(ErrorCode.NotResumable, refusal.Code);
        CollectionAssert.AreEqual(first.Command.Add("go on").ToArray(), second.Command.ToArray());
    }

    [TestMethod]
    [TestCategory("AGT-04")]
    [DataRow(Id, false)]
    [DataRow(Later, true)]
    public async Task Fork_never_has_the_conversation_of_its_parent_even_when_that_is_gone(string told, bool isTaken)
    {
        Install("codex", TellsId(told));
        var parent = await CreateAsync("parent", "codex", Id);
        await SessionWorld.ShownAsync(parent, "ready", Timeout);
        var fork = await Sessions.Registry.ForkAsync(parent, title: null, Timeout);
        await SessionWorld.ShownAsync(fork, "ready", Timeout);
        await parent.DoAsync(new Stop(IsForced: true, Grace: null), Timeout);
        await Sessions.PhaseAsync(parent, SessionPhase.Ended, Timeout);
        await Sessions.Registry.DeleteAsync(parent, Timeout);

        await fork.DoAsync(new Stop(IsForced: false, TimeSpan.FromSeconds(4)), Timeout);
        var ended = await Sessions.PhaseAsync(fork, SessionPhase.Ended, Timeout);

        Assert.AreEqual(isTaken ? told : null, ended.NativeSessionId);
        if (isTaken) return;
        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => fork.DoAsync(new Resume(Prompt: null), Timeout));
        Assert.AreEqual(ErrorCode.NotResumable, refusal.Code);
    }

    [TestMethod]
    [TestCategory("PH-03")]
    public async Task Fork_whose_program_never_came_up_is_begun_with_the_copy_by_a_later_host()
    {
        Install("codex", ShowsKeys);
        var parent = await CreateAsync("parent", "codex", Id);
        await Sessions.PhaseAsync(parent, SessionPhase.Detached, Timeout);
        Install("codex", ShowsKeys, "/no/such/interpreter");
        var fork = await Sessions.Registry.ForkAsync(parent, title: null, Timeout);
        await Sessions.PhaseAsync(fork, SessionPhase.Ended, Timeout);
        await Sessions.DisposeAsync();
        Install("codex", ShowsKeys);
        await using var next = World();
        await next.Registry.LoadAsync(Timeout);
        var loaded = next.Registry.Find(fork.State.Id)!;

        await loaded.DoAsync(new Resume(Prompt: null), Timeout);
        var running = await next.PhaseAsync(loaded, SessionPhase.Detached, Timeout);

        Assert.AreEqual("parent", loaded.Summary.ParentId);
        CollectionAssert.AreEqual(new[] { "--no-daemon", "fork", Id }, running.Command[1..].ToArray());
    }

    [TestMethod]
    public async Task Fork_that_is_refused_creates_nothing()
    {
        Install("gemini", ShowsKeys);
        var parent = await CreateAsync("parent", "gemini", Id);
        await Sessions.PhaseAsync(parent, SessionPhase.Detached, Timeout);

        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => Sessions.Registry.ForkAsync(parent, title: null, Timeout));

        Assert.AreEqual(ErrorCode.NotResumable, refusal.Code);
        Assert.AreSame(parent, Sessions.Registry.All.Single());
    }

    private ImmutableDictionary<string, string> ClaudeHome => ImmutableDictionary<string, string>.Empty.Add("CLAUDE_CONFIG_DIR", Path.Combine(Folder, "claude"));

    // Claude keeps a conversation from its first prompt on.
    private void KeepTranscript(string id) => File.WriteAllText(
        Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "claude", "projects", "work")).FullName, id + ".jsonl"), "");

    private static SessionCreated Fork(Func<SessionState, SessionState> change, string? title = null)
    {
        var parent = SessionFold.Create(SessionWorld.Created("parent", "program")) with { NativeSessionId = Id, HasRun = true };
        return SessionFork.Of(change(parent), BuiltInAgents.Find("claude")!.Resume!, title, new TerminalSize(100, 30), SessionId.New(), TimeProvider.System.GetUtcNow());
    }
}
