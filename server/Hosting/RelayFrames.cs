using System.Buffers.Binary;

namespace Orchestrator.Hosting;

/// <summary>
/// What the host sends a relay: pieces of the client's stream, each behind its length, and at the end the exit code
/// the relay is to end with, behind a length of -1. Without the end the host was lost.
/// </summary>
internal static class RelayFrames
{
    private const int PrefixBytes = 4;
    private const int End = -1;

    /// <summary>A stream for the host to write to.</summary>
    public static Stream Writer(Stream socket) => new FramingStream(socket);

    /// <summary>Says the end.</summary>
    public static async Task WriteEndAsync(Stream socket, int exitCode, CancellationToken cancellationToken)
    {
        var end = new byte[2 * PrefixBytes];
        BinaryPrimitives.WriteInt32LittleEndian(end, End);
        BinaryPrimitives.WriteInt32LittleEndian(end.AsSpan(PrefixBytes), exitCode);
        await socket.WriteAsync(end, cancellationToken);
    }

    /// <summary>Copies the pieces to <paramref name="output"/>; answers the exit code, or null when the host was lost.</summary>
    public static async Task<int?> CopyAsync(Stream socket, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var prefix = buffer.AsMemory(0, PrefixBytes);
        try
        {
            while (true)
            {
                await socket.ReadExactlyAsync(prefix, cancellationToken);
                var length = BinaryPrimitives.ReadInt32LittleEndian(prefix.Span);
                if (length == End) break;
                while (length > 0)
                {
                    var read = await socket.ReadAtLeastAsync(buffer.AsMemory(0, Math.Min(length, buffer.Length)), 1, cancellationToken: cancellationToken);
                    await output.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                    length -= read;
                }

                await output.FlushAsync(cancellationToken);
            }

            await socket.ReadExactlyAsync(prefix, cancellationToken);
            return BinaryPrimitives.ReadInt32LittleEndian(prefix.Span);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            // The socket closed without an end: the host was lost.
            return null;
        }
    }

    /// <summary>Puts the length before each write.</summary>
    private sealed class FramingStream(Stream socket) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.IsEmpty) return;
            var frame = System.Buffers.ArrayPool<byte>.Shared.Rent(PrefixBytes + buffer.Length);
            try
            {
                // One write, because each one is a system call on the path of every key stroke.
                BinaryPrimitives.WriteInt32LittleEndian(frame, buffer.Length);
                buffer.CopyTo(frame.AsMemory(PrefixBytes));
                await socket.WriteAsync(frame.AsMemory(0, PrefixBytes + buffer.Length), cancellationToken);
            }
            finally
            {
                System.Buffers.ArrayPool<byte>.Shared.Return(frame);
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
            // Every write has left.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
