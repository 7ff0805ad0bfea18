namespace Orchestrator.Terminals;

/// <summary>Takes what a terminal can take now: the number of bytes written, 0 when it is full.</summary>
internal delegate int TerminalWriter(ReadOnlySpan<byte> bytes);

/// <summary>
/// Owns the input that a terminal has not taken yet, in order. Bytes go straight through while nothing waits, which
/// keeps echo fast; a program that never reads costs at most <see cref="MaxPendingBytes"/>. Any thread may call.
/// </summary>
/// <param name="write">Writes without blocking. Called under the lock.</param>
/// <param name="watchWritable">Asks for <see cref="Flush"/> when the terminal has room again. Called under the lock.</param>
/// <param name="taken">Told whenever the terminal has taken all there was. Called under the lock.</param>
internal sealed class TerminalInput(TerminalWriter write, Action<bool> watchWritable, Action taken)
{
    /// <summary>More than any paste a person means, little enough for a hundred stuck programs.</summary>
    public const int MaxPendingBytes = 4 * 1024 * 1024;

    private readonly Lock _gate = new();
    private byte[] _pending = [];
    private int _start;
    private int _count;
    private bool _isClosed;

    /// <summary>False when the bytes do not fit or the terminal is closed; then none was accepted.</summary>
    public bool TryWrite(ReadOnlyMemory<byte> bytes)
    {
        lock (_gate)
        {
            if (_isClosed || bytes.Length > MaxPendingBytes - _count)
                return false;

            var rest = bytes.Span;
            if (_count == 0)
                rest = rest[write(rest)..];
            if (rest.IsEmpty)
            {
                taken();
                return true;
            }

            if (_count == 0)
                watchWritable(true);
            Append(rest);
            return true;
        }
    }

    /// <summary>Writes what waits, as far as the terminal takes it.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            while (_count > 0)
            {
                var written = write(_pending.AsSpan(_start, _count));
                if (written == 0)
                    return;
                _start += written;
                _count -= written;
            }

            Clear();
            if (_isClosed)
                return;
            watchWritable(false);
            taken();
        }
    }

    /// <summary>Moves up to the length of <paramref name="destination"/> out, for a writer that blocks.</summary>
    public int Take(Span<byte> destination)
    {
        lock (_gate)
        {
            var moved = Math.Min(_count, destination.Length);
            _pending.AsSpan(_start, moved).CopyTo(destination);
            _start += moved;
            _count -= moved;
            if (_count > 0 || moved == 0)
                return moved;
            Clear();
            taken();
            return moved;
        }
    }

    /// <summary>Forgets what waits; nothing is accepted or written from here on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Clear();
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_start + _count + bytes.Length > _pending.Length)
        {
            var size = Math.Max(_pending.Length, 4096);
            while (size < _count + bytes.Length)
                size *= 2;
            var moved = size == _pending.Length ? _pending : new byte[size];
            _pending.AsSpan(_start, _count).CopyTo(moved);
            _pending = moved;
            _start = 0;
        }

        bytes.CopyTo(_pending.AsSpan(_start + _count));
        _count += bytes.Length;
    }

    private void Clear()
    {
        _pending = [];
        _start = 0;
        _count = 0;
    }
}
