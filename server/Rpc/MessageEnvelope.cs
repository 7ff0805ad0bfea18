using System.Buffers;
using System.Text.Json;
using Orchestrator.Protocol;
using StreamJsonRpc;

namespace Orchestrator.Rpc;

/// <summary>Outside of a message: whose it is, before anything in it is believed.</summary>
/// <param name="Method">Method asked for; null for a response, which this server expects none of.</param>
/// <param name="Id">Id of a request; not specified for a notification.</param>
/// <param name="Fault">Why the message is refused; null when it may be read on.</param>
internal sealed record MessageEnvelope(string? Method, RequestId Id, OrchestratorException? Fault)
{
    /// <summary>True when the content was no JSON at all, as it is when a frame's length was wrong.</summary>
    public bool IsUnreadable => Fault?.Code == ErrorCode.ParseError;

    public bool IsNotification => Method is not null && Id.IsEmpty;

    /// <summary>Reads the outside of the message in <paramref name="content"/>. Never throws.</summary>
    public static MessageEnvelope Read(ReadOnlySequence<byte> content)
    {
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
            // Text with invalid UTF-8 shows itself only when it is read.
            return Refused(null, RequestId.Null, ErrorCode.ParseError, "The message is not UTF-8.");
        }
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
        if (message.TryGetProperty("params", out var parameters) && parameters.ValueKind != JsonValueKind.Object)
            return Refused(method.GetString(), id.Value, ErrorCode.InvalidParams, "'params' must be an object with named members.");
        return new MessageEnvelope(method.GetString(), id.Value, null);
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
