using System.Collections.Immutable;
using Orchestrator.Agents;

namespace Orchestrator.Rpc.Tests.Agents;

[TestClass]
public sealed class AgentCommandTests
{
    [TestMethod]
    [DataRow("claude", "claude --model m --permission-mode plan -x|say hi", "plan")]
    [DataRow("codex", "codex --no-daemon -m m -s read-only -a on-request -x|say hi", "read-only")]
    [DataRow("gemini", "gemini -m m --approval-mode yolo -x", "yolo")]
    [DataRow("opencode", "opencode -m m -x", null)]
    [DataRow("kimi", "kimi -m m -y -x", "yolo")]
    [DataRow("goose", "goose session -x", null)]
    [DataRow("aider", "aider --model m -x", null)]
    [DataRow("copilot", "copilot --model m --mode plan -x -i|say hi", "plan")]
    [DataRow("cursor-agent", "cursor-agent --model m -x|say hi", null)]
    [DataRow("qwen", "qwen -m m --approval-mode auto-edit -x -i|say hi", "auto-edit")]
    [DataRow("amp", "amp -x", null)]
    public void Build_with_every_wish_gives_the_agents_own_flags(string agent, string expected, string? mode)
    {
        var command = Build(agent, new AgentStart(["-x"], "say hi", "m", mode));

        CollectionAssert.AreEqual(Words(expected), command.Arguments.Prepend(command.File).ToArray());
    }

    [TestMethod]
    public void Build_without_wishes_gives_the_program_and_its_base_arguments()
    {
        foreach (var agent in BuiltInAgents.All.Where(agent => agent.HasProgram))
        {
            var command = AgentCommand.Build(agent, new AgentStart([], null, null, null), "/found/program", "/bin/sh");

            Assert.AreEqual("/found/program", command.File);
            CollectionAssert.AreEqual(agent.BaseArguments.ToArray(), command.Arguments.ToArray());
        }
    }

    [TestMethod]
    [DataRow("claude", "claude -x", null)]
    [DataRow("codex", """codex --no-daemon -c projects={"/src/my_\"repo\"_é"={trust_level="trusted"}} resume 1 -x""", null)]
    [DataRow("gemini", "gemini --resume 1 -x", "GEMINI_CLI_TRUST_WORKSPACE=true")]
    [DataRow("kimi", "kimi -S 1 -x", null)]
    public void Build_for_a_trusted_folder_says_so_for_that_run_where_the_program_can_be_told(string agent, string expected, string? variable)
    {
        var start = new AgentStart(["-x"], null, null, null, agent == "claude" ? null : "1", IsResume: true);
        var trusting = Build(agent, start with { TrustedFolder = "/src/my_\"repo\"_é" });
        var other = Build(agent, start);

        CollectionAssert.AreEqual(Words(expected), trusting.Arguments.Prepend(trusting.File).ToArray());
        Assert.AreEqual(variable, trusting.Environment.Select(pair => $"{pair.Key}={pair.Value}").SingleOrDefault());
        Assert.IsEmpty(other.Environment);
        Assert.IsFalse(other.Arguments.Any(argument => argument.Contains("trust", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Build_for_every_permission_mode_of_every_agent_adds_that_modes_arguments()
    {
        foreach (var agent in BuiltInAgents.All)
        foreach (var mode in agent.PermissionModes)
        {
            var command = AgentCommand.Build(agent, new AgentStart([], null, null, mode.Mode), null, "/bin/sh");

            CollectionAssert.AreEqual(agent.BaseArguments.AddRange(mode.Arguments).ToArray(), command.Arguments.ToArray());
        }
    }

    [TestMethod]
    [DataRow("claude")]
    [DataRow("codex")]
    [DataRow("copilot")]
    [DataRow("cursor-agent")]
    [DataRow("qwen")]
    public void Build_with_a_prompt_that_looks_like_a_flag_gives_no_flag(string agent)
    {
        var command = Build(agent, new AgentStart([], "--dangerously-skip-permissions", null, null));

        Assert.AreEqual(" --dangerously-skip-permissions", command.Arguments[^1]);
    }

    [TestMethod]
    [TestCategory("AGT-14")]
    public void Build_of_a_command_passes_its_arguments_as_they_are()
    {
        ImmutableArray<string> arguments = ["/bin/program", "it's \"quoted\"", "$(rm -rf)", "two\nlines", "日本", "", "-"];

        var command = Build(BuiltInAgents.CommandId, new AgentStart(arguments, null, null, null));

        Assert.AreEqual("/bin/program", command.File);
        CollectionAssert.AreEqual(arguments[1..].ToArray(), command.Arguments.ToArray());
    }

    [TestMethod]
    public void Build_of_a_shell_runs_the_login_shell_without_the_prompt()
    {
        var command = Build(BuiltInAgents.ShellId, new AgentStart(["-i"], "ls", null, null));

        Assert.AreEqual("/bin/login-shell", command.File);
        Assert.AreEqual("-i", command.Arguments[^1]);
        CollectionAssert.DoesNotContain(command.Arguments, "ls");
    }

    [TestMethod]
    public void Ids_of_the_catalogue_differ_and_are_fit_for_the_wire()
    {
        var ids = BuiltInAgents.All.Select(agent => agent.Id).ToList();

        Assert.HasCount(ids.Count, ids.Distinct());
        Assert.IsTrue(ids.All(Orchestrator.Common.IdentifierText.IsValid));
        Assert.IsNull(BuiltInAgents.Find("unknown"));
    }

    private static AgentCommand Build(string agent, AgentStart start) =>
        AgentCommand.Build(BuiltInAgents.Find(agent)!, start, programPath: null, "/bin/login-shell");

    private static string[] Words(string expected)
    {
        var parts = expected.Split('|');
        return [.. parts[0].Split(' '), .. parts[1..]];
    }
}
