using System.Collections.Frozen;

namespace Orchestrator.Agents.Pricing;

/// <summary>
/// The list prices of models by name. Sources: the model catalogue within Claude Code 2.1.329 for Claude; the vendors'
/// price pages as quoted in public price lists from August to November 2026 for the newest of the others; the price data
/// of models.dev of July 2026 for the rest. Higher prices of very long requests and of faster or regional service are
/// not in it.
/// </summary>
internal static class KnownPrices
{
    public static FrozenDictionary<string, ModelPrice> All { get; } =
        Claude().Concat(Gpt()).Concat(Gemini()).Concat(Kimi()).ToFrozenDictionary(each => each.Key, each => each.Value);

    private static Dictionary<string, ModelPrice> Claude()
    {
        var (opus4, opus45, sonnet4) = (WithCache(15, 75, 1.5m), WithCache(5, 25, 0.5m), WithCache(3, 15, 0.3m));
        var (large, large1, large2) = (WithCache(10, 50, 1), WithCache(10, 50, 0.25m), WithCache(8, 40, 0.2m));
        return new()
        {
            ["claude-3-5-haiku"] = WithCache(0.8m, 4, 0.08m),
            ["claude-3-5-sonnet"] = sonnet4,
            ["claude-3-7-sonnet"] = sonnet4,
            ["claude-haiku-4-5"] = WithCache(1, 5, 0.1m),
            ["claude-haiku-5-5"] = WithCache(0.1m, 0.5m, 0.01m),
            ["claude-sonnet-4"] = sonnet4,
            ["claude-sonnet-4-0"] = sonnet4,
            ["claude-sonnet-4-5"] = sonnet4,
            ["claude-sonnet-4-6"] = sonnet4,
            ["claude-sonnet-5"] = WithCache(2, 10, 0.2m),
            ["claude-sonnet-5-5"] = WithCache(2, 10, 0.1m),
            ["claude-opus-4"] = opus4,
            ["claude-opus-4-0"] = opus4,
            ["claude-opus-4-1"] = opus4,
            ["claude-opus-4-5"] = opus45,
            ["claude-opus-4-6"] = opus45,
            ["claude-opus-4-7"] = opus45,
            ["claude-opus-4-8"] = opus45,
            ["claude-opus-5"] = opus45,
            ["claude-opus-5-5"] = WithCache(4, 20, 0.2m),
            ["claude-fable-5"] = large,
            ["claude-fable-5-1"] = large1,
            ["claude-fable-5-2"] = large2,
            ["claude-mythos-5"] = large,
            ["claude-mythos-5-1"] = large1,
            ["claude-mythos-5-2"] = large2,
        };
    }

    private static Dictionary<string, ModelPrice> Gpt()
    {
        var (gpt5, gpt52) = (new ModelPrice(1.25m, 10, 0.125m), new ModelPrice(1.75m, 14, 0.175m));
        return new()
        {
            ["gpt-5"] = gpt5,
            ["gpt-5-codex"] = gpt5,
            ["gpt-5-mini"] = new(0.25m, 2, 0.025m),
            ["gpt-5-nano"] = new(0.05m, 0.4m, 0.005m),
            ["gpt-5-pro"] = new(15, 120),
            ["gpt-5.1"] = gpt5,
            ["gpt-5.1-codex"] = gpt5,
            ["gpt-5.1-codex-max"] = gpt5,
            ["gpt-5.1-codex-mini"] = new(0.25m, 2, 0.025m),
            ["gpt-5.2"] = gpt52,
            ["gpt-5.2-codex"] = gpt52,
            ["gpt-5.2-pro"] = new(21, 168),
            ["gpt-5.3-codex"] = gpt52,
            ["gpt-5.3-codex-spark"] = gpt52,
            ["gpt-5.4"] = new(2.5m, 15, 0.25m),
            ["gpt-5.4-mini"] = new(0.75m, 4.5m, 0.075m),
            ["gpt-5.4-nano"] = new(0.2m, 1.25m, 0.02m),
            ["gpt-5.4-pro"] = new(30, 180),
            ["gpt-5.5"] = new(5, 30, 0.5m),
            ["gpt-5.5-pro"] = new(30, 180),
            ["gpt-5.6-sol"] = new(4, 20, 0.4m, 5),
            ["gpt-5.6-terra"] = new(2, 12, 0.2m, 2.5m),
            ["gpt-5.6-luna"] = new(0.2m, 1.2m, 0.02m, 0.25m),
            ["gpt-6-astra"] = new(10, 50, 1, 12.5m),
            ["gpt-6-sol"] = new(2, 10, 0.2m, 2.5m),
            ["gpt-6-luna"] = new(0.1m, 0.5m, 0.01m, 0.125m),
            ["gpt-6.1-sol"] = new(2, 10, 0.1m, 2.5m),
            ["gpt-6.1-terra"] = new(1, 5, 0.05m, 1.25m),
        };
    }

    private static Dictionary<string, ModelPrice> Gemini() => new()
    {
        ["gemini-2.0-flash"] = new(0.1m, 0.4m, 0.025m),
        ["gemini-2.0-flash-lite"] = new(0.075m, 0.3m),
        ["gemini-2.5-flash"] = new(0.3m, 2.5m, 0.03m),
        ["gemini-2.5-flash-lite"] = new(0.1m, 0.4m, 0.01m),
        ["gemini-2.5-pro"] = new(1.25m, 10, 0.125m),
        ["gemini-3-flash"] = new(0.5m, 3, 0.05m),
        ["gemini-3-pro"] = new(2, 12, 0.2m),
        ["gemini-3.1-flash-lite"] = new(0.25m, 1.5m, 0.025m),
        ["gemini-3.1-pro"] = new(2, 12, 0.2m),
        ["gemini-3.1-pro-preview-customtools"] = new(2, 12, 0.2m),
        ["gemini-3.5-flash"] = new(1.5m, 9, 0.15m),
        ["gemini-3.8-flash"] = new(0.75m, 3.75m, 0.075m),
    };

    private static Dictionary<string, ModelPrice> Kimi() => new()
    {
        ["kimi-k2"] = new(0.6m, 2.5m, 0.15m),
        ["kimi-k2-thinking"] = new(0.6m, 2.5m, 0.15m),
        ["kimi-k2-thinking-turbo"] = new(1.15m, 8, 0.15m),
        ["kimi-k2-turbo"] = new(2.4m, 10, 0.6m),
        ["kimi-k2.5"] = new(0.6m, 3, 0.1m),
        ["kimi-k2.6"] = new(0.95m, 4, 0.16m),
        ["kimi-k2.7-code"] = new(0.95m, 4, 0.19m),
        ["kimi-k2.7-code-highspeed"] = new(1.9m, 8, 0.38m),
        ["kimi-k3"] = new(3, 15, 0.3m),
        ["kimi-k3.1-pro"] = new(2, 10, 0.2m, 2, 4),
        ["kimi-k3.1-pro-highspeed"] = new(4, 20, 0.2m, 4, 8),
    };

    // Every Claude model takes a quarter more for writing to a cache, and twice as much for an hour.
    private static ModelPrice WithCache(decimal input, decimal output, decimal cachedInput) =>
        new(input, output, cachedInput, input * 1.25m, input * 2);
}
