namespace Orchestrator.Rpc.Tests.Architecture;

[TestClass]
public sealed class FenceTests
{
    [TestMethod]
    public void Server_files_stay_inside_the_fences()
    {
        var offences = Fence.All.SelectMany(fence => ServerSource.All.SelectMany(fence.Offences)).ToList();

        Assert.IsEmpty(offences, string.Join('\n', offences));
    }

    [TestMethod]
    [DataRow("Sessions/Loop.cs", "using StreamJsonRpc;")]
    [DataRow("Sessions/Loop.cs", "using Microsoft.Data.Sqlite;")]
    [DataRow("Agents/Probe.cs", "using var process = Process.Start(start);")]
    [DataRow("Agents/Probe.cs", "var start = new ProcessStartInfo(file);")]
    [DataRow("Rpc/Connection.cs", "Console.Error.WriteLine(line);")]
    [DataRow("Common/Paths.cs", "[LibraryImport(\"libc\")]")]
    [DataRow("Terminals/Pump.cs", "await work.ConfigureAwait(false);")]
    public void Use_outside_a_fence_is_an_offence(string path, string line)
    {
        var source = ServerSource.Parse($"server/{path}", line);

        var offences = Fence.All.SelectMany(fence => fence.Offences(source)).ToList();

        Assert.HasCount(1, offences);
        StringAssert.StartsWith(offences[0], $"server/{path}:1 ", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("Rpc/Connection.cs", "using StreamJsonRpc;")]
    [DataRow("Workspaces/CommandRunner.cs", "using var process = Process.Start(start);")]
    [DataRow("Common/PeerIdentity.cs", "[LibraryImport(\"libc\")]")]
    [DataRow("Rpc/Connection.cs", "// Console.Out is a wire.")]
    public void Use_inside_a_fence_is_no_offence(string path, string line)
    {
        var source = ServerSource.Parse($"server/{path}", line);

        var offences = Fence.All.SelectMany(fence => fence.Offences(source)).ToList();

        Assert.IsEmpty(offences, string.Join('\n', offences));
    }
}
