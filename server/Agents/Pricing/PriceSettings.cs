using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Common;

namespace Orchestrator.Agents.Pricing;

/// <summary>
/// The prices that are in force: those that are known, with those of the user's settings over them. What is wrong with the
/// settings the user is told. Any thread may call.
/// </summary>
internal sealed class PriceSettings
{
    private const string Subject = "prices";

    private readonly SettingsFile _settings;
    private readonly NoticeBoard _notices;
    private volatile ModelPrices _current = new();

    public PriceSettings(SettingsFile settings, NoticeBoard notices)
    {
        _settings = settings;
        _notices = notices;
        settings.Changed += Take;
        Take();
    }

    public ModelPrices Current => _current;

    private void Take()
    {
        var (prices, problems) = Read(_settings.Current.Prices);
        _current = new ModelPrices(prices);
        if (problems.IsEmpty) _notices.Resolve(Subject, $"The prices in '{SettingsFile.Name}' are in order again.");
        else _notices.Post(Subject, $"'{SettingsFile.Name}': {string.Join(' ', problems)} Everything else in it is in force.");
    }

    // {"my-model":{"input":1.25,"output":10,"cachedInput":0.125,"cacheWrite":1.5,"longCacheWrite":2}}
    private static (ImmutableDictionary<string, ModelPrice> Prices, ImmutableArray<string> Problems) Read(JsonElement? prices)
    {
        if (prices is not { } all) return (ImmutableDictionary<string, ModelPrice>.Empty, []);
        if (all.ValueKind is not JsonValueKind.Object) return (ImmutableDictionary<string, ModelPrice>.Empty, ["'prices' is no object of models by their names."]);
        var read = all.EnumerateObject().Select(model => (model.Name, Price: PriceOf(model.Value))).ToList();
        return (
            read.Where(model => model.Price is not null).GroupBy(model => model.Name).ToImmutableDictionary(model => model.Key, model => model.Last().Price!),
            [.. read.Where(model => model.Price is null).Select(model =>
                $"The price of '{DisplayText.OneLine(model.Name, 100)}' needs the numbers 'input' and 'output', US dollars per million tokens.")]);
    }

    private static ModelPrice? PriceOf(JsonElement model) => model.Amount("input") is { } input && model.Amount("output") is { } output
        ? new ModelPrice(input, output, model.Amount("cachedInput"), model.Amount("cacheWrite"), model.Amount("longCacheWrite"))
        : null;
}
