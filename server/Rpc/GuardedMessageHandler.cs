using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Orchestrator.Protocol;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

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
    : HeaderDelimitedMessageHandler(writer, reader, new SystemTextJsonFormatter { JsonSerializerOptions = ProtocolJson.Create() })
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
            while (await PeekAsync(cancellationToken) is { } frame)
            {
                var isAdmitted = await IsAdmittedAsync(frame.Envelope, cancellationToken);
                var content = await TakeAsync(frame.Header, cancellationToken);
                if (isAdmitted) return Formatter.Deserialize(content);
                _wasUnreadable = frame.Envelope.IsUnreadable;
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

    // Looks at the next frame without taking it; null at the end of the stream.
    private async ValueTask<(MessageEnvelope Envelope, FrameHeader Header)?> PeekAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await Reader!.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (FrameHeader.Read(buffer, MaxMessageBytes) is { } header && buffer.Length >= header.HeaderBytes + header.ContentBytes)
            {
                var envelope = MessageEnvelope.Read(buffer.Slice(header.HeaderBytes, header.ContentBytes));
                Reader.AdvanceTo(buffer.Start);
                return (envelope, header);
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

    // The frame is taken here and not by the library, whose idea of a header is narrower. Its formatter refers to the
    // content for as long as the message lives, and the pipe does not keep it: hence the copy.
    private async ValueTask<ReadOnlySequence<byte>> TakeAsync(FrameHeader header, CancellationToken cancellationToken)
    {
        var read = await Reader!.ReadAsync(cancellationToken);
        var content = read.Buffer.Slice(header.HeaderBytes, header.ContentBytes);
        var copy = new ReadOnlySequence<byte>(content.ToArray());
        Reader.AdvanceTo(content.End);
        return copy;
    }
}
