using Orchestrator.Agents;
using Orchestrator.Agents.OpenCode;

namespace Orchestrator.Rpc.Tests.Agents.OpenCode;

/// <summary>How OpenCode is made to serve its API, and how the access to it is kept.</summary>
[TestClass]
public sealed class OpenCodeLaunchTests : FolderTest
{
    [TestMethod]
    public void Password_is_in_the_environment_alone_and_neither_it_nor_the_port_in_what_is_recorded()
    {
        var access = OpenCodeAccess.New(run: 1, port: 20_001);

        var command = OpenCodeLaunch.Inject(new AgentCommand("opencode", ["-m", "x"]), access);

        CollectionAssert.AreEqual(new[] { "-m", "x" }, command.Arguments.ToArray());
        CollectionAssert.AreEqual(new[] { "--port", "20001", "--hostname", "127.0.0.1" }, command.Unrecorded.ToArray());
        Assert.AreEqual(access.Password, command.Environment["OPENCODE_SERVER_PASSWORD"]);
        Assert.IsGreaterThanOrEqualTo(64, access.Password.Length);
        Assert.AreNotEqual(access.Password, OpenCodeAccess.New(1, 20_001).Password);
        Assert.IsFalse($"{access}".Contains(access.Password, StringComparison.Ordinal));
    }

    [TestMethod]
    [DataRow("", "PATH", true)]
    [DataRow("--print-logs", "PATH", true)]
    [DataRow("--port 4096", "PATH", false)]
    [DataRow("--port=4096", "PATH", false)]
    [DataRow("--print-logs --hostname 0.0.0.0", "PATH", false)]
    [DataRow("attach http://127.0.0.1:4096", "PATH", false)]
    [DataRow("", "OPENCODE_SERVER_PASSWORD", false)]
    public void Wishes_of_the_users_own_stay_alone(string arguments, string variable, bool expected) =>
        Assert.AreEqual(expected, OpenCodeLaunch.MayServe([.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)], [variable]));

    [TestMethod]
    public void Access_is_kept_for_this_user_and_for_its_run_until_it_is_cleared()
    {
        var access = OpenCodeAccess.New(run: 2, port: 20_001);
        Assert.IsTrue(OpenCodeAccess.New(run: 1, port: 20_002).TryWrite(Folder, "s"));
        Assert.IsTrue(access.TryWrite(Folder, "s"));

        if (!OperatingSystem.IsWindows())
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OpenCodeAccess.PathOf(Folder, "s")));
        Assert.AreEqual(access, OpenCodeAccess.TryRead(Folder, "s", run: 2));
        Assert.IsNull(OpenCodeAccess.TryRead(Folder, "s", run: 1));
        OpenCodeAccess.Clear(Folder, "s");
        Assert.IsNull(OpenCodeAccess.TryRead(Folder, "s", run: 2));
        Assert.IsFalse(access.TryWrite(Path.Combine(Folder, "missing"), "s"));
    }

    [TestMethod]
    public void Damaged_access_is_none()
    {
        File.WriteAllText(OpenCodeAccess.PathOf(Folder, "s"), """{"run":1,"port":70000,"password":"x"}""");
        Assert.IsNull(OpenCodeAccess.TryRead(Folder, "s", run: 1));
        File.WriteAllText(OpenCodeAccess.PathOf(Folder, "s"), "{");
        Assert.IsNull(OpenCodeAccess.TryRead(Folder, "s", run: 1));
    }
}
