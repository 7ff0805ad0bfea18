namespace Orchestrator.Agents.Pricing;

/// <summary>What a model costs, in US dollars per million tokens; a price that is not known is never guessed cheaper.</summary>
/// <param name="Input">Tokens that are sent and not in a cache.</param>
/// <param name="Output">Tokens that are answered, those of reasoning included.</param>
/// <param name="CachedInput">Tokens that are read from a cache; as <paramref name="Input"/> when not told.</param>
/// <param name="CacheWrite">Tokens that are written to a cache for minutes; as <paramref name="Input"/> when not told.</param>
/// <param name="LongCacheWrite">Tokens that are written to a cache for an hour; as <paramref name="CacheWrite"/> when not told.</param>
internal sealed record ModelPrice(
    decimal Input, decimal Output, decimal? CachedInput = null, decimal? CacheWrite = null, decimal? LongCacheWrite = null);
