using System.Runtime.Versioning;
using Orchestrator.Agents;
using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Agents;

[TestClass]
[OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
[UnsupportedOSPlatform("windows")]
public sealed class AgentProgramsTests : FolderTest
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    [TestMethod]
    public void Refresh_finds_the_first_executable_file_on_the_path()
    {
        var (first, second) = (Sub("first"), Sub("second"));
        Put(Path.Combine(first, "codex"), UnixFileMode.UserRead);
        Directory.CreateDirectory(Path.Combine(first, "gemini"));
        var expected = Put(Path.Combine(second, "codex"), Executable);
        Put(Path.Combine(second, "claude"), Executable);
        var programs = Programs($"{first}::{Folder}/missing:relative:{second}");

        programs.Refresh();

        Assert.AreEqual(expected, programs.PathOf("codex"));
        Assert.AreEqual(Path.Combine(second, "claude"), programs.PathOf("claude"));
        Assert.IsNull(programs.PathOf("gemini"));
        Assert.IsNull(programs.PathOf(BuiltInAgents.ShellId));
        Assert.IsNull(programs.PathOf("unknown"));
    }

    [TestMethod]
    public void Refresh_forgets_what_was_removed_and_finds_what_was_installed()
    {
        var claude = Put(Path.Combine(Folder, "claude"), Executable);
        var programs = Programs(Folder);
        programs.Refresh();

        File.Delete(claude);
        var codex = Put(Path.Combine(Folder, "codex"), Executable);
        var before = (programs.PathOf("claude"), programs.PathOf("codex"));
        programs.Refresh();

        Assert.AreEqual((claude, null), before);
        Assert.AreEqual((null, codex), (programs.PathOf("claude"), programs.PathOf("codex")));
    }

    [TestMethod]
    public void Refresh_without_a_path_finds_nothing()
    {
        var programs = new AgentPrograms(Agents(), new Dictionary<string, string>());

        programs.Refresh();

        Assert.IsTrue(BuiltInAgents.All.All(agent => programs.PathOf(agent.Id) is null));
    }

    private static AgentPrograms Programs(string path) => new(Agents(), new Dictionary<string, string> { ["PATH"] = path });

    private static AgentCatalogue Agents() => new(new SettingsFile("none", new NoticeBoard()), new NoticeBoard());

    private string Sub(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    private static string Put(string path, UnixFileMode mode)
    {
        File.WriteAllText(path, "#!/bin/sh\n");
        File.SetUnixFileMode(path, mode);
        return path;
    }
}
