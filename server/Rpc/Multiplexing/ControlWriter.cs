using System.IO.Pipelines;

namespace Orchestrator.Rpc.Multiplexing;

/// <summary>
/// The server's end of the control channel, which counts what is written to it and knows how much of that has left:
/// channels are sent side by side, and what must come before the bytes of another one has to have left first.
/// </summary>
internal sealed class ControlWriter(PipeWriter channel) : PipeWriter
{
    private long _written;
    private long _sent;

    /// <summary>Bytes written so far.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Bytes that have left so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>So many more bytes have left.</summary>
    public void OnSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    public override void Advance(int bytes)
    {
        channel.Advance(bytes);
        Interlocked.Add(ref _written, bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => channel.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => channel.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => channel.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => channel.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => channel.Complete(exception);
}
