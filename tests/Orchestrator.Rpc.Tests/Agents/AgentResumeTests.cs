using System.Collections.Immutable;
using Orchestrator.Agents;

namespace Orchestrator.Rpc.Tests.Agents;

[TestClass]
public sealed class AgentResumeTests
{
    private const string Id = "0199a213-81c0-7800-8aa1-bbab2a035a53";
    private const string Later = "0199a213-81c0-7800-8aa1-000000000001";

    [TestMethod]
    [DataRow("claude", Id, "claude --resume {0} --model m --permission-mode plan -x|go on", "plan")]
    [DataRow("codex", Id, "codex --no-daemon resume {0} -m m -s read-only -a on-request -x|go on", "read-only")]
    [DataRow("gemini", Id, "gemini --resume {0} -m m --approval-mode plan -x", "plan")]
    [DataRow("opencode", "ses_4f2b8c1d9ffeAbCdEfGhIjKlMn", "opencode -s {0} -m m -x", null)]
    [DataRow("kimi", "session_" + Id, "kimi -S {0} -m m --plan -x", "plan")]
    [DataRow("copilot", Id, "copilot --resume {0} --model m --mode plan -x -i|go on", "plan")]
    [DataRow("qwen", Id, "qwen --resume {0} -m m --approval-mode plan -x -i|go on", "plan")]
    [TestCategory("APR-10")]
    public void Build_of_a_resume_keeps_mode_model_and_arguments(string agent, string id, string expected, string? mode)
    {
        var command = Build(agent, new AgentStart(["-x"], "go on", "m", mode, id, IsResume: true));

        var words = string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, id).Split('|');
        CollectionAssert.AreEqual((string[])[.. words[0].Split(' '), .. words[1..]], command.Arguments.Prepend(command.File).ToArray());
    }

    [TestMethod]
    [DataRow("claude", "--session-id " + Id)]
    [DataRow("gemini", "--session-id " + Id)]
    [DataRow("copilot", "--session-id " + Id)]
    [DataRow("qwen", "--session-id " + Id)]
    [DataRow("codex", "--no-daemon")]
    [DataRow("opencode", "")]
    [DataRow("kimi", "")]
    public void Build_of_a_first_start_names_the_conversation_where_that_can_be_done(string agent, string expected)
    {
        var command = Build(agent, new AgentStart([], null, null, null, Id));

        Assert.AreEqual(expected, string.Join(' ', command.Arguments));
    }

    [TestMethod]
    [DataRow("claude", "--resume " + Id, Id)]
    [DataRow("claude", "-r " + Id, Id)]
    [DataRow("claude", "--resume=" + Id, Id)]
    [DataRow("claude", "--session-id " + Id, Id)]
    [DataRow("claude", "--continue --model x", null)]
    [DataRow("claude", "-c", null)]
    [DataRow("claude", "--resume", null)]
    [DataRow("claude", "--resume --verbose", null)]
    [DataRow("claude", "--resume ../../etc", null)]
    [DataRow("claude", "--resume " + Id + " --fork-session", null)]
    [DataRow("claude", "--resume " + Later + " --fork-session --session-id " + Id, Id)]
    [DataRow("gemini", "-r latest", null)]
    [DataRow("codex", "resume " + Id, Id)]
    [DataRow("codex", "resume --last", null)]
    [DataRow("codex", "fork " + Id, null)]
    [DataRow("opencode", "-s ses_4f2b8c1d9ffe", "ses_4f2b8c1d9ffe")]
    [DataRow("kimi", "--session=session_" + Id, "session_" + Id)]
    [DataRow("copilot", "--resume=" + Id, Id)]
    [DataRow("copilot", "--resume=a-name", null)]
    [DataRow("copilot", "--continue", null)]
    [DataRow("qwen", "-r " + Id, Id)]
    [DataRow("qwen", "--continue --fork-session", null)]
    public void Users_own_choice_of_a_conversation_is_left_alone_and_known_where_it_tells(string agent, string given, string? expected)
    {
        ImmutableArray<string> arguments = [.. given.Split(' ')];

        var id = BuiltInAgents.Find(agent)!.Resume!.FirstId(arguments);
        var command = Build(agent, new AgentStart(arguments, null, null, null, id));

        Assert.AreEqual(expected, id);
        CollectionAssert.AreEqual(BuiltInAgents.Find(agent)!.BaseArguments.AddRange(arguments).ToArray(), command.Arguments.ToArray());
    }

    [TestMethod]
    [DataRow("claude", "--session-id " + Id + " --verbose", "--verbose")]
    [DataRow("claude", "-x --resume=" + Later + " --fork-session", "-x")]
    [DataRow("claude", "-- --resume " + Later, "-- --resume " + Later)]
    [DataRow("codex", "resume " + Later + " -c model=x", "-c model=x")]
    [DataRow("codex", "-c resume", "-c resume")]
    [DataRow("opencode", "-c --fork", "")]
    public void Resume_replaces_the_users_choice_of_a_conversation_and_nothing_else(string agent, string given, string kept)
    {
        var command = Build(agent, new AgentStart([.. given.Split(' ')], null, null, null, Id, IsResume: true));
        var definition = BuiltInAgents.Find(agent)!;

        string[] expected = [.. definition.BaseArguments, .. AgentResume.WithId(definition.Resume!.Arguments, Id), .. kept.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        CollectionAssert.AreEqual(expected, command.Arguments.ToArray());
    }

    [TestMethod]
    [DataRow("claude", Id, Later, "claude --resume {0} --fork-session --session-id {1} --model m --permission-mode plan -x", "plan")]
    [DataRow("codex", Id, null, "codex --no-daemon fork {0} -m m -s read-only -a on-request -x", "read-only")]
    [DataRow("opencode", "ses_4f2b8c1d9ffeAbCdEfGhIjKlMn", null, "opencode -s {0} --fork -m m -x", null)]
    [TestCategory("APR-10")]
    public void Build_of_a_fork_copies_the_conversation_once_and_keeps_mode_model_and_arguments(
        string agent, string parent, string? own, string expected, string? mode)
    {
        var start = new AgentStart(["-x"], null, "m", mode, own, ForkOf: parent);

        var first = Build(agent, start);
        var resumed = Build(agent, start with { NativeSessionId = Later, IsResume = true });

        CollectionAssert.AreEqual(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, parent, own).Split(' '), first.Arguments.Prepend(first.File).ToArray());
        CollectionAssert.DoesNotContain(resumed.Arguments.ToArray(), parent);
        CollectionAssert.IsSubsetOf(AgentResume.WithId(BuiltInAgents.Find(agent)!.Resume!.Arguments, Later).ToArray(), resumed.Arguments.ToArray());
    }

    [TestMethod]
    [DataRow("claude", true)]
    [DataRow("codex", true)]
    [DataRow("opencode", true)]
    [DataRow("gemini", false)]
    [DataRow("kimi", false)]
    [DataRow("copilot", false)]
    [DataRow("qwen", false)]
    [DataRow("amp", false)]
    [DataRow("goose", false)]
    [DataRow("shell", false)]
    [DataRow("command", false)]
    public void Only_agents_that_make_copies_can_fork(string agent, bool canFork)
    {
        Assert.AreEqual(canFork, BuiltInAgents.Find(agent)!.CanFork);
    }

    [TestMethod]
    public void Build_of_a_fork_without_a_way_to_make_one_begins_nothing_else()
    {
        Assert.ThrowsExactly<InvalidOperationException>(() => Build("gemini", new AgentStart([], null, null, null, Later, ForkOf: Id)));
    }

    [TestMethod]
    [DataRow("claude", true)]
    [DataRow("gemini", true)]
    [DataRow("copilot", true)]
    [DataRow("qwen", true)]
    [DataRow("codex", false)]
    [DataRow("opencode", false)]
    [DataRow("kimi", false)]
    public void First_id_is_a_new_one_each_time_where_it_can_be_chosen(string agent, bool isChosen)
    {
        var resume = BuiltInAgents.Find(agent)!.Resume!;
        var (first, second) = (resume.FirstId(["--model", "x"]), resume.FirstId([]));

        Assert.AreEqual(isChosen, first is not null);
        Assert.AreEqual(isChosen, first != second);
        Assert.IsTrue(first is null || resume.IsId(first));
    }

    [TestMethod]
    [DataRow("codex", "Token usage: 12\nTo continue this session, run codex resume " + Id, Id)]
    [DataRow("codex", "codex resume " + Later + "\ncodex resume " + Id + ".", Id)]
    [DataRow("codex", "codex resume " + Id + "0", null)]
    [DataRow("codex", "mycodex resume " + Id, null)]
    [DataRow("codex", "codex resume --last", null)]
    [DataRow("codex", "opencode -s ses_4f2b8c1d9ffe", null)]
    [DataRow("codex", null, null)]
    [DataRow("opencode", "  Continue  opencode -s ses_4f2b8c1d9ffe", "ses_4f2b8c1d9ffe")]
    [DataRow("kimi", "To resume this session: kimi -r session_" + Id, "session_" + Id)]
    [DataRow("claude", "Resume this session with:\nclaude --resume " + Id, Id)]
    [DataRow("gemini", "gemini --resume " + Id, null)]
    [DataRow("copilot", "Tokens 4.5k\n Resume     copilot --resume=" + Id, Id)]
    [DataRow("qwen", "To continue this session, run\nqwen --resume " + Id, Id)]
    public void Id_told_is_read_strictly_and_the_last_one_counts(string agent, string? lastLines, string? expected)
    {
        Assert.AreEqual(expected, BuiltInAgents.Find(agent)!.Resume!.IdTold(lastLines));
    }

    [TestMethod]
    [DataRow("claude", "\e", false)]
    [DataRow("codex", "\e", false)]
    [DataRow("gemini", "\e", false)]
    [DataRow("kimi", "\e", false)]
    [DataRow("opencode", "\e", true)]
    [DataRow("shell", "\x03", false)]
    [DataRow("command", "\x03", false)]
    [DataRow("copilot", "\x03", false)]
    [DataRow("qwen", "\x03", false)]
    [DataRow("goose", "\x03", false)]
    [DataRow("aider", "\x03", false)]
    [TestCategory("SND-10")]
    public void Interrupt_keys_are_the_agents_own(string agent, string key, bool isPressedTwice)
    {
        Assert.AreEqual(new AgentKeys(key, isPressedTwice), BuiltInAgents.Find(agent)!.Interrupt);
    }

    private static AgentCommand Build(string agent, AgentStart start) =>
        AgentCommand.Build(BuiltInAgents.Find(agent)!, start, programPath: null, "/bin/login-shell");
}
