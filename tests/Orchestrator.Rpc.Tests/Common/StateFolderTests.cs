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
}
