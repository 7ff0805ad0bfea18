namespace Orchestrator.Protocol;

/// <summary>
/// What a session's conversation has used so far, its subagents included, as its agent's own records tell: they are read
/// when the agent has written them, which may be behind what it shows. Absent while nothing is told.
/// </summary>
/// <param name="InputTokens">Tokens sent to models, those read from or written to a cache included.</param>
/// <param name="CachedInputTokens">Those of <paramref name="InputTokens"/> that were read from a cache.</param>
/// <param name="OutputTokens">Tokens that models answered, those of reasoning included.</param>
/// <param name="Model">Model of the newest request, as the agent names it.</param>
/// <param name="ReasoningTokens">Those of <paramref name="OutputTokens"/> that were reasoning, where that is told.</param>
/// <param name="ContextTokens">Tokens that the newest request filled of the model's context.</param>
/// <param name="ContextWindow">Tokens that the model's context holds.</param>
/// <param name="CostUsd">Cost in US dollars; absent when the price of a model that was used is not known.</param>
/// <param name="CostIsEstimate">True when the cost was reckoned from a table of prices; false when the agent told it.</param>
public sealed record SessionUsage(
    long InputTokens,
    long CachedInputTokens,
    long OutputTokens,
    string? Model = null,
    long? ReasoningTokens = null,
    long? ContextTokens = null,
    long? ContextWindow = null,
    decimal? CostUsd = null,
    bool? CostIsEstimate = null);
