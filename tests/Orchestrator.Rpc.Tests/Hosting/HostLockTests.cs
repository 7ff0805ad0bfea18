using Orchestrator.Common;
using Orchestrator.Hosting;

namespace Orchestrator.Rpc.Tests.Hosting;

[TestClass]
public sealed class HostLockTests : FolderTest
{
    [TestMethod]
    [TestCategory("CON-12")]
    [TestCategory("STO-05")]
    public void TryTake_a_second_time_is_refused_until_the_first_lets_go()
    {
        var folder = StateFolder.Open(Folder);
        var first = HostLock.TryTake(folder);

        var second = HostLock.TryTake(folder);
        first!.Dispose();
        using var third = HostLock.TryTake(folder);

        Assert.IsNull(second);
        Assert.IsNotNull(third);
    }

    [TestMethod]
    [TestCategory("CON-12")]
    public void TryTake_with_a_file_that_was_left_behind_succeeds_and_names_this_process()
    {
        var folder = StateFolder.Open(Folder);
        File.WriteAllText(folder.LockFile, "999999999\nleft behind");

        HostLock.TryTake(folder)!.Dispose();

        Assert.AreEqual($"{Environment.ProcessId}\n", File.ReadAllText(folder.LockFile));
    }
}
