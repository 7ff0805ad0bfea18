using System.Text.Json;
using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class HostSettingsTests
{
    [TestMethod]
    public void Nothing_is_limited_at_first()
    {
        var settings = new HostSettings();

        Assert.AreEqual((false, TimeSpan.FromMinutes(15)), (settings.IsLimited, settings.LeastIdle));
    }

    [TestMethod]
    public void Parse_takes_what_stands_there_also_beside_comments()
    {
        var settings = HostSettings.Parse("""{ "maxRunningSessions": 20, /* enough */ "leastIdleMinutes": 5, }""");

        Assert.AreEqual(new HostSettings(MaxRunningSessions: 20, LeastIdleMinutes: 5), settings);
        Assert.IsNull(settings.LimitProblem);
    }

    [TestMethod]
    [DataRow("""{ "maxRunningSessions": 0 }""", "maxRunningSessions")]
    [DataRow("""{ "memoryCeilingMb": -5 }""", "memoryCeilingMb")]
    [DataRow("""{ "leastIdleMinutes": 100000 }""", "leastIdleMinutes")]
    public void Limit_that_cannot_be_meant_is_named(string text, string named)
    {
        StringAssert.Contains(HostSettings.Parse(text).LimitProblem, named, StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("""{ "maxRuningSessions": 5 }""", "maxRuningSessions")]
    [DataRow("""{ "maxRunningSessions": "5" }""", "maxRunningSessions")]
    [DataRow("not json", "not json")]
    public void Parse_of_what_is_not_understood_names_it(string text, string named)
    {
        StringAssert.Contains(Assert.Throws<JsonException>(() => HostSettings.Parse(text)).Message, named, StringComparison.Ordinal);
    }
}
