using System.Runtime.Versioning;
using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class StateFolderTests : FolderTest
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    [TestCategory("SEC-02")]
    public void Open_makes_a_folder_that_only_its_owner_enters()
    {
        var folder = StateFolder.Open(Path.Combine(Folder, "new", "state"));

        Assert.AreEqual(OwnerOnly, File.GetUnixFileMode(folder.Root));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    [UnsupportedOSPlatform("windows")]
    [TestCategory("SEC-02")]
    public void Open_takes_a_folder_that_others_may_enter_away_from_them()
    {
        var path = Directory.CreateDirectory(Path.Combine(Folder, "open")).FullName;
        File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        StateFolder.Open(path);

        Assert.AreEqual(OwnerOnly, File.GetUnixFileMode(path));
    }

    [TestMethod]
    public void Open_a_relative_path_names_files_by_absolute_ones()
    {
        var folder = StateFolder.Open(Path.GetRelativePath(Environment.CurrentDirectory, Folder));

        Assert.AreEqual(Folder, folder.Root);
        Assert.AreEqual(Path.Combine(Folder, "orchestrator.db"), folder.DatabaseFile);
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public void Open_of_a_path_that_is_a_file_names_it_and_says_what_to_do()
    {
        var path = Path.Combine(Folder, "file");
        File.WriteAllText(path, "");

        var refusal = Assert.ThrowsExactly<StateFolderException>(() => StateFolder.Open(path));

        StringAssert.Contains(refusal.Message, $"'{path}'", StringComparison.Ordinal);
        StringAssert.Contains(refusal.Message, "ORCHESTRATOR_HOME", StringComparison.Ordinal);
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public void Folder_that_takes_nothing_is_refused_before_a_host_begins_and_one_that_does_keeps_no_trace_of_the_question()
    {
        var folder = StateFolder.Open(Path.Combine(Folder, "state"));

        folder.RequireWritable();
        var left = Directory.GetFileSystemEntries(folder.Root);
        Directory.Delete(folder.Root);

        Assert.IsEmpty(left);
        Assert.ThrowsExactly<StateFolderException>(folder.RequireWritable);
    }
}
