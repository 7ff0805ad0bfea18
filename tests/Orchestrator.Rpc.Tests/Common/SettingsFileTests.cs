using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class SettingsFileTests : FolderTest
{
    private readonly NoticeBoard _notices = new();
    private readonly List<Notice> _told = [];
    private readonly SettingsFile _file;
    private int _changes;

    public SettingsFileTests()
    {
        _file = new SettingsFile(Path, _notices);
        _file.Changed += () => _changes++;
        _notices.Subscribe(_told.Add);
    }

    private string Path => System.IO.Path.Combine(Folder, SettingsFile.Name);

    [TestMethod]
    public void Read_tells_of_a_change_once()
    {
        _file.Read();
        File.WriteAllText(Path, """{ "maxRunningSessions": 20 }""");
        _file.Read();
        _file.Read();

        Assert.AreEqual((20, 1), (_file.Current.MaxRunningSessions, _changes));
        Assert.IsEmpty(_told);
    }

    [TestMethod]
    public void File_that_is_removed_limits_nothing()
    {
        File.WriteAllText(Path, """{ "maxRunningSessions": 20, "agents": {} }""");
        _file.Read();
        File.Delete(Path);

        Assert.AreEqual(new HostSettings(), _file.Read());
    }

    [TestMethod]
    public void Limit_that_is_wrong_limits_nothing_and_costs_no_agents()
    {
        File.WriteAllText(Path, """{ "maxRunningSessions": 0, "memoryCeilingMb": 5, "agents": {} }""");

        var settings = _file.Read();

        Assert.IsFalse(settings.IsLimited);
        Assert.IsNotNull(settings.Agents);
        StringAssert.Contains(_told.Single().Text, "maxRunningSessions", StringComparison.Ordinal);
    }

    [TestMethod]
    public void File_that_is_just_being_written_keeps_the_agents_and_is_told_until_it_is_mended()
    {
        File.WriteAllText(Path, """{ "maxRunningSessions": 20, "agents": {} }""");
        _file.Read();
        File.WriteAllText(Path, """{ "maxRunningSessions": 20, "age""");
        var broken = _file.Read();
        _file.Read();
        File.WriteAllText(Path, """{ "maxRunningSessions": 30 }""");
        var mended = _file.Read();

        Assert.AreEqual((false, true), (broken.IsLimited, broken.Agents is not null));
        Assert.AreEqual((30, false), (mended.MaxRunningSessions, mended.Agents is not null));
        CollectionAssert.AreEqual(new[] { NoticeLevel.Warning, NoticeLevel.Info }, _told.Select(notice => notice.Level).ToArray());
        StringAssert.Contains(_told[0].Text, SettingsFile.Name, StringComparison.Ordinal);
    }
}
