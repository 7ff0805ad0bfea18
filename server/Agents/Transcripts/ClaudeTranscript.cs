using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The transcripts of Claude Code: a line for each block of a message, several with the same usage.</summary>
internal sealed class ClaudeTranscript : ITranscriptFormat
{
    private const int TooManyRequests = 429;

    // Stands for an answer that no model gave.
    private const string NoModel = "<synthetic>";

    private const string Interrupted = "[Request interrupted";
    private const string FinishedTask = "<task-notification>";

    // The head of an attachment stands before its type:
    // {"parentUuid":"…","isSidechain":false,"attachment":{…},"type":"attachment",…}
    private const int HeadBytes = 256;

    private static readonly ImmutableArray<byte[]> Noise = LineStart.OfTypes(
        "mode", "permission-mode", "atis-latch", "file-history-snapshot", "api-request", "api-request-shape", "api-request-blob",
        "tools-used", "last-prompt", "queue-operation");

    // What the program or its user's own commands write in the name of the user.
    private static readonly ImmutableArray<string> NoPrompts = ["<command-", "<local-command-", "<bash-", "<system-reminder>"];

    public bool EndsWithTotals => false;

    public bool MayMatter(ReadOnlySpan<byte> line)
    {
        if (line.StartsWithAny(Noise)) return false;
        var head = line[..Math.Min(line.Length, HeadBytes)];
        var attachment = head.IndexOf("\"attachment\":{"u8);
        return attachment < 0 || head[..attachment].IndexOf("\"message\":"u8) >= 0;
    }

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        var reading = before with { NativeSessionId = line.Text("sessionId") ?? before.NativeSessionId, Folder = before.Folder ?? line.Text("cwd") };
        return line.Text("type") switch
        {
            "user" => ReadUser(reading, line),
            "assistant" => ReadAssistant(reading, line),
            "system" => ReadSystem(reading, line),
            "cost-state" => reading with { CostUsd = IsWholeCost(reading, line) ? line.Amount("totalCostUSD") : null },
            "custom-title" => reading with { Title = TranscriptText.Shown(line.Text("customTitle")) ?? reading.Title },
            // Written again behind a title that a person chose.
            "ai-title" => reading with { Title = reading.Title ?? TranscriptText.Shown(line.Text("aiTitle")) },
            "summary" => reading with { Title = reading.Title ?? TranscriptText.Shown(line.Text("summary")) },
            _ => reading,
        };
    }

    private static TranscriptReading ReadUser(TranscriptReading reading, JsonElement line)
    {
        if (IsSidechain(line) || line.IsTrue("isMeta") || line.IsTrue("isCompactSummary")) return reading;
        var content = line.Member("message").Member("content");
        var at = line.Time("timestamp");
        if (content.Items().Any(block => block.Text("type") == "tool_result")) return reading.WithTurn(SessionActivity.Working, at);
        if (TranscriptText.Of(content)?.TrimStart() is not { Length: > 0 } text) return reading;
        if (StartsWith(text, Interrupted)) return reading.WithTurn(SessionActivity.Idle, at);
        if (StartsWith(text, FinishedTask)) return reading.WithTurn(SessionActivity.Working, at);
        return IsPersons(line, text) ? reading.WithPrompt(text, at).WithTurn(SessionActivity.Working, at) : reading;
    }

    private static bool IsPersons(JsonElement line, string text) =>
        (line.Member("origin").Text("kind") ?? "human") == "human" && !NoPrompts.Any(start => StartsWith(text, start));

    private static TranscriptReading ReadAssistant(TranscriptReading reading, JsonElement line)
    {
        var message = line.Member("message");
        if (line.IsTrue("isApiErrorMessage")) return IsSidechain(line) ? reading : ReadFailure(reading, line);
        if (message.Text("model") == NoModel) return reading;

        var counted = ReadUsage(reading, line, message);
        if (IsSidechain(line)) return counted;
        var content = message.Member("content");
        var told = counted.WithMessage(TranscriptText.Of(content)) with { Model = message.Text("model") ?? reading.Model };
        var at = line.Time("timestamp");
        // Text alone may be the end of a turn, which only a line of its own tells.
        return content.Items().Any(block => block.Text("type") == "tool_use") ? told.WithTurn(SessionActivity.Working, at) : told.PastLimit(at);
    }

    private static TranscriptReading ReadFailure(TranscriptReading reading, JsonElement line)
    {
        var isLimit = line.Count("apiErrorStatus") == TooManyRequests || line.Text("error") == "rate_limit";
        return reading.WithTurn(
            isLimit ? SessionActivity.Limited : SessionActivity.Failing,
            line.Time("timestamp"),
            TranscriptText.Of(line.Member("message").Member("content")) ?? line.Text("error"));
    }

    private static TranscriptReading ReadUsage(TranscriptReading reading, JsonElement line, JsonElement message)
    {
        var request = UsageOf(message.Text("model") ?? reading.Model ?? ReadingChanges.UnknownModel, message.Member("usage"));
        if (request.IsNothing()) return reading;
        var id = message.Text("id") ?? line.Text("requestId");
        var counted = IsCopy(line) ? reading.WithInherited(id, request) : reading.WithRequest(id, request);
        return IsSidechain(line) ? counted : counted with { ContextTokens = request.Input + request.Output };
    }

    // {"input_tokens":120,"cache_creation_input_tokens":2000,"cache_read_input_tokens":15000,"output_tokens":57,
    //  "output_tokens_details":{"thinking_tokens":0},
    //  "cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":0}}
    private static ModelUsage UsageOf(string model, JsonElement usage)
    {
        var (read, longWrite) = (usage.Count("cache_read_input_tokens"), usage.Member("cache_creation").Count("ephemeral_1h_input_tokens"));
        var written = Math.Max(usage.Count("cache_creation_input_tokens"), longWrite + usage.Member("cache_creation").Count("ephemeral_5m_input_tokens"));
        return new ModelUsage(
            model,
            Input: usage.Count("input_tokens") + read + written,
            CachedInput: read,
            CacheWrite: written - longWrite,
            LongCacheWrite: longWrite,
            Output: usage.Count("output_tokens"),
            Reasoning: usage.Member("output_tokens_details").Count("thinking_tokens"));
    }

    private static TranscriptReading ReadSystem(TranscriptReading reading, JsonElement line)
    {
        if (IsSidechain(line)) return reading;
        var at = line.Time("timestamp");
        return line.Text("subtype") switch
        {
            "turn_duration" when line.Count("pendingBackgroundAgentCount") > 0 => reading.WithTurn(SessionActivity.Working, at),
            "turn_duration" => reading.WithTurn(SessionActivity.Idle, at),
            "api_error" when line.Member("error").Count("status") == TooManyRequests => reading.WithTurn(SessionActivity.Limited, at),
            _ => reading,
        };
    }

    // A fork begins with copies, and its cost with that of the conversation it was forked from.
    private static bool IsWholeCost(TranscriptReading reading, JsonElement line) =>
        reading.Inherited is null && !line.IsTrue("hasUnknownModelCost");

    private static bool IsCopy(JsonElement line) =>
        line.Has("forkedFrom") || (line.Text("requestSessionId") is { } asked && asked != line.Text("sessionId"));

    private static bool IsSidechain(JsonElement line) => line.IsTrue("isSidechain");

    private static bool StartsWith(string text, string start) => text.StartsWith(start, StringComparison.Ordinal);
}
