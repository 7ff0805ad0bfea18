using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Orchestrator.Protocol;
using StreamJsonRpc;

namespace Orchestrator.Rpc;

/// <summary>Outside of a message: whose it is, before anything in it is believed.</summary>
/// <param name="Method">Method asked for; null for a response, which this server expects none of.</param>
/// <param name="Id">Id of a request; not specified for a notification.</param>
/// <param name="Fault">Why the message is refused; null when it may be read on.</param>
/// <param name="HasParams">False when the message has no params, or null, which means the same.</param>
internal sealed record MessageEnvelope(string? Method, RequestId Id, OrchestratorException? Fault, bool HasParams = true)
{
    /// <summary>True when the content was no JSON at all, as it is when a frame's length was wrong.</summary>
    public bool IsUnreadable => Fault?.Code == ErrorCode.ParseError;

    public bool IsNotification => Method is not null && Id.IsEmpty;

    /// <summary>Reads the outside of the message in <paramref name="content"/>. Never throws.</summary>
    public static MessageEnvelope Read(ReadOnlyMemory<byte> content)
    {
        if (!Utf8.IsValid(content.Span))
            return Refused(null, RequestId.Null, ErrorCode.ParseError, "The message is not UTF-8.");

        try
        {
            using var document = JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = ProtocolJson.MaxDepth });
            return Read(document.RootElement);
        }
        catch (JsonException)
        {
            return Refused(null, RequestId.Null, ErrorCode.ParseError, "The message is not JSON, or nested too deeply.");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is valid JSON and no text.
            return Refused(null, RequestId.Null, ErrorCode.ParseError, "A text in the message is not Unicode.");
        }
    }

    /// <summary>The same message with empty params, for a reader that tells them from absent ones.</summary>
    public byte[] WithEmptyParams()
    {
        var content = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(content);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        if (Id.Number is { } number) writer.WriteNumber("id", number);
        else if (Id.String is { } text) writer.WriteString("id", text);
        else if (Id.IsNull) writer.WriteNull("id");
        writer.WriteString("method", Method);
        writer.WriteStartObject("params");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return content.WrittenSpan.ToArray();
    }

    private static MessageEnvelope Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
            return Refused(null, RequestId.Null, ErrorCode.InvalidRequest, "A message is one JSON object; batches are not served.");

        var id = ReadId(message);
        if (id is null)
            return Refused(null, RequestId.Null, ErrorCode.InvalidRequest, "'id' must be a string or an integer.");
        if (!message.TryGetProperty("method", out var method))
            return new MessageEnvelope(null, id.Value, null);
        if (method.ValueKind != JsonValueKind.String)
            return Refused(null, id.Value, ErrorCode.InvalidRequest, "'method' must be a string.");
        if (!message.TryGetProperty("jsonrpc", out var version) || version.ValueKind != JsonValueKind.String || !version.ValueEquals("2.0"u8))
            return Refused(method.GetString(), id.Value, ErrorCode.InvalidRequest, "'jsonrpc' must be \"2.0\".");
        var hasParams = message.TryGetProperty("params", out var parameters) && parameters.ValueKind != JsonValueKind.Null;
        return !hasParams || parameters.ValueKind == JsonValueKind.Object
            ? new MessageEnvelope(method.GetString(), id.Value, null, hasParams)
            : Refused(method.GetString(), id.Value, ErrorCode.InvalidParams, "'params' must be an object with named members.");
    }

    private static RequestId? ReadId(JsonElement message)
    {
        if (!message.TryGetProperty("id", out var id)) return RequestId.NotSpecified;
        return id.ValueKind switch
        {
            JsonValueKind.String => new RequestId(id.GetString()!),
            JsonValueKind.Number when id.TryGetInt64(out var number) => new RequestId(number),
            JsonValueKind.Null => RequestId.Null,
            _ => null,
        };
    }

    private static MessageEnvelope Refused(string? method, RequestId id, ErrorCode code, string message) =>
        new(method, id, new OrchestratorException(code, message));
}
