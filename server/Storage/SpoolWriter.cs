using Microsoft.Win32.SafeHandles;
using Orchestrator.Common;

namespace Orchestrator.Storage;

/// <summary>
/// Appends what one terminal's program prints to segments on disk, and lets the oldest go when more than
/// <see cref="MaxBytes"/> are kept. What is written outlives this process at once, because the system has it; nothing is
/// flushed to the disk. A disk that takes nothing leaves a hole: the next segment begins where writing was possible
/// again. One thread calls, with at most a quarter of <see cref="MaxBytes"/> at once.
/// </summary>
internal sealed class SpoolWriter(string folder, string epoch, TimeProvider time) : IDisposable
{
    /// <summary>Most bytes kept of one terminal.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int SegmentBytes = MaxBytes / 4;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Queue<(SpoolSegment Segment, long Length)> _full = new();
    private SafeFileHandle? _file;
    private SpoolSegment? _segment;
    private long _end;
    private TimeSpan _retryAt;

    /// <summary>Why the last bytes were not stored; null when they were.</summary>
    public IOException? Failure { get; private set; }

    /// <summary>Stores bytes that begin at <paramref name="offset"/>, or says in <see cref="Failure"/> why it could not.</summary>
    public void Append(long offset, ReadOnlySpan<byte> bytes)
    {
        if (Failure is not null && time.Elapsed() < _retryAt) return;
        try
        {
            if (_file is null || Failure is not null || offset + bytes.Length - _segment!.Start > SegmentBytes) Begin(offset);
            RandomAccess.Write(_file!, bytes, offset - _segment!.Start);
            _end = offset + bytes.Length;
            Failure = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The program goes on; whoever shows it still gets what it prints.
            Failure = exception as IOException ?? new IOException(exception.Message, exception);
            _retryAt = time.Elapsed() + RetryAfter;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Begin(long offset)
    {
        Directory.CreateDirectory(folder);
        var segment = SpoolSegment.At(folder, epoch, offset);
        var file = File.OpenHandle(segment.Path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);
        _file?.Dispose();
        // A disk that takes files but no bytes must not be filled with the former.
        if (_segment is not null && _segment != segment && _end == _segment.Start) File.Delete(_segment.Path);
        else if (_segment is not null && _segment != segment) _full.Enqueue((_segment, _end - _segment.Start));
        (_file, _segment, _end) = (file, segment, offset);
        for (var kept = _full.Sum(full => full.Length); kept > MaxBytes - SegmentBytes; kept -= _full.Dequeue().Length)
            File.Delete(_full.Peek().Segment.Path);
    }
}
