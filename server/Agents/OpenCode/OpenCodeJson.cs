using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Agents.OpenCode;

/// <summary>Reads what OpenCode's API tells; what is of another form says nothing, and nothing throws. Pure.</summary>
internal static partial class OpenCodeJson
{
    // Answers stream in as events of this family, a few letters each.
    private static ReadOnlySpan<byte> Stream => "\"type\":\"message."u8;

    private const int HeadBytes = 100;

    /// <summary>The event of a line of the stream; null when it says nothing that matters here.</summary>
    // data: {"id":"evt_..","type":"session.status","properties":{"sessionID":"ses_..","status":{"type":"busy"}}}
    public static OpenCodeEvent? Event(ReadOnlyMemory<byte> line)
    {
        if (!line.Span.StartsWith("data:"u8)) return null;
        var data = line["data:".Length..];
        if (data.Span[..Math.Min(HeadBytes, data.Length)].IndexOf(Stream) >= 0) return null;
        using var json = TryParse(data);
        if (json is null) return null;
        var properties = json.RootElement.Member("properties");
        return json.RootElement.Text("type") switch
        {
            "session.created" or "session.updated" => Known(properties.Member("info")),
            "session.status" => ConversationOf(properties) is { } id && Status(properties.Member("status")) is { } status ? new OpenCodeEvent.Doing(id, status) : null,
            "session.idle" => ConversationOf(properties) is { } id ? new OpenCodeEvent.Doing(id, new OpenCodeStatus(OpenCodeStatusKind.Idle)) : null,
            "session.error" => Failure(properties),
            "permission.asked" => Permission(properties) is { } dialog ? new OpenCodeEvent.Asked(dialog) : null,
            "question.asked" => Question(properties) is { } dialog ? new OpenCodeEvent.Asked(dialog) : null,
            "permission.replied" or "question.replied" or "question.rejected" => Settled(properties),
            _ => null,
        };
    }

    /// <summary>The dialogs of a list.</summary>
    public static ImmutableArray<OpenCodeDialog> Dialogs(ReadOnlyMemory<byte> list, bool areQuestions)
    {
        using var json = TryParse(list);
        return json is null ? [] : [.. json.RootElement.Items().Select(item => areQuestions ? Question(item) : Permission(item)).OfType<OpenCodeDialog>()];
    }

    /// <summary>What the conversations do that do anything.</summary>
    // {"ses_..":{"type":"busy"}}
    public static ImmutableDictionary<string, OpenCodeStatus> Statuses(ReadOnlyMemory<byte> answer)
    {
        using var json = TryParse(answer);
        var statuses = ImmutableDictionary.CreateBuilder<string, OpenCodeStatus>();
        if (json is not { RootElement.ValueKind: JsonValueKind.Object }) return statuses.ToImmutable();
        foreach (var entry in json.RootElement.EnumerateObject())
            if (IsId(entry.Name) && Status(entry.Value) is { } status) statuses[entry.Name] = status;
        return statuses.ToImmutable();
    }

    /// <summary>The conversation that a description is of; null when it is none.</summary>
    public static OpenCodeEvent.Known? Conversation(ReadOnlyMemory<byte> answer)
    {
        using var json = TryParse(answer);
        return json is null ? null : Known(json.RootElement);
    }

    private static OpenCodeEvent.Known? Known(JsonElement info) =>
        IdOf(info, "id") is { } id ? new OpenCodeEvent.Known(id, IdOf(info, "parentID")) : null;

    // {"type":"retry","attempt":1,"message":"Rate limit reached for requests","next":1795335620112}
    private static OpenCodeStatus? Status(JsonElement status) => status.Text("type") switch
    {
        "idle" => new(OpenCodeStatusKind.Idle),
        "busy" => new(OpenCodeStatusKind.Busy),
        "retry" => new(OpenCodeStatusKind.Retry, status.Text("message"), status.TimeFromMilliseconds("next")),
        _ => null,
    };

    // {"sessionID":"ses_..","error":{"name":"APIError","data":{"message":"Invalid Authentication","statusCode":401}}}
    private static OpenCodeEvent.Failed? Failure(JsonElement properties)
    {
        var error = properties.Member("error");
        // An interrupt is the user's wish.
        if (ConversationOf(properties) is not { } id || error.Text("name") == "MessageAbortedError") return null;
        return new OpenCodeEvent.Failed(id, error.Member("data").Text("message") ?? error.Text("name") ?? "Failed");
    }

    // {"id":"per_..","sessionID":"ses_..","permission":"bash","patterns":["touch x"],"metadata":{"command":"touch x"}}
    private static OpenCodeDialog? Permission(JsonElement permission)
    {
        if (IdOf(permission, "id") is not { } id || ConversationOf(permission) is not { } conversation) return null;
        var metadata = permission.Member("metadata");
        // Patterns leave out where output goes to; of a command that is to be allowed all has to be told.
        var what = metadata.Text("command") ?? string.Join(", ", permission.Member("patterns").Items().Select(pattern => pattern.AsText()).OfType<string>());
        return new OpenCodeDialog(id, conversation, IsQuestion: false, $"{permission.Text("permission")}: {what}", metadata.Text("diff"));
    }

    // {"id":"que_..","sessionID":"ses_..","questions":[{"question":"Which colour?","header":"Colour","options":[..]}]}
    private static OpenCodeDialog? Question(JsonElement question) =>
        IdOf(question, "id") is { } id && ConversationOf(question) is { } conversation
            ? new OpenCodeDialog(id, conversation, IsQuestion: true, string.Join('\n', question.Member("questions").Items().Select(each => each.Text("question")).OfType<string>()))
            : null;

    private static OpenCodeEvent.Settled? Settled(JsonElement properties) =>
        ConversationOf(properties) is { } conversation && IdOf(properties, "requestID") is { } id ? new OpenCodeEvent.Settled(conversation, id) : null;

    private static string? ConversationOf(JsonElement properties) => IdOf(properties, "sessionID");

    private static string? IdOf(JsonElement element, string name) => element.Text(name) is { } id && IsId(id) ? id : null;

    // Ids become parts of addresses.
    private static bool IsId(string id) => Id().IsMatch(id);

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A(?:ses|per|que)_[0-9A-Za-z]{1,64}\z")]
    private static partial Regex Id();
}
