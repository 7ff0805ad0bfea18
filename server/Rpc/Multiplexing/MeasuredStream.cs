namespace Orchestrator.Rpc.Multiplexing;

/// <summary>
/// Both directions of a multiplexed connection as one stream, each read along in: what the client sends before the
/// library reads it, what the server sends when it has left. The streams below are not closed with it;
/// <paramref name="abort"/> ends whatever waits for them.
/// </summary>
internal sealed class MeasuredStream(
    Stream input, Stream output, Action<ChannelFrame> onReceived, Action<ChannelFrame> onSent, CancellationToken abort) : Stream
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly ChannelFrameScanner _received = new(onReceived);
    private readonly ChannelFrameScanner _sent = new(onSent);

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Standard input cannot be cancelled: a read that goes on after the end must not write into the caller's memory.
        var room = _buffer.AsMemory(0, Math.Min(buffer.Length, _buffer.Length));
        var read = await input.ReadAsync(room, abort).AsTask().WaitAsync(abort);
        _received.Feed(room.Span[..read]);
        room[..read].CopyTo(buffer);
        return read;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await output.WriteAsync(buffer, abort);
        _sent.Feed(buffer.Span);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(abort);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
