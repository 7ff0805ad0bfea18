using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class HostSettingsTests : FolderTest
{
    private string Path => System.IO.Path.Combine(Folder, HostSettings.FileName);

    [TestMethod]
    public void Read_without_a_file_limits_nothing()
    {
        var settings = HostSettings.Read(Path);

        Assert.AreEqual((false, TimeSpan.FromMinutes(15)), (settings.IsLimited, settings.LeastIdle));
    }

    [TestMethod]
    public void Read_takes_what_stands_there_also_beside_comments()
    {
        File.WriteAllText(Path, """{ "maxRunningSessions": 20, /* enough */ "leastIdleMinutes": 5, }""");

        Assert.AreEqual(new HostSettings(MaxRunningSessions: 20, LeastIdleMinutes: 5), HostSettings.Read(Path));
    }

    [TestMethod]
    [DataRow("""{ "maxRunningSessions": 0 }""", "maxRunningSessions")]
    [DataRow("""{ "memoryCeilingMb": -5 }""", "memoryCeilingMb")]
    [DataRow("""{ "maxRuningSessions": 5 }""", "maxRuningSessions")]
    [DataRow("""{ "maxRunningSessions": "5" }""", "maxRunningSessions")]
    [DataRow("not json", "settings.json")]
    public void Read_of_what_cannot_be_meant_names_it(string text, string named)
    {
        File.WriteAllText(Path, text);

        StringAssert.Contains(Assert.ThrowsExactly<InvalidDataException>(() => HostSettings.Read(Path)).Message, named, StringComparison.Ordinal);
    }
}
