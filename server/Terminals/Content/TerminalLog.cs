using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Terminals.Content;

/// <summary>
/// The output of one terminal as an append-only log: a byte is known by <see cref="Epoch"/> and its absolute offset.
/// Keeps the last <see cref="CapacityBytes"/> while somebody reads it and the last <see cref="UnreadBytes"/> while nobody
/// does; an idle terminal costs nothing, a chatty one grows to that. One thread appends; any thread reads and watches. Watchers are called on the appending thread, outside the lock: they must
/// not block and must not throw, so they set a flag or pulse an event, and read elsewhere.
/// </summary>
/// <param name="epoch">Names this run of the program: offsets of two epochs have nothing to do with each other.</param>
internal sealed class TerminalLog(string epoch)
{
    /// <summary>How far a reader can fall behind and still get every byte; an hour of a chatty agent, seconds of a flood.</summary>
    public const int CapacityBytes = 2 * 1024 * 1024;

    /// <summary>
    /// What is kept for who may come: with hundreds of sessions that nobody looks at, what they printed is most of the
    /// memory there is. Who comes later than this gets a snapshot, which is about as large.
    /// </summary>
    public const int UnreadBytes = 256 * 1024;

    private const int FirstBytes = 4096;

    private readonly Lock _gate = new();

    // Byte number n lives at n - origin modulo the length.
    private byte[] _ring = [];
    private long _origin;
    private long _end;
    private TerminalExit? _exit;
    private ImmutableArray<LogWatch> _watches = [];
    private int _readers;

    public string Epoch { get; } = epoch;

    /// <summary>The oldest offset that can still be read.</summary>
    public long Start
    {
        get
        {
            lock (_gate)
                return StartUnderLock;
        }
    }

    /// <summary>The offset of the next byte.</summary>
    public long End
    {
        get
        {
            lock (_gate)
                return _end;
        }
    }

    /// <summary>How the program ended; null while more output may come.</summary>
    public TerminalExit? Exit
    {
        get
        {
            lock (_gate)
                return _exit;
        }
    }

    [MemberNotNullWhen(true, nameof(Exit))]
    public bool IsComplete => Exit is not null;

    private long StartUnderLock => Math.Max(_origin, _end - _ring.Length);

    private int MostUnderLock => _readers > 0 ? CapacityBytes : UnreadBytes;

    /// <summary>A log that goes on at <paramref name="offset"/>; what came before it is not kept.</summary>
    public static TerminalLog ContinueAt(string epoch, long offset) => new(epoch) { _origin = offset, _end = offset };

    /// <summary>A complete log that was kept elsewhere: <paramref name="bytes"/> begin at <paramref name="start"/>.</summary>
    public static TerminalLog Restore(string epoch, long start, byte[] bytes, TerminalExit exit)
    {
        var log = ContinueAt(epoch, start);
        if (bytes.Length > 0) log.Append(bytes);
        log.Complete(exit);
        return log;
    }

