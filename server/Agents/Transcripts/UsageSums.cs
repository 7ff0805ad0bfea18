using System.Collections.Immutable;

namespace Orchestrator.Agents.Transcripts;

/// <summary>Adds and takes away what requests took, by model; no count gets negative.</summary>
internal static class UsageSums
{
    public static bool IsNothing(this ModelUsage usage) =>
        usage is { Input: 0, CachedInput: 0, CacheWrite: 0, LongCacheWrite: 0, Output: 0, Reasoning: 0 };

    public static ImmutableArray<ModelUsage> Plus(this ImmutableArray<ModelUsage> usage, ModelUsage more)
    {
        var place = usage.PlaceOf(more.Model);
        return place < 0 ? usage.Add(more) : usage.SetItem(place, usage[place].With(more));
    }

    public static ModelUsage With(this ModelUsage usage, ModelUsage more) => usage.Combine(more, Sum);

    /// <summary>Without what a request took; a model that took nothing else is left out.</summary>
    public static ImmutableArray<ModelUsage> Minus(this ImmutableArray<ModelUsage> usage, ModelUsage less)
    {
        var place = usage.PlaceOf(less.Model);
        if (place < 0) return usage;
        var rest = usage[place].Combine(less, Growth);
        return rest.IsNothing() ? usage.RemoveAt(place) : usage.SetItem(place, rest);
    }

    /// <summary>What totals grew by over earlier ones, whatever the model of those.</summary>
    public static ModelUsage GrowthOver(this ModelUsage totals, params IEnumerable<ModelUsage> earlier) =>
        totals.Combine(earlier.Aggregate(new ModelUsage(totals.Model), With), Growth);

    private static int PlaceOf(this ImmutableArray<ModelUsage> usage, string model)
    {
        for (var place = 0; place < usage.Length; place++)
            if (usage[place].Model == model) return place;
        return -1;
    }

    private static ModelUsage Combine(this ModelUsage one, ModelUsage other, Func<long, long, long> combined) => new(
        one.Model,
        combined(one.Input, other.Input),
        combined(one.CachedInput, other.CachedInput),
        combined(one.CacheWrite, other.CacheWrite),
        combined(one.LongCacheWrite, other.LongCacheWrite),
        combined(one.Output, other.Output),
        combined(one.Reasoning, other.Reasoning));

    private static long Sum(long one, long other) => Math.Min(one + other, JsonMembers.MaxCount);

    private static long Growth(long now, long before) => Math.Max(0, now - before);
}
