using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Agents.Versions;
using Orchestrator.Rpc.Tests.Terminals;

namespace Orchestrator.Rpc.Tests.Agents.Versions;

[TestClass]
public sealed class VersionProbeTests : FolderTest
{
    [TestMethod]
    [DataRow("2.1.329 (Claude Code)", "2.1.329")]
    [DataRow("codex-cli 0.169.0\n", "0.169.0")]
    [DataRow("v1.2.3", "1.2.3")]
    [DataRow("Update: 1.2\n  tool 10.20.30-rc.1+build.5.\n9.9.9", "10.20.30-rc.1+build.5")]
    [DataRow("0.0.1790142911-g7618fb (released 2h ago)", "0.0.1790142911-g7618fb")]
    [DataRow("tool (1.2.3)", "1.2.3")]
    [DataRow("1.2.3.4", "1.2.3")]
    [DataRow("Usage: tool [options]", null)]
    [DataRow("12345678901234567890.1.2", null)]
    [DataRow("", null)]
    public void Parse_takes_the_first_version(string text, string? expected)
    {
        Assert.AreEqual(expected, VersionProbe.Parse(text));
    }

    [TestMethod]
    [DataRow("echo tool 1.2.3", "1.2.3")]
    [DataRow("[ \"$*\" = --version ] && echo 4.5.6", "4.5.6")]
    [DataRow("echo needs node 20.1.0; exit 1", null)]
    [DataRow("echo 1.2.3 >&2", null)]
    [DataRow("echo 1.2.3; kill -9 $$", null)]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task Ask_takes_the_version_of_a_program_that_ends_well(string script, string? expected)
    {
        var path = Path.Combine(Folder, "tool");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n", Timeout);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.AreEqual(expected, await new VersionProbe(TestAgent.Environment, TimeProvider.System, NullLogger.Instance).AskAsync(path, Timeout));
    }
}
