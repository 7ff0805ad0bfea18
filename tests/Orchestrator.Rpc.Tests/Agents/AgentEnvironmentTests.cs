using System.Collections.Immutable;
using Orchestrator.Agents;

namespace Orchestrator.Rpc.Tests.Agents;

[TestClass]
public sealed class AgentEnvironmentTests : FolderTest
{
    [TestMethod]
    [DataRow("CLAUDECODE")]
    [DataRow("CLAUDE_CODE_SESSION_ID")]
    [DataRow("CLAUDE_CODE_ENTRYPOINT")]
    [DataRow("CLAUDE_CODE_MESSAGING_TOKEN")]
    [DataRow("VSCODE_IPC_HOOK_CLI")]
    [DataRow("ELECTRON_RUN_AS_NODE")]
    [DataRow("TMUX")]
    [DataRow("STY")]
    [DataRow("TERM_PROGRAM")]
    [DataRow("COLUMNS")]
    [DataRow("LINES")]
    [DataRow("ORCHESTRATOR_SESSION_ID")]
    public void Clean_takes_out_what_belongs_to_an_editor_or_an_outer_agent(string name)
    {
        var environment = Clean((name, "value"));

        Assert.IsFalse(environment.ContainsKey(name));
    }

    [TestMethod]
    [DataRow("CLAUDE_CONFIG_DIR")]
    [DataRow("ANTHROPIC_API_KEY")]
    [DataRow("PATH")]
    [DataRow("HOME")]
    [DataRow("MY_VSCODE_THING")]
    public void Clean_leaves_the_users_own_settings(string name)
    {
        var environment = Clean((name, "value"));

        Assert.AreEqual("value", environment[name]);
    }

    [TestMethod]
    [DataRow("LANG", "de_DE.UTF-8")]
    [DataRow("LC_ALL", "C")]
    [DataRow("LC_CTYPE", "C.UTF-8")]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Clean_adds_a_locale_only_where_there_is_none(string name, string value)
    {
        var given = Clean((name, value));
        var without = Clean();

        Assert.AreEqual(value, given[name]);
        Assert.AreEqual(name == "LANG", given.ContainsKey("LANG"));
        Assert.AreEqual("C.UTF-8", without["LANG"]);
    }

    [TestMethod]
    public void Clean_names_a_terminal_with_colours_whatever_the_host_runs_in()
    {
        var environment = Clean(("TERM", "dumb"), ("COLORTERM", "no"));

        Assert.AreEqual("xterm-256color", environment["TERM"]);
        Assert.AreEqual("truecolor", environment["COLORTERM"]);
    }

    [TestMethod]
    public void ForSession_lays_the_sessions_variables_over_the_hosts()
    {
        var host = Clean(("A", "host"), ("B", "host"), ("PWD", "/elsewhere"));

        var environment = AgentEnvironment.ForSession(
            host, ImmutableDictionary<string, string>.Empty.Add("A", "session").Add("PWD", "/lie"), "id", "/folder");

        Assert.AreEqual("session", environment["A"]);
        Assert.AreEqual("host", environment["B"]);
        Assert.AreEqual("/folder", environment["PWD"]);
        Assert.AreEqual("id", environment["ORCHESTRATOR_SESSION_ID"]);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public void Shell_that_does_not_exist_is_not_used()
    {
        var shell = AgentEnvironment.Shell(Clean(("SHELL", Path.Combine(Folder, "gone"))));

        Assert.IsTrue(File.Exists(shell));
        Assert.AreEqual("/bin/sh", AgentEnvironment.Shell(Clean(("SHELL", "/bin/sh"))));
    }

    private static ImmutableDictionary<string, string> Clean(params (string Name, string Value)[] variables) =>
        AgentEnvironment.Clean(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)));
}
