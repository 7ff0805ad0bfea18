using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class ProcessLockTests : FolderTest
{
    [TestMethod]
    [TestCategory("CON-12")]
    [TestCategory("STO-05")]
    public void TryTake_a_second_time_is_refused_until_the_first_lets_go()
    {
        var folder = StateFolder.Open(Folder);
        var first = ProcessLock.TryTake(folder.LockFile);

        var second = ProcessLock.TryTake(folder.LockFile);
        first!.Dispose();
        using var third = ProcessLock.TryTake(folder.LockFile);

        Assert.IsNull(second);
        Assert.IsNotNull(third);
    }

    [TestMethod]
    [TestCategory("CON-12")]
    public void TryTake_with_a_file_that_was_left_behind_succeeds_and_names_this_process()
    {
        var folder = StateFolder.Open(Folder);
        File.WriteAllText(folder.LockFile, "999999999\nleft behind");

        ProcessLock.TryTake(folder.LockFile)!.Dispose();

        Assert.AreEqual($"{Environment.ProcessId}\n", File.ReadAllText(folder.LockFile));
    }

    [TestMethod]
    [TestCategory("CON-12")]
    public void IsTaken_is_true_while_a_process_has_the_lock_and_takes_nothing_itself()
    {
        var path = StateFolder.Open(Folder).LockFile;
        var before = ProcessLock.IsTaken(path);
        var holder = ProcessLock.TryTake(path);

        var during = ProcessLock.IsTaken(path);
        holder!.Dispose();

        Assert.AreEqual((false, true, false), (before, during, ProcessLock.IsTaken(path)));
    }
}
