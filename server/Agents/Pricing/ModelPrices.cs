using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Agents.Pricing;

/// <summary>Tells what tokens cost: the list prices that are known, and those a user set.</summary>
/// <param name="set">Prices by model name that stand in for the known ones and add to them.</param>
internal sealed partial class ModelPrices(IReadOnlyDictionary<string, ModelPrice>? set = null)
{
    /// <summary>The day on which the known prices were gathered.</summary>
    public static readonly DateOnly AsOf = new(2026, 11, 22);

    private const decimal PerMillion = 1_000_000;

    private readonly FrozenDictionary<string, ModelPrice> _prices = KnownPrices.All
        .Concat(set ?? FrozenDictionary<string, ModelPrice>.Empty)
        .GroupBy(each => each.Key, StringComparer.OrdinalIgnoreCase)
        .ToFrozenDictionary(each => each.Key, each => each.Last().Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>What these tokens cost in US dollars; null when the price of a model that took some is not known.</summary>
    public decimal? CostOf(ImmutableArray<ModelUsage> usage)
    {
        var cost = 0m;
        foreach (var each in usage.Where(each => !each.IsNothing()))
        {
            if (PriceOf(each.Model) is not { } price) return null;
            cost += CostOf(each, price);
        }

        return cost;
    }

    /// <summary>
    /// The price of a model by the longest name that it begins with. What stands behind that name must be a date, a
    /// version or such: another word or number makes it another model, whose price is not guessed.
    /// </summary>
    public ModelPrice? PriceOf(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        for (var length = name.Length; length > 0; length--)
            if (_prices.TryGetValue(name[..length], out var price) && Suffix().IsMatch(name[length..])) return price;
        return null;
    }

    private static decimal CostOf(ModelUsage usage, ModelPrice price)
    {
        var write = price.CacheWrite ?? price.Input;
        var plain = Math.Max(0, usage.Input - usage.CachedInput - usage.CacheWrite - usage.LongCacheWrite);
        var sum = (plain * price.Input)
            + (usage.CachedInput * (price.CachedInput ?? price.Input))
            + (usage.CacheWrite * write)
            + (usage.LongCacheWrite * (price.LongCacheWrite ?? write))
            + (usage.Output * price.Output);
        return sum / PerMillion;
    }

    // -20251001, @20251001, -2026-01-31, -latest, -preview-09-2025, -001, -20251001-v1:0, [1m]
    [GeneratedRegex(@"\A(-preview|-latest|[-@]\d{3,8}(-\d\d){0,2}|-\d\d-\d{4})*(-v\d+(:\d+)?)?(\[\w+\])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();
}
