using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Agents.Pricing;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Common;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// What was read of the transcripts of one session. Not part of its state: it follows from files that are the agent's,
/// and is read again where it is lost.
/// </summary>
/// <param name="Transcripts">The transcripts, those of the present conversation at the end.</param>
/// <param name="Hooks">What its program told by hooks; null when nothing.</param>
/// <param name="IsComplete">True once an ended session was read to its end: it is not looked at again before it runs again.</param>
internal sealed record SessionEnrichment(
    ImmutableArray<TranscriptCursor> Transcripts = default, TranscriptCursor? Hooks = null, bool IsComplete = false)
{
    private const int MaxPreview = 200;

    public static readonly SessionEnrichment None = new();

    /// <summary>The transcripts, those of the present conversation at the end.</summary>
    public ImmutableArray<TranscriptCursor> Transcripts { get; init; } = Transcripts.IsDefault ? [] : Transcripts;

    /// <summary>The transcript of the present conversation itself; null while none was found.</summary>
    [JsonIgnore]
    public TranscriptCursor? Main => Transcripts.LastOrDefault(transcript => !transcript.IsChild);

    /// <summary>Beginning of the agent's last message.</summary>
    [JsonIgnore]
    public string? Preview => Main?.Reading.LastMessage is { } message && DisplayText.OneLine(message, MaxPreview) is { Length: > 0 } line ? line : null;

    /// <summary>What the session has used.</summary>
    public SessionUsage? Usage(ModelPrices prices)
    {
        var usage = Transcripts.SelectMany(transcript => transcript.Reading.Usage).ToImmutableArray();
        if (usage.IsEmpty && Main?.Reading.Model is null) return null;
        var (cost, isEstimate) = Cost(usage, prices);
        var reasoning = usage.Sum(each => each.Reasoning);
        return new SessionUsage(
            usage.Sum(each => each.Input),
            usage.Sum(each => each.CachedInput),
            usage.Sum(each => each.Output),
            Main?.Reading.Model,
            reasoning > 0 ? reasoning : null,
            Main?.Reading.ContextTokens,
            Main?.Reading.ContextWindow,
            cost,
            cost is null ? null : isEstimate);
    }

    public string ToJson() => JsonSerializer.Serialize(this, EnrichmentJsonContext.Default.SessionEnrichment);

    /// <summary>Reads the stored form; what cannot be read is as if it were missing.</summary>
    public static SessionEnrichment OfJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, EnrichmentJsonContext.Default.SessionEnrichment) ?? None;
        }
        catch (JsonException)
        {
            // Of another version, or damaged: the transcripts are still there.
            return None;
        }
    }

    // An agent's own word counts when it covers all that is counted.
    private (decimal? Cost, bool IsEstimate) Cost(ImmutableArray<ModelUsage> usage, ModelPrices prices)
    {
        var mains = Transcripts.Where(transcript => !transcript.IsChild).ToList();
        return mains.Count > 0 && mains.All(main => main.Reading.CostUsd is not null)
            ? (mains.Sum(main => main.Reading.CostUsd), false)
            : (prices.CostOf(usage), true);
    }
}

/// <summary>Serialisers of the stored form, generated when the program is built, because a host reads every session at its start.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SessionEnrichment))]
internal sealed partial class EnrichmentJsonContext : JsonSerializerContext;
