using System.Buffers.Binary;

namespace Orchestrator.Rpc.Multiplexing;

/// <summary>
/// Reads along in a multiplexed stream (Nerdbank.Streams, major version 3) and keeps nothing of it: measures each
/// frame before the library collects it, and says when one has passed. One thread at a time may call.
/// </summary>
internal sealed class ChannelFrameScanner(Action<ChannelFrame> onFrame)
{
    /// <summary>Longest payload that either library makes.</summary>
    public const int MaxPayloadBytes = 20 * 1024;

    // 94 02 03 ff c5 50 00: four elements, content, channel 3, offered by the other side, 20,480 bytes.
    private const int MaxHeadBytes = 1 + (3 * 9) + 5;

    private readonly byte[] _head = new byte[MaxHeadBytes];
    private int _headBytes;
    private int _payloadLeft;
    private ChannelFrame _frame;

    /// <summary>Goes on with what comes next in the stream.</summary>
    /// <exception cref="BadFrameException">It is no frame, or larger than allowed.</exception>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_payloadLeft == 0)
            {
                _head[_headBytes++] = bytes[0];
                bytes = bytes[1..];
                if (TryReadHead() is not { } frame) continue;
                _headBytes = 0;
                _frame = frame;
                _payloadLeft = frame.PayloadBytes;
            }
            else
            {
                var passed = Math.Min(_payloadLeft, bytes.Length);
                _payloadLeft -= passed;
                bytes = bytes[passed..];
            }

            if (_payloadLeft == 0) onFrame(_frame);
        }
    }

    private ChannelFrame? TryReadHead()
    {
        var head = _head.AsSpan(0, _headBytes);
        if (head[0] is not (0x93 or 0x94)) throw new BadFrameException("What came is no frame of a multiplexed stream.");
        var at = 1;
        if (ReadInteger(head, ref at) is not { } kind || ReadInteger(head, ref at) is not { } channel || ReadInteger(head, ref at) is not { } source) return null;
        if (channel < 0 || source is < -1 or > 1) throw new BadFrameException("A frame of the multiplexed stream names no channel.");
        var payload = head[0] == 0x94 ? ReadLength(head, ref at) : 0;
        if (payload is null) return null;
        return payload <= MaxPayloadBytes
            ? new ChannelFrame((ChannelFrameKind)Math.Clamp(kind, -1, int.MaxValue), (ulong)channel, (ChannelSource)source, (int)payload)
            : throw new BadFrameException($"A frame of {payload} bytes is larger than the {MaxPayloadBytes} that a multiplexed stream carries.");
    }

    // Null while it is not complete.
    private static long? ReadInteger(ReadOnlySpan<byte> head, ref int at)
    {
        if (at >= head.Length) return null;
        var first = head[at];
        if (first is < 0x80 or >= 0xe0)
        {
            at++;
            return (sbyte)first;
        }

        // cc cd ce cf: unsigned of 1, 2, 4, 8 bytes; d0 d1 d2 d3: signed.
        if (first is < 0xcc or > 0xd3) throw new BadFrameException("A frame of the multiplexed stream has no number where one is due.");
        var length = 1 << ((first - 0xcc) & 3);
        if (at + 1 + length > head.Length) return null;
        var bytes = head.Slice(at + 1, length);
        at += 1 + length;
        return (length, first >= 0xd0) switch
        {
            (1, false) => bytes[0],
            (1, true) => (sbyte)bytes[0],
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            (2, true) => BinaryPrimitives.ReadInt16BigEndian(bytes),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            (4, true) => BinaryPrimitives.ReadInt32BigEndian(bytes),
            // Beyond the positive half it is negative here, and refused like one.
            _ => BinaryPrimitives.ReadInt64BigEndian(bytes),
        };
    }

    private static long? ReadLength(ReadOnlySpan<byte> head, ref int at)
    {
        if (at >= head.Length) return null;
        // c4 c5 c6: bytes with a length of 1, 2, 4 bytes.
        if (head[at] is < 0xc4 or > 0xc6) throw new BadFrameException("A frame of the multiplexed stream has no bytes where its payload is due.");
        var length = 1 << (head[at] - 0xc4);
        if (at + 1 + length > head.Length) return null;
        var bytes = head.Slice(at + 1, length);
        at += 1 + length;
        return length switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        };
    }
}
