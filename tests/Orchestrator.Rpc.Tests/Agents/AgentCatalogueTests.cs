using Orchestrator.Agents;
using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Agents;

[TestClass]
public sealed class AgentCatalogueTests : FolderTest
{
    private readonly NoticeBoard _notices = new();
    private readonly List<Notice> _told = [];
    private readonly SettingsFile _settings;
    private readonly AgentCatalogue _agents;

    public AgentCatalogueTests()
    {
        _settings = new SettingsFile(Path.Combine(Folder, SettingsFile.Name), _notices);
        _agents = new AgentCatalogue(_settings, _notices);
        _notices.Subscribe(_told.Add);
    }

    [TestMethod]
    public void Own_agents_come_behind_the_built_in_ones_and_go_with_the_settings()
    {
        var changes = 0;
        _agents.Changed += () => changes++;
        Write("""{ "agents": { "mine": { "command": "x" } } }""");
        var before = _agents.Find("mine");
        var anew = _agents.FindAnew("mine");
        var last = _agents.All[^1];
        Write("{}");
        _agents.Refresh();

        Assert.IsNull(before);
        Assert.AreSame(anew, last);
        Assert.IsNull(_agents.Find("mine"));
        Assert.AreEqual(BuiltInAgents.All.Length, _agents.All.Length);
        Assert.AreEqual(2, changes);
        Assert.IsEmpty(_told);
    }

    [TestMethod]
    public void Agent_that_is_not_understood_is_told_and_the_rest_is_in_force()
    {
        Write("""{ "maxRunningSessions": 7, "agents": { "claude": { "command": "x" }, "mine": { "command": "y" } } }""");
        _agents.Refresh();
        var name = _agents.Find("claude")?.Name;
        Write("""{ "maxRunningSessions": 7, "agents": { "mine": { "command": "y" } } }""");
        _agents.Refresh();

        Assert.AreEqual(("Claude Code", "y", 7), (name, _agents.Find("mine")?.Program, _settings.Current.MaxRunningSessions));
        CollectionAssert.AreEqual(new[] { NoticeLevel.Warning, NoticeLevel.Info }, _told.Select(notice => notice.Level).ToArray());
        StringAssert.Contains(_told[0].Text, "'claude'", StringComparison.Ordinal);
    }

    private void Write(string text) => File.WriteAllText(Path.Combine(Folder, SettingsFile.Name), text);
}
