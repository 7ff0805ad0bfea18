using System.Collections.Immutable;
using Orchestrator.Agents.Pricing;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Rpc.Tests.Agents.Pricing;

[TestClass]
public sealed class ModelPricesTests
{
    private static readonly ModelPrice Set = new(7, 70);

    private static readonly ModelPrices Prices = new();

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Cost_of_cached_tokens_is_that_of_each_kind_of_caching()
    {
        var cost = Prices.CostOf(
            [new ModelUsage("claude-opus-5-5", Input: 4_000_000, CachedInput: 1_000_000, CacheWrite: 1_000_000, LongCacheWrite: 1_000_000, Output: 1_000_000, Reasoning: 500_000)]);

        Assert.AreEqual(4m + 0.2m + 5m + 8m + 20m, cost);
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Cost_is_what_the_agent_itself_says()
    {
        // As Claude Code 2.1.329 told it of a conversation with these tokens.
        var cost = Prices.CostOf([new ModelUsage("claude-opus-5-5", Input: 3350, CachedInput: 3000, Output: 128)]);

        Assert.AreEqual(0.00456m, cost);
    }

    [TestMethod]
    [TestCategory("AGT-10")]
    public void Cost_of_several_models_is_their_sum()
    {
        ImmutableArray<ModelUsage> usage = [new("gpt-5.5", Input: 1_000_000), new("gpt-5-mini", Output: 1_000_000)];

        Assert.AreEqual(5m + 2m, Prices.CostOf(usage));
    }

    [TestMethod]
    public void Cost_is_unknown_when_a_model_that_took_tokens_has_no_price()
    {
        Assert.IsNull(Prices.CostOf([new ModelUsage("gpt-5.5", Input: 1), new ModelUsage("fake-1", Output: 1)]));
        Assert.AreEqual(0m, Prices.CostOf([new ModelUsage("fake-1")]));
        Assert.AreEqual(0m, Prices.CostOf([]));
    }

    [TestMethod]
    public void Cost_without_cache_prices_is_never_guessed_cheaper()
    {
        var prices = new ModelPrices(new Dictionary<string, ModelPrice> { ["mine"] = new(2, 10) });

        var cost = prices.CostOf([new ModelUsage("mine", Input: 4_000_000, CachedInput: 1_000_000, CacheWrite: 1_000_000, LongCacheWrite: 1_000_000)]);

        Assert.AreEqual(8m, cost);
    }

    [TestMethod]
    [DataRow("claude-opus-4-5-20251101", "claude-opus-4-5")]
    [DataRow("claude-opus-4-20250514", "claude-opus-4")]
    [DataRow("claude-opus-5-5[1m]", "claude-opus-5-5")]
    [DataRow("anthropic/claude-haiku-4-5", "claude-haiku-4-5")]
    [DataRow("claude-3-5-haiku@20241022", "claude-3-5-haiku")]
    [DataRow("claude-3-5-haiku-20241022-v1:0", "claude-3-5-haiku")]
    [DataRow("claude-3-5-haiku-latest", "claude-3-5-haiku")]
    [DataRow("GPT-5.1-codex-max", "gpt-5.1-codex-max")]
    [DataRow("gpt-5-2025-08-07", "gpt-5")]
    [DataRow("gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash")]
    [DataRow("gemini-2.0-flash-001", "gemini-2.0-flash")]
    [DataRow("gemini-3-pro-preview", "gemini-3-pro")]
    [DataRow("kimi-k2-0905-preview", "kimi-k2")]
    public void Price_is_found_behind_provider_and_date(string model, string name) =>
        Assert.AreSame(KnownPrices.All[name], Prices.PriceOf(model));

    [TestMethod]
    [DataRow("claude-opus-5-9")]
    [DataRow("claude-opus-50")]
    [DataRow("gpt-5-huge")]
    [DataRow("gpt-5.9")]
    [DataRow("gemini-3-flash-ultra")]
    [DataRow("kimi-k2-0905-ultra")]
    [DataRow("fake-1")]
    [DataRow("unknown")]
    [DataRow("/")]
    [DataRow("")]
    public void Price_of_another_model_is_not_guessed_from_its_name(string model) => Assert.IsNull(Prices.PriceOf(model));

    [TestMethod]
    [DataRow("gpt-5.5")]
    [DataRow("GPT-5.5-2026-04-01")]
    [DataRow("openai/my-model-latest")]
    public void Price_that_a_user_set_holds(string model)
    {
        var prices = new ModelPrices(new Dictionary<string, ModelPrice> { ["gpt-5.5"] = Set, ["My-Model"] = Set });

        Assert.AreSame(Set, prices.PriceOf(model));
    }

    [TestMethod]
    public void Known_prices_are_plausible()
    {
        foreach (var (name, price) in KnownPrices.All)
        {
            Assert.IsTrue(price.Input > 0 && price.Output > price.Input, name);
            Assert.IsTrue(price.CachedInput is null || price.CachedInput < price.Input, name);
            Assert.IsTrue(price.CacheWrite is null || price.CacheWrite >= price.Input, name);
        }
    }
}