    /// <summary>Adds what the program wrote, and announces it. Throws once the log is complete.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        Add(bytes);
        Announce();
    }

    /// <summary>
    /// Adds what the program wrote, for a caller that holds a lock of its own and announces it when it has let go.
    /// Throws once the log is complete.
    /// </summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_exit is not null)
                throw new InvalidOperationException($"The log of epoch {Epoch} is complete.");
            if (bytes.IsEmpty)
                return;
            GrowUnderLock(bytes.Length);
            var kept = bytes[Math.Max(0, bytes.Length - _ring.Length)..];
            _end += bytes.Length;
            CopyIn(kept, _end - kept.Length);
        }
    }

    /// <summary>Tells the watchers that there is something new.</summary>
    public void Announce()
    {
        ImmutableArray<LogWatch> watches;
        lock (_gate)
            watches = _watches;
        foreach (var watch in watches)
            watch.Announce();
    }

    /// <summary>Ends the log; the first call counts. Watchers are told once more.</summary>
    public void Complete(TerminalExit exit)
    {
        lock (_gate)
        {
            if (_exit is not null)
                return;
            _exit = exit;
        }

        Announce();
    }

    /// <summary>
    /// Copies bytes from <paramref name="offset"/> on; <paramref name="count"/> is 0 at the end of the log. False when
    /// the offset is older than what is kept, or beyond the end.
    /// </summary>
    public bool TryCopyFrom(long offset, Span<byte> destination, out int count)
    {
        lock (_gate)
        {
            count = 0;
            if (offset < StartUnderLock || offset > _end)
                return false;

            count = (int)Math.Min(destination.Length, _end - offset);
            if (count == 0)
                return true;
            var at = (int)((offset - _origin) % _ring.Length);
            var first = Math.Min(count, _ring.Length - at);
            _ring.AsSpan(at, first).CopyTo(destination);
            _ring.AsSpan(0, count - first).CopyTo(destination[first..]);
            return true;
        }
    }

    /// <summary>
    /// Everything from <paramref name="offset"/> on. False when the offset is older than what is kept, or beyond the end.
    /// </summary>
    public bool TryReadFrom(long offset, out byte[] bytes)
    {
        lock (_gate)
        {
            var isKept = offset >= StartUnderLock && offset <= _end;
            bytes = isKept ? new byte[_end - offset] : [];
            return isKept && TryCopyFrom(offset, bytes, out _);
        }
    }

    /// <summary>The last bytes, at most <paramref name="maxBytes"/>, and the offset of the first of them.</summary>
    public (long Start, byte[] Bytes) ReadTail(int maxBytes)
    {
        lock (_gate)
        {
            var start = Math.Max(StartUnderLock, _end - maxBytes);
            TryReadFrom(start, out var bytes);
            return (start, bytes);
        }
    }

    /// <summary>
    /// Calls <paramref name="onChanged"/> after every append, after a change of size and after the end, until disposed. The positions in the
    /// answer were read in the same moment: whatever comes after them is announced.
    /// </summary>
    /// <param name="onChanged">What is called.</param>
    /// <param name="isReader">False for who wants to know and does not read: then no more is kept for it.</param>
    public LogWatch Watch(Action onChanged, bool isReader = true)
    {
        lock (_gate)
        {
            var watch = new LogWatch(this, onChanged, isReader, StartUnderLock, _end);
            _watches = _watches.Add(watch);
            if (isReader) _readers++;
            return watch;
        }
    }

    internal void Remove(LogWatch watch)
    {
        lock (_gate)
        {
            var others = _watches.Remove(watch);
            if (others.Length == _watches.Length) return;
            _watches = others;
            if (watch.IsReader) _readers--;
            if (_ring.Length > MostUnderLock) MoveUnderLock(MostUnderLock);
        }
    }

    private void GrowUnderLock(int more)
    {
        var due = Math.Min(MostUnderLock, _end - StartUnderLock + more);
        if (due <= _ring.Length) return;
        var length = Math.Max(_ring.Length, FirstBytes);
        while (length < due) length *= 2;
        MoveUnderLock(length);
    }

    // The oldest bytes go when not all fit.
    private void MoveUnderLock(int length)
    {
        var kept = (int)Math.Min(length, _end - StartUnderLock);
        var moved = GC.AllocateUninitializedArray<byte>(length);
        if (kept > 0) TryCopyFrom(_end - kept, moved.AsSpan(0, kept), out _);
        (_ring, _origin) = (moved, _end - kept);
    }

    private void CopyIn(ReadOnlySpan<byte> bytes, long offset)
    {
        var at = (int)((offset - _origin) % _ring.Length);
        var first = Math.Min(bytes.Length, _ring.Length - at);
        bytes[..first].CopyTo(_ring.AsSpan(at));
        bytes[first..].CopyTo(_ring);
    }
}
