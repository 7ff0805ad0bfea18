using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The transcripts of Qwen Code: a line for each message, between them what it measured.</summary>
internal sealed class QwenTranscript : ITranscriptFormat
{
    private const int TooManyRequests = 429;

    // {"uuid":"…","parentUuid":"…","sessionId":"…","timestamp":"…","type":"system","provenance":"system","cwd":"…","version":"…","subtype":"…"
    private const int HeadBytes = 512;

    private static readonly ImmutableArray<byte[]> Noise = LineStart.Of(
        "\"subtype\":\"attribution_snapshot\"", "\"subtype\":\"file_history_snapshot\"");

    public bool EndsWithTotals => false;

    public bool MayMatter(ReadOnlySpan<byte> line) => !line[..Math.Min(line.Length, HeadBytes)].ContainsAny(Noise);

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        var reading = before with { NativeSessionId = line.Text("sessionId") ?? before.NativeSessionId, Folder = before.Folder ?? line.Text("cwd") };
        var at = line.Time("timestamp");
        return line.Text("type") switch
        {
            "user" when line.Text("provenance") == "real_user" => reading.WithPrompt(TextOf(line), at).WithTurn(SessionActivity.Working, at),
            "assistant" => ReadAnswer(reading, line, at),
            "system" => ReadMeasured(reading, line.Member("systemPayload").Member("uiEvent"), at),
            _ => reading,
        };
    }

    private static TranscriptReading ReadAnswer(TranscriptReading reading, JsonElement line, DateTimeOffset? at)
    {
        var told = ReadUsage(reading.WithMessage(TextOf(line)) with { Model = line.Text("model") ?? reading.Model }, line);
        return PartsOf(line).Any(part => part.Has("functionCall")) ? told.WithTurn(SessionActivity.Working, at) : told.PastLimit(at).WithAnswer(at);
    }

    // It goes on trying after each of these. What a subagent is told is not told of the conversation.
    private static TranscriptReading ReadMeasured(TranscriptReading reading, JsonElement measured, DateTimeOffset? at) =>
        measured.Count("status_code") == TooManyRequests && !measured.Has("subagent_name")
            ? reading.WithTurn(SessionActivity.Limited, at, measured.Text("error_message"))
            : reading;

    private static TranscriptReading ReadUsage(TranscriptReading reading, JsonElement line)
    {
        var request = UsageOf(reading.Model ?? ReadingChanges.UnknownModel, line.Member("usageMetadata"));
        if (request.IsNothing()) return reading;
        var id = line.Text("uuid");
        // A fork begins with the lines of its parent, which counts them.
        var counted = line.Has("forkedFrom") ? reading.WithInherited(id, request) : reading.WithRequest(id, request);
        return counted with { ContextTokens = request.Input + request.Output };
    }

    // {"promptTokenCount":1120,"candidatesTokenCount":57,"thoughtsTokenCount":17,"totalTokenCount":1177,"cachedContentTokenCount":1000}:
    // thoughts stand apart, unless the total says that they are in the answer.
    private static ModelUsage UsageOf(string model, JsonElement tokens)
    {
        var (input, output, thoughts) = (tokens.Count("promptTokenCount"), tokens.Count("candidatesTokenCount"), tokens.Count("thoughtsTokenCount"));
        return new ModelUsage(
            model,
            Input: input,
            CachedInput: tokens.Count("cachedContentTokenCount"),
            Output: tokens.Count("totalTokenCount") == input + output ? output : output + thoughts,
            Reasoning: thoughts);
    }

    private static IEnumerable<JsonElement> PartsOf(JsonElement line) => line.Member("message").Member("parts").Items();

    private static string? TextOf(JsonElement line) =>
        string.Join('\n', PartsOf(line).Where(part => !part.IsTrue("thought")).Select(part => part.Text("text")).OfType<string>()) is { Length: > 0 } text
            ? text
            : null;
}
