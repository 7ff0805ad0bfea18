using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Agents.Transcripts;

/// <summary>One line of a file.</summary>
/// <param name="Bytes">The line without its end; of one that is too long the beginning. Valid until the next one is read.</param>
/// <param name="IsWhole">False for one that is too long.</param>
internal readonly record struct TranscriptLine(ReadOnlyMemory<byte> Bytes, bool IsWhole);

/// <summary>
/// The whole lines of a part of a file, one after the other, in bounded memory however long they are. What stands behind
/// the last line end is still being written, and is left.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="start">Where the first line begins.</param>
/// <param name="end">Where the part ends.</param>
internal sealed class TranscriptLineReader(SafeFileHandle file, long start, long end) : IDisposable
{
    /// <summary>Longest line that is read. Those that tell anything are some KiB long; images in a prompt make megabytes.</summary>
    public const int MaxLineBytes = 4 * 1024 * 1024;

    private const int FirstBufferBytes = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferBytes);
    private int _from;
    private int _to;
    private long _next = start;

    /// <summary>Position behind the last line that was read.</summary>
    public long Position { get; private set; } = start;

    /// <summary>The next line; null behind the last whole one.</summary>
    public async ValueTask<TranscriptLine?> NextAsync(CancellationToken cancellationToken)
    {
        for (var searched = 0; ;)
        {
            var length = _buffer.AsSpan(_from + searched, _to - _from - searched).IndexOf((byte)'\n');
            if (length >= 0) return Take(searched + length);
            searched = _to - _from;
            if (searched > MaxLineBytes) return await TakeTooLongAsync(cancellationToken);
            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _from = _to = 0;
    }

    private TranscriptLine Take(int length)
    {
        var isWhole = length <= MaxLineBytes;
        var line = new TranscriptLine(_buffer.AsMemory(_from, isWhole ? length : FirstBufferBytes), isWhole);
        _from += length + 1;
        Position += length + 1;
        return line;
    }

    // Its beginning stays in the buffer while the rest of it is read past.
    private async ValueTask<TranscriptLine?> TakeTooLongAsync(CancellationToken cancellationToken)
    {
        var beginning = _buffer.AsSpan(_from, FirstBufferBytes).ToArray();
        var length = 0L;
        while (true)
        {
            var rest = _buffer.AsSpan(_from, _to - _from).IndexOf((byte)'\n');
            if (rest >= 0)
            {
                _from += rest + 1;
                Position += length + rest + 1;
                return new TranscriptLine(beginning, IsWhole: false);
            }

            length += _to - _from;
            _from = _to = 0;
            if (!await FillAsync(cancellationToken)) return null;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        MakeRoom();
        var room = (int)Math.Min(_buffer.Length - _to, end - _next);
        if (room <= 0) return false;
        var read = await RandomAccess.ReadAsync(file, _buffer.AsMemory(_to, room), _next, cancellationToken);
        _to += read;
        _next += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        if (_to < _buffer.Length) return;
        if (_from == 0)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.AsSpan(0, _to).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
            return;
        }

        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        _to -= _from;
        _from = 0;
    }
}
