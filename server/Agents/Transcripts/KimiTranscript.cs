using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The wire files of Kimi Code: a file for each agent of a conversation, with a record for each request.</summary>
internal sealed class KimiTranscript : ITranscriptFormat
{
    private const int TooManyRequests = 429;

    private static readonly ImmutableArray<byte[]> Noise =
    [
        .. LineStart.OfTypes(
            "llm.tools_snapshot", "llm.request", "profile.bind", "context.append_message", "token_counting.measured",
            "token_counting.turn_recorded"),
        // {"message":{…},"type":"agent.message.appended",…}
        .. LineStart.Of("""{"message":{"""),
    ];

    public bool EndsWithTotals => false;

    public bool MayMatter(ReadOnlySpan<byte> line) => !line.StartsWithAny(Noise);

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        var at = line.TimeFromMilliseconds("time");
        return line.Text("type") switch
        {
            "turn.prompt" => ReadPrompt(before, line, at).WithTurn(SessionActivity.Working, at),
            "usage.record" => ReadUsage(before, line).PastLimit(at),
            "context.append_loop_event" => ReadLoopEvent(before, line.Member("event")),
            "interaction.request" => ReadRequest(before, line.Text("kind"), at),
            "interaction.resolved" => before.WithTurn(SessionActivity.Working, at),
            "turn.step.retrying" => before.WithTurn(
                line.Count("statusCode") == TooManyRequests ? SessionActivity.Limited : SessionActivity.Working, at),
            "turn.ended" when line.Text("reason") == "failed" => ReadFailure(before, line.Member("error"), at),
            "turn.ended" or "turn.cancel" or "prompt.aborted" => before.WithTurn(SessionActivity.Idle, at),
            _ => before,
        };
    }

    private static TranscriptReading ReadPrompt(TranscriptReading reading, JsonElement line, DateTimeOffset? at) =>
        line.Member("origin").Text("kind") == "user" ? reading.WithPrompt(TranscriptText.Of(line.Member("input")), at) : reading;

    private static TranscriptReading ReadRequest(TranscriptReading reading, string? kind, DateTimeOffset? at) => kind switch
    {
        "question" => reading.WithTurn(SessionActivity.NeedsAnswer, at),
        "approval" => reading.WithTurn(SessionActivity.NeedsApproval, at),
        _ => reading,
    };

    // {"code":"provider.api_error","message":"400 …","details":{"statusCode":400}}
    private static TranscriptReading ReadFailure(TranscriptReading reading, JsonElement error, DateTimeOffset? at)
    {
        var isLimit = error.Member("details").Count("statusCode") == TooManyRequests;
        return reading.WithTurn(isLimit ? SessionActivity.Limited : SessionActivity.Failing, at, error.Text("message"));
    }

    // {"type":"content.part","part":{"type":"text","text":"…"}}
    private static TranscriptReading ReadLoopEvent(TranscriptReading reading, JsonElement loopEvent) =>
        loopEvent.Text("type") == "content.part" ? reading.WithMessage(loopEvent.Member("part").Text("text")) : reading;

    // {"inputOther":200,"output":57,"inputCacheRead":1000,"inputCacheCreation":0}
    private static TranscriptReading ReadUsage(TranscriptReading reading, JsonElement line)
    {
        var usage = line.Member("usage");
        var (read, written) = (usage.Count("inputCacheRead"), usage.Count("inputCacheCreation"));
        var model = line.Text("model") ?? reading.Model;
        var request = new ModelUsage(
            model ?? ReadingChanges.UnknownModel,
            Input: usage.Count("inputOther") + read + written,
            CachedInput: read,
            CacheWrite: written,
            Output: usage.Count("output"));
        return request.IsNothing()
            ? reading
            : reading.WithRequest(null, request) with { Model = model, ContextTokens = request.Input + request.Output };
    }
}
