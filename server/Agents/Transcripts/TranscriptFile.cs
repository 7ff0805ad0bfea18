using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Agents.Transcripts;

/// <summary>Reads on in a transcript from where it was left: only what is new, in bounded memory.</summary>
internal static class TranscriptFile
{
    // The first lines say what the conversation is, and the last ones its totals. A line of instructions is some 20 KiB.
    private const int HeadBytes = 256 * 1024;
    private const int FirstTailBytes = 1024 * 1024;

    /// <summary>The cursor behind what the file has now.</summary>
    /// <exception cref="IOException">The file cannot be read, or is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static async Task<TranscriptCursor> ReadOnAsync(TranscriptCursor cursor, ITranscriptFormat format, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(cursor.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var end = RandomAccess.GetLength(file);
        // A shorter one is another file.
        if (end < cursor.Offset) cursor = new TranscriptCursor(cursor.Path, cursor.NativeSessionId, cursor.IsChild);
        return cursor.Offset == 0 && format.EndsWithTotals && end > HeadBytes + FirstTailBytes
            ? await ReadEndsAsync(file, cursor, end, format, cancellationToken)
            : await ReadPartAsync(file, cursor, end, format, cancellationToken);
    }

    // As much of the tail as it takes to find the totals.
    private static async Task<TranscriptCursor> ReadEndsAsync(
        SafeFileHandle file, TranscriptCursor cursor, long end, ITranscriptFormat format, CancellationToken cancellationToken)
    {
        var head = await ReadPartAsync(file, cursor, HeadBytes, format, cancellationToken);
        for (var bytes = (long)FirstTailBytes; end - bytes > head.Offset; bytes *= 4)
        {
            var start = await LineStartAsync(file, end - bytes, end, cancellationToken);
            var tail = await ReadPartAsync(file, head with { Offset = start }, end, format, cancellationToken);
            if (!tail.Reading.Usage.SequenceEqual(head.Reading.Usage)) return tail;
        }

        return await ReadPartAsync(file, head, end, format, cancellationToken);
    }

    private static async Task<TranscriptCursor> ReadPartAsync(
        SafeFileHandle file, TranscriptCursor cursor, long end, ITranscriptFormat format, CancellationToken cancellationToken)
    {
        using var lines = new TranscriptLineReader(file, cursor.Offset, end);
        var (reading, skipped) = (cursor.Reading, cursor.Skipped);
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            if (line.Bytes.IsEmpty || !format.MayMatter(line.Bytes.Span)) continue;
            if (!line.IsWhole || Apply(format, reading, line.Bytes) is not { } next) skipped++;
            else reading = next;
        }

        return cursor with { Offset = lines.Position, Skipped = skipped, Reading = reading };
    }

    private static TranscriptReading? Apply(ITranscriptFormat format, TranscriptReading reading, ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return format.Read(reading, json.RootElement);
        }
        catch (JsonException)
        {
            // A line that is torn or no JSON says nothing; the next one does.
            return null;
        }
    }

    // The position is within some line: that one is left out.
    private static async Task<long> LineStartAsync(SafeFileHandle file, long position, long end, CancellationToken cancellationToken)
    {
        using var lines = new TranscriptLineReader(file, position, end);
        await lines.NextAsync(cancellationToken);
        return lines.Position;
    }
}
