using System.Buffers;
using System.Buffers.Binary;

namespace Orchestrator.ScreenHost;

/// <summary>
/// The frames of one conversation over the standard streams: the length as 4 bytes, lowest first, then that many bytes.
/// Answers are collected and leave when no further request is at hand, so that many requests can be under way.
/// </summary>
internal sealed class Frames(Stream input, Stream output)
{
    private const int FlushBytes = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _answers = new();
    private byte[] _received = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next request; null at the end of the input. Valid until the next call.</summary>
    public ReadOnlyMemory<byte>? Read()
    {
        if (!Have(sizeof(int))) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_received.AsSpan(_start));
        if (!Have(sizeof(int) + length)) return null;
        var frame = _received.AsMemory(_start + sizeof(int), length);
        _start += sizeof(int) + length;
        return frame;
    }

    /// <summary>Adds an answer: whether the request worked, and its data.</summary>
    public void Write(bool worked, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[sizeof(int) + 1];
        BinaryPrimitives.WriteInt32LittleEndian(head, data.Length + 1);
        head[sizeof(int)] = worked ? (byte)0 : (byte)1;
        _answers.Write(head);
        _answers.Write(data);
        if (_answers.WrittenCount > FlushBytes) Flush();
    }

    private bool Have(int count)
    {
        while (_end - _start < count)
        {
            // Whoever asks next waits for the answers so far.
            Flush();
            MakeRoom(count);
            var read = input.Read(_received, _end, _received.Length - _end);
            if (read == 0) return false;
            _end += read;
        }

        return true;
    }

    private void MakeRoom(int count)
    {
        _received.AsSpan(_start, _end - _start).CopyTo(_received);
        (_start, _end) = (0, _end - _start);
        if (_received.Length < count) Array.Resize(ref _received, Math.Max(count, 2 * _received.Length));
    }

    private void Flush()
    {
        if (_answers.WrittenCount == 0) return;
        output.Write(_answers.WrittenSpan);
        output.Flush();
        _answers.ResetWrittenCount();
    }
}
