using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The events of GitHub Copilot CLI: what people, model and tools did, each with its <c>data</c>.</summary>
internal sealed class CopilotTranscript : ITranscriptFormat
{
    private static readonly ImmutableArray<byte[]> Noise = LineStart.OfTypes(
        "system.message", "tool.execution_start", "tool.execution_complete", "session.shutdown");

    public bool EndsWithTotals => false;

    public bool MayMatter(ReadOnlySpan<byte> line) => !line.StartsWithAny(Noise);

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        var (data, at) = (line.Member("data"), line.Time("timestamp"));
        return line.Text("type") switch
        {
            "session.start" => before with { NativeSessionId = data.Text("sessionId"), Folder = data.Member("context").Text("cwd") },
            "user.message" => before.WithPrompt(data.Text("content"), at).WithTurn(SessionActivity.Working, at),
            "assistant.turn_start" => before.WithTurn(SessionActivity.Working, at),
            "assistant.message" => ReadMessage(before, data, at),
            "session.usage_record" => ReadUsage(before, data.Member("usage")),
            "permission.requested" => before.WithTurn(SessionActivity.NeedsApproval, at, WishOf(data.Member("permissionRequest"))),
            // One that an interrupt ends is written with a later time than the interrupt.
            "permission.completed" when data.Member("result").Text("kind") != "cancelled" => before.WithTurn(SessionActivity.Working, at),
            "session.error" => before.WithTurn(SessionActivity.Failing, at, data.Text("message")),
            "abort" => before.WithTurn(SessionActivity.Idle, at),
            _ => before,
        };
    }

    // What it calls a turn is one request: only a message that wants no tool is the end of what a person calls one.
    private static TranscriptReading ReadMessage(TranscriptReading reading, JsonElement message, DateTimeOffset? at)
    {
        var told = reading.WithMessage(message.Text("content")) with { Model = message.Text("model") ?? reading.Model };
        var wantsTool = message.Member("toolRequests").Items().Any();
        return told.WithTurn(wantsTool ? SessionActivity.Working : SessionActivity.Idle, at);
    }

    // {"kind":"shell","fullCommandText":"touch x.txt","intention":"Make a file", ..
    private static string? WishOf(JsonElement request)
    {
        var wish = request.Text("fullCommandText") ?? request.Text("intention");
        return wish is null ? null : $"{request.Text("kind")}: {wish}";
    }

    // {"model":"m","inputTokens":1120,"outputTokens":57,"cacheReadTokens":1000,"cacheWriteTokens":0,"maxPromptTokens":128000, ..
    // The input includes what was cached.
    private static TranscriptReading ReadUsage(TranscriptReading reading, JsonElement usage)
    {
        var model = usage.Text("model") ?? reading.Model;
        var request = new ModelUsage(
            model ?? ReadingChanges.UnknownModel,
            Input: usage.Count("inputTokens"),
            CachedInput: usage.Count("cacheReadTokens"),
            CacheWrite: usage.Count("cacheWriteTokens"),
            Output: usage.Count("outputTokens"));
        if (request.IsNothing()) return reading;
        return reading.WithRequest(null, request) with
        {
            Model = model,
            ContextTokens = request.Input + request.Output,
            ContextWindow = usage.Count("maxPromptTokens") is var window and > 0 ? window : reading.ContextWindow,
        };
    }
}
