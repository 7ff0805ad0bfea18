using System.Collections.Immutable;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>
/// What a transcript says up to a position in it. Stored beside that position, so that no line is read twice.
/// </summary>
/// <param name="NativeSessionId">The agent's own id of the conversation.</param>
/// <param name="Folder">Folder that the conversation began in.</param>
/// <param name="Model">Model of the newest request, as the agent names it.</param>
/// <param name="Title">Title that the agent gave the conversation.</param>
/// <param name="FirstPrompt">The first prompt of a person, cut to <see cref="MaxText"/> characters.</param>
/// <param name="LastMessage">The agent's newest message, cut to <see cref="MaxText"/> characters.</param>
/// <param name="Usage">Tokens by model, each request counted once.</param>
/// <param name="CostUsd">What the agent itself says that the conversation cost, in US dollars; null where it says nothing.</param>
/// <param name="ContextTokens">Tokens that the newest request filled of the model's context.</param>
/// <param name="ContextWindow">Tokens that the model's context holds.</param>
/// <param name="Turn">What the newest lines say the agent does; null when they say nothing of it.</param>
/// <param name="Recent">Requests counted last, so that one which is written again replaces itself.</param>
/// <param name="Inherited">
/// Tokens that the conversation counts which this one was forked from, whatever their models; null when it is no fork.
/// </param>
/// <param name="Prompts">The newest prompts of persons, the newest at the end, at most <see cref="RecordedPrompt.MaxRemembered"/>.</param>
internal sealed record TranscriptReading(
    string? NativeSessionId = null,
    string? Folder = null,
    string? Model = null,
    string? Title = null,
    string? FirstPrompt = null,
    string? LastMessage = null,
    ImmutableArray<ModelUsage> Usage = default,
    decimal? CostUsd = null,
    long? ContextTokens = null,
    long? ContextWindow = null,
    TranscriptTurn? Turn = null,
    ImmutableArray<CountedRequest> Recent = default,
    ModelUsage? Inherited = null,
    ImmutableArray<RecordedPrompt> Prompts = default)
{
    /// <summary>Most characters kept of a text.</summary>
    public const int MaxText = 500;

    public static readonly TranscriptReading Nothing = new();

    /// <summary>Tokens by model, each request counted once.</summary>
    public ImmutableArray<ModelUsage> Usage { get; init; } = Usage.IsDefault ? [] : Usage;

    /// <summary>Requests counted last, so that one which is written again replaces itself.</summary>
    public ImmutableArray<CountedRequest> Recent { get; init; } = Recent.IsDefault ? [] : Recent;

    /// <summary>The newest prompts of persons, the newest at the end.</summary>
    public ImmutableArray<RecordedPrompt> Prompts { get; init; } = Prompts.IsDefault ? [] : Prompts;
}

/// <summary>Tokens that requests to one model took.</summary>
/// <param name="Model">The model, as the agent names it.</param>
/// <param name="Input">All tokens that were sent, those of a cache included.</param>
/// <param name="CachedInput">Those of the input that were read from a cache.</param>
/// <param name="CacheWrite">Those of the input that were written to a cache for minutes.</param>
/// <param name="LongCacheWrite">Those of the input that were written to a cache for an hour.</param>
/// <param name="Output">All tokens that were answered, those of reasoning included.</param>
/// <param name="Reasoning">Those of the output that were reasoning.</param>
internal sealed record ModelUsage(
    string Model,
    long Input = 0,
    long CachedInput = 0,
    long CacheWrite = 0,
    long LongCacheWrite = 0,
    long Output = 0,
    long Reasoning = 0);

/// <summary>A request that was counted.</summary>
/// <param name="Id">Its id in the transcript.</param>
/// <param name="Usage">What was counted for it.</param>
internal sealed record CountedRequest(string Id, ModelUsage Usage);

/// <summary>What a transcript says of the turn.</summary>
/// <param name="Activity">What the agent does.</param>
/// <param name="At">When the line was written; null when it does not say.</param>
/// <param name="Detail">The agent's own words on why it cannot go on, one line.</param>
/// <param name="LimitedUntil">Until when a limit holds, where that is told.</param>
/// <param name="MayBeOver">True when the agent has answered and asked for nothing since, and does not say whether that was all.</param>
internal sealed record TranscriptTurn(
    SessionActivity Activity, DateTimeOffset? At = null, string? Detail = null, DateTimeOffset? LimitedUntil = null, bool MayBeOver = false);
