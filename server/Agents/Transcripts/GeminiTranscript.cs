using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The transcripts of Gemini CLI: a log in which a record that is written again replaces itself.</summary>
internal sealed class GeminiTranscript : ITranscriptFormat
{
    private static readonly ImmutableArray<byte[]> Noise = LineStart.Of(
        """{"$set":{"lastUpdated":""", """{"$set":{"messages":""");

    // Its own sentences stand for answers that it can tell apart.
    private static readonly ImmutableArray<string> Limits =
        ["RESOURCE_EXHAUSTED", "429", "You have exhausted your daily quota", "You have exhausted your capacity"];

    public bool EndsWithTotals => false;

    public bool MayMatter(ReadOnlySpan<byte> line) => !line.StartsWithAny(Noise);

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        var at = line.Time("timestamp");
        return line.Text("type") switch
        {
            "user" => before.WithPrompt(PromptOf(line), at).WithTurn(SessionActivity.Working, at),
            "gemini" => ReadAnswer(before, line, at),
            "info" when StartsWith(line, "Request cancelled") => before.WithTurn(SessionActivity.Idle, at),
            "error" => ReadFailure(before, TranscriptText.Of(line.Member("content")), at),
            null => ReadHead(before, line),
            _ => before,
        };
    }

    // What is sent holds also the files that a prompt names; what is shown is what the person typed.
    private static string? PromptOf(JsonElement line) =>
        TranscriptText.Of(line.Member("displayContent")) ?? TranscriptText.Of(line.Member("content"));

    // {"sessionId":"…","projectHash":"…","startTime":"…","kind":"main"}, later {"$set":{"summary":"…"}}
    private static TranscriptReading ReadHead(TranscriptReading reading, JsonElement line) => reading with
    {
        NativeSessionId = line.Text("sessionId") ?? reading.NativeSessionId,
        Title = TranscriptText.Shown(line.Member("$set").Text("summary")) ?? reading.Title,
    };

    private static TranscriptReading ReadAnswer(TranscriptReading reading, JsonElement line, DateTimeOffset? at)
    {
        var model = line.Text("model") ?? reading.Model;
        var told = ReadUsage(reading.WithMessage(TranscriptText.Of(line.Member("content"))) with { Model = model }, line);
        return line.Member("toolCalls").Items().Any() ? told.WithTurn(SessionActivity.Working, at) : told.WithAnswer(at);
    }

    private static TranscriptReading ReadUsage(TranscriptReading reading, JsonElement line)
    {
        var request = UsageOf(reading.Model ?? ReadingChanges.UnknownModel, line.Member("tokens"));
        return request.IsNothing()
            ? reading
            : reading.WithRequest(line.Text("id"), request) with { ContextTokens = request.Input + request.Output };
    }

    // {"input":1200,"output":40,"cached":1000,"thoughts":17,"tool":0,"total":1257}: thoughts and the results of built-in
    // tools stand apart, unless the total says that they are in the others.
    private static ModelUsage UsageOf(string model, JsonElement tokens)
    {
        var (input, output, total) = (tokens.Count("input"), tokens.Count("output"), tokens.Count("total"));
        var (thoughts, tool) = (tokens.Count("thoughts"), tokens.Count("tool"));
        return new ModelUsage(
            model,
            Input: total == input + output + thoughts ? input : input + tool,
            CachedInput: tokens.Count("cached"),
            Output: total == input + output + tool ? output : output + thoughts,
            Reasoning: thoughts);
    }

    // [API Error: {"error":{"code":429,"message":"…","status":"RESOURCE_EXHAUSTED"}}]
    // [API Error: You have exhausted your daily quota on this model.]
    private static TranscriptReading ReadFailure(TranscriptReading reading, string? text, DateTimeOffset? at)
    {
        var isLimit = text is not null && Limits.Any(limit => text.Contains(limit, StringComparison.Ordinal));
        return reading.WithTurn(isLimit ? SessionActivity.Limited : SessionActivity.Failing, at, text);
    }

    private static bool StartsWith(JsonElement line, string start) =>
        TranscriptText.Of(line.Member("content"))?.StartsWith(start, StringComparison.Ordinal) is true;
}
