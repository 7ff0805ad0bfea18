using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The transcripts of Codex: events with running totals, and copies of what was sent to the model.</summary>
internal sealed class CodexTranscript : ITranscriptFormat
{
    private const int TooManyRequests = 429;

    // {"timestamp":"…","ordinal":2,"type":"response_item","payload":{…
    private const int HeadBytes = 256;

    private static readonly ImmutableArray<byte[]> Noise = LineStart.Of(
        "\"type\":\"response_item\"", "\"type\":\"world_state\"", "\"type\":\"token_usage_record\"");

    public bool EndsWithTotals => true;

    public bool MayMatter(ReadOnlySpan<byte> line)
    {
        var head = line[..Math.Min(line.Length, HeadBytes)];
        var payload = head.IndexOf("\"payload\":"u8);
        return payload < 0 || !head[..payload].ContainsAny(Noise);
    }

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        var payload = line.Member("payload");
        return line.Text("type") switch
        {
            "session_meta" when before.NativeSessionId is null => before with
            {
                NativeSessionId = payload.Text("id"),
                Folder = payload.Text("cwd"),
                Inherited = payload.Has("forked_from_id") ? new ModelUsage(ReadingChanges.UnknownModel) : null,
            },
            "turn_context" => before with { Model = payload.Text("model") ?? before.Model },
            "event_msg" => ReadEvent(before, payload, line.Time("timestamp")),
            _ => before,
        };
    }

    private static TranscriptReading ReadEvent(TranscriptReading reading, JsonElement payload, DateTimeOffset? at) => payload.Text("type") switch
    {
        "task_started" => (reading with { ContextWindow = WindowIn(payload) ?? reading.ContextWindow }).WithTurn(SessionActivity.Working, at),
        "task_complete" => ReadEnd(reading.WithMessage(payload.Text("last_agent_message")), payload.Member("error"), at),
        "turn_aborted" => reading.WithTurn(SessionActivity.Idle, at),
        "item_completed" => ReadItem(reading, payload.Member("item"), at),
        "token_count" => ReadLimits(ReadTotals(reading, payload.Member("info")), payload.Member("rate_limits"), at),
        _ => reading,
    };

    private static TranscriptReading ReadItem(TranscriptReading reading, JsonElement item, DateTimeOffset? at) => item.Text("type") switch
    {
        "UserMessage" => reading.WithPrompt(TranscriptText.Of(item.Member("content")), at),
        "AgentMessage" => reading.WithMessage(TranscriptText.Of(item.Member("content"))),
        _ => reading,
    };

    private static TranscriptReading ReadEnd(TranscriptReading reading, JsonElement error, DateTimeOffset? at)
    {
        if (error.ValueKind is not JsonValueKind.Object) return reading.WithTurn(SessionActivity.Idle, at);
        var detail = error.Text("message");
        return IsLimit(error.Member("codex_error_info"))
            ? reading.WithTurn(SessionActivity.Limited, at, detail, reading.Turn?.LimitedUntil)
            : reading.WithTurn(SessionActivity.Failing, at, detail);
    }

    // "usage_limit_exceeded", or {"response_too_many_failed_attempts":{"http_status_code":429}}
    private static bool IsLimit(JsonElement info) =>
        info.AsText() == "usage_limit_exceeded"
        || (info.ValueKind is JsonValueKind.Object && info.EnumerateObject().Any(kind => kind.Value.Count("http_status_code") == TooManyRequests));

    private static TranscriptReading ReadTotals(TranscriptReading reading, JsonElement info)
    {
        var totals = UsageOf(reading.Model ?? ReadingChanges.UnknownModel, info.Member("total_token_usage"));
        var newest = info.Member("last_token_usage");
        var inherited = InheritedOf(reading, totals, UsageOf(totals.Model, newest));
        var growth = totals.GrowthOver(inherited is null ? reading.Usage : reading.Usage.Add(inherited));
        var inContext = newest.Count("total_tokens");
        return reading with
        {
            Inherited = inherited,
            Usage = growth.IsNothing() ? reading.Usage : reading.Usage.Plus(growth),
            ContextTokens = inContext > 0 ? inContext : reading.ContextTokens,
            ContextWindow = WindowIn(info) ?? reading.ContextWindow,
        };
    }

    // The totals of a fork go on from those of the conversation it was forked from.
    private static ModelUsage? InheritedOf(TranscriptReading reading, ModelUsage totals, ModelUsage newest) =>
        reading.Inherited is not null && reading.Usage.IsEmpty ? totals.GrowthOver(newest) : reading.Inherited;

    private static ModelUsage UsageOf(string model, JsonElement usage) => new(
        model,
        Input: usage.Count("input_tokens"),
        CachedInput: usage.Count("cached_input_tokens"),
        CacheWrite: usage.Count("cache_write_input_tokens"),
        Output: usage.Count("output_tokens"),
        Reasoning: usage.Count("reasoning_output_tokens"));

    // {"primary":{"used_percent":100.0,"resets_at":1795202190},"secondary":{…},"rate_limit_reached_type":"…"}
    // The turn may still go on behind it: only its end tells that it could not.
    private static TranscriptReading ReadLimits(TranscriptReading reading, JsonElement limits, DateTimeOffset? at)
    {
        if (!limits.Has("rate_limit_reached_type") || ResetOf(limits) is not { } until) return reading;
        var turn = reading.Turn ?? new TranscriptTurn(SessionActivity.Limited, at);
        return reading with { Turn = turn with { LimitedUntil = until } };
    }

    private static DateTimeOffset? ResetOf(JsonElement limits)
    {
        ImmutableArray<JsonElement> windows = [limits.Member("primary"), limits.Member("secondary")];
        var full = windows.Where(window => window.Count("used_percent") >= 100).ToList();
        return (full.Count > 0 ? full : [.. windows]).Max(window => window.TimeFromSeconds("resets_at"));
    }

    private static long? WindowIn(JsonElement element) => element.Count("model_context_window") is var tokens and > 0 ? tokens : null;
}
