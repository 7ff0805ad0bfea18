using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Orchestrator.Protocol;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;
using StreamJsonRpc.Reflection;

namespace Orchestrator.Rpc;

/// <summary>
/// The door of a connection: frames are measured, messages looked at from outside and the lifecycle asked before the
/// RPC library reads them. What is refused here is answered here.
/// </summary>
internal sealed class GuardedMessageHandler(
    PipeWriter writer,
    PipeReader reader,
    ConnectionLifecycle lifecycle,
    RequestBudget budget,
    Action<JsonRpcMessage> onWritten,
    TimeProvider time,
    ILogger logger)
    : HeaderDelimitedMessageHandler(writer, reader, new SystemTextJsonFormatter { JsonSerializerOptions = ProtocolJson.Create() }),
        IJsonRpcMessageBufferManager
{
    /// <summary>Largest message that is read.</summary>
    public const int MaxMessageBytes = 16 * 1024 * 1024;

    /// <summary>How long answers to what came just before the end may take to go out.</summary>
    public static readonly TimeSpan LastAnswers = TimeSpan.FromMilliseconds(500);

    private bool _wasUnreadable;

    protected override async ValueTask<JsonRpcMessage?> ReadCoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (await ReadFrameAsync(cancellationToken) is { } content)
            {
                var envelope = MessageEnvelope.Read(content);
                if (await IsAdmittedAsync(envelope, cancellationToken))
                    return Formatter.Deserialize(new ReadOnlySequence<byte>(envelope.HasParams ? content : envelope.WithEmptyParams()));
                _wasUnreadable = envelope.IsUnreadable;
            }
        }
        catch (BadFrameException exception)
        {
            logger.LogWarning("A connection ends: {Reason}", exception.Message);
            // After content that was no JSON this is the same fault seen again: the length was wrong.
            if (!_wasUnreadable)
                await RefuseAsync(RequestId.Null, new OrchestratorException(ErrorCode.ParseError, exception.Message), cancellationToken);
        }

        await budget.WaitUntilEmptyAsync(LastAnswers, time);
        return null;
    }

    protected override void Write(JsonRpcMessage content, CancellationToken cancellationToken)
    {
        base.Write(content, cancellationToken);
        // Messages are written one at a time: whatever is written next follows this one on the wire.
        onWritten(content);
    }

    // The library has read what it needs of the message.
    void IJsonRpcMessageBufferManager.DeserializationComplete(JsonRpcMessage message) =>
        (message as IJsonRpcMessageBufferManager)?.DeserializationComplete(message);

    // Content of the next frame; null at the end of the stream.
    private async ValueTask<byte[]?> ReadFrameAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await Reader!.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (FrameHeader.Read(buffer, MaxMessageBytes) is { } header && buffer.Length >= header.HeaderBytes + header.ContentBytes)
            {
                var frame = buffer.Slice(header.HeaderBytes, header.ContentBytes);
                var content = frame.ToArray();
                Reader.AdvanceTo(frame.End);
                return content;
            }

            var isCut = read.IsCompleted && !buffer.IsEmpty;
            Reader.AdvanceTo(buffer.Start, buffer.End);
            if (isCut) throw new BadFrameException("The stream ended inside a message.");
            if (read.IsCompleted) return null;
        }
    }

    private async ValueTask<bool> IsAdmittedAsync(MessageEnvelope envelope, CancellationToken cancellationToken)
    {
        // This server asks clients nothing, so a response answers nothing.
        if (envelope is { Method: null, Fault: null }) return false;
        if (envelope.IsNotification) return envelope.Fault is null && lifecycle.Accepts(envelope.Method!);

        var refusal = envelope.Fault ?? lifecycle.Refuse(envelope.Method!);
        if (refusal is null)
        {
            await budget.EnterAsync(cancellationToken);
            return true;
        }

        await RefuseAsync(envelope.Id, refusal, cancellationToken);
        return false;
    }

    private ValueTask RefuseAsync(RequestId id, OrchestratorException refusal, CancellationToken cancellationToken) =>
        WriteAsync(new JsonRpcError { RequestId = id, Error = ErrorTranslation.Describe(refusal) }, cancellationToken);
}
