using Orchestrator.Agents.Pricing;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Agents.Pricing;

/// <summary>Prices of the user's own.</summary>
[TestClass]
public sealed class PriceSettingsTests : FolderTest
{
    private readonly NoticeBoard _notices = new();
    private readonly List<Notice> _told = [];
    private readonly SettingsFile _settings;
    private readonly PriceSettings _prices;

    public PriceSettingsTests()
    {
        _settings = new SettingsFile(File, _notices);
        _prices = new PriceSettings(_settings, _notices);
        _notices.Subscribe(_told.Add);
    }

    private string File => Path.Combine(Folder, "settings.json");

    [TestMethod]
    public void Price_of_the_settings_adds_to_the_known_ones_and_stands_over_them()
    {
        Assert.IsNull(CostOf("my-model"));
        Write("""{"prices":{"my-model":{"input":1,"output":2,"cachedInput":0.5},"gpt-5.5":{"input":7,"output":0}}}""");

        Assert.AreEqual(1.25m, CostOf("my-model"));
        Assert.AreEqual(3.5m + 3.5m, CostOf("gpt-5.5"));
        Assert.IsNotNull(CostOf("gpt-5"));
        Assert.IsEmpty(_told);
    }

    [TestMethod]
    [DataRow("""{"prices":7}""", "no object")]
    [DataRow("""{"prices":{"my-model":{"input":1}}}""", "'my-model'")]
    [DataRow("""{"prices":{"my-model":{"input":"1","output":2}}}""", "'my-model'")]
    [DataRow("""{"prices":{"my-model":{"input":-1,"output":2}}}""", "'my-model'")]
    public void Price_that_is_none_is_told_and_costs_nothing_else(string text, string expected)
    {
        Write(text);

        StringAssert.Contains(_told.Single().Text, expected, StringComparison.Ordinal);
        Assert.IsNull(CostOf("my-model"));
        Assert.IsNotNull(CostOf("gpt-5"));

        Write("{}");
        StringAssert.Contains(_told[^1].Text, "in order again", StringComparison.Ordinal);
    }

    // A million tokens of input, half of them from a cache, and a quarter of a million of output.
    private decimal? CostOf(string model) => _prices.Current.CostOf([new ModelUsage(model, Input: 1_000_000, CachedInput: 500_000, Output: 250_000)]);

    private void Write(string text)
    {
        System.IO.File.WriteAllText(File, text);
        _settings.Read();
    }
}
