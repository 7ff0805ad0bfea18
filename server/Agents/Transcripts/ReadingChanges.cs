using System.Collections.Immutable;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>What lines of every format change in a reading.</summary>
internal static class ReadingChanges
{
    /// <summary>The agents' own word for a model is missing only in lines that are damaged.</summary>
    public const string UnknownModel = "unknown";

    /// <summary>How many requests are remembered: those written again follow each other closely.</summary>
    private const int MaxRecent = 64;

    public static TranscriptReading WithTurn(
        this TranscriptReading reading, SessionActivity activity, DateTimeOffset? at, string? detail = null, DateTimeOffset? limitedUntil = null) =>
        reading with { Turn = new TranscriptTurn(activity, at, TranscriptText.Shown(detail), limitedUntil) };

    /// <summary>A prompt of a person.</summary>
    public static TranscriptReading WithPrompt(this TranscriptReading reading, string? text, DateTimeOffset? at) =>
        TranscriptText.Shown(text) is not { } prompt ? reading : reading with
        {
            FirstPrompt = reading.FirstPrompt ?? prompt,
            Prompts = reading.Prompts.Remember(RecordedPrompt.Of(text!, at), RecordedPrompt.MaxRemembered),
        };

    /// <summary>A message of the agent.</summary>
    public static TranscriptReading WithMessage(this TranscriptReading reading, string? text) =>
        TranscriptText.Shown(text) is { } message ? reading with { LastMessage = message } : reading;

    /// <summary>An answer that asks for no tool, by an agent that does not tell whether its turn is over with it.</summary>
    public static TranscriptReading WithAnswer(this TranscriptReading reading, DateTimeOffset? at) =>
        reading.Turn?.Activity is SessionActivity.Working
            ? reading with { Turn = new TranscriptTurn(SessionActivity.Working, at, MayBeOver: true) }
            : reading;

    /// <summary>Goes on working where a limit had stopped it.</summary>
    public static TranscriptReading PastLimit(this TranscriptReading reading, DateTimeOffset? at) =>
        reading.Turn?.Activity is SessionActivity.Limited ? reading.WithTurn(SessionActivity.Working, at) : reading;

    /// <summary>
    /// Counts a request, instead of what was counted for the same id. What the agent said of the cost was said before it
    /// and holds no longer.
    /// </summary>
    public static TranscriptReading WithRequest(this TranscriptReading reading, string? id, ModelUsage request)
    {
        if (id is null) return reading with { Usage = reading.Usage.Plus(request), CostUsd = null };
        var earlier = reading.Recent.LastOrDefault(counted => counted.Id == id);
        if (earlier?.Usage == request) return reading;
        var usage = earlier is null ? reading.Usage : reading.Usage.Minus(earlier.Usage);
        return reading with
        {
            Usage = usage.Plus(request),
            CostUsd = null,
            Recent = (earlier is null ? reading.Recent : reading.Recent.Remove(earlier)).Remember(new CountedRequest(id, request), MaxRecent),
        };
    }

    /// <summary>A request of the conversation that this one was forked from, which counts it.</summary>
    public static TranscriptReading WithInherited(this TranscriptReading reading, string? id, ModelUsage request)
    {
        var inherited = reading.Inherited ?? new ModelUsage(UnknownModel);
        if (id is null || reading.Recent.Any(counted => counted.Id == id)) return reading with { Inherited = inherited };
        return reading with
        {
            Inherited = inherited.With(request),
            Recent = reading.Recent.Remember(new CountedRequest(id, new ModelUsage(request.Model)), MaxRecent),
        };
    }

    private static ImmutableArray<T> Remember<T>(this ImmutableArray<T> newest, T next, int most) =>
        (newest.Length < most ? newest : newest.RemoveRange(0, newest.Length - most + 1)).Add(next);
}
