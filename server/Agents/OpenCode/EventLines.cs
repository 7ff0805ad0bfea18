namespace Orchestrator.Agents.OpenCode;

/// <summary>The lines of a stream that never ends; one that is too long is left out, and takes no memory.</summary>
internal sealed class EventLines(Stream stream)
{
    /// <summary>Longest line that is read. A dialog brings the change along that it asks for.</summary>
    public const int MaxBytes = 1024 * 1024;

    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _searched;
    private int _end;
    private bool _isTooLong;

    /// <summary>The next line, valid until the next call; null at the end of the stream.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (TakeLine() is { } line)
                if (line is { IsWhole: true }) return line.Bytes;
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0) return null;
            _end += count;
        }
    }

    private (ReadOnlyMemory<byte> Bytes, bool IsWhole)? TakeLine()
    {
        var index = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (index < 0)
        {
            _searched = _end;
            return null;
        }

        var line = (_buffer.AsMemory(_start, _searched + index - _start), !_isTooLong);
        (_start, _isTooLong) = (_searched + index + 1, false);
        _searched = _start;
        return line;
    }

    private void MakeRoom()
    {
        if (_end - _start >= MaxBytes) (_start, _isTooLong) = (_end, true);
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _searched, _end) = (0, _end - _start, _end - _start);
        if (_end == _buffer.Length) Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, MaxBytes + 1));
    }
}
