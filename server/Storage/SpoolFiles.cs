using System.Globalization;

namespace Orchestrator.Storage;

/// <summary>
/// What terminals printed and showed: <c>terminals/&lt;session&gt;/&lt;epoch&gt;.log</c> what viewers were told of an
/// ended one, <c>.screen</c> what it showed, and <see cref="SpoolSegment">.raw</see> what the program of one that runs,
/// or was lost, has printed. All names are made by the server or checked by it before they get here.
/// </summary>
internal sealed class SpoolFiles(string folder)
{
    /// <summary>Writes a terminal's last output, whole or not at all.</summary>
    public Task SaveAsync(string sessionId, string epoch, ReadOnlyMemory<byte> output, CancellationToken cancellationToken) =>
        ReplaceAsync(LogOf(sessionId, epoch), output, cancellationToken);

    /// <summary>The output kept of a terminal; empty when there is none.</summary>
    public byte[] Load(string sessionId, string epoch)
    {
        var path = LogOf(sessionId, epoch);
        return File.Exists(path) ? File.ReadAllBytes(path) : [];
    }

    /// <summary>Writes what a terminal shows, in place of what it showed before.</summary>
    public Task SaveCheckpointAsync(string sessionId, string epoch, ScreenCheckpoint checkpoint, CancellationToken cancellationToken) =>
        ReplaceAsync(ScreenOf(sessionId, epoch), checkpoint.ToBytes(), cancellationToken);

    /// <summary>What a terminal showed last; null when that was never written.</summary>
    /// <exception cref="InvalidDataException">The file is torn, or of another program or version.</exception>
    public ScreenCheckpoint? LoadCheckpoint(string sessionId, string epoch)
    {
        var path = ScreenOf(sessionId, epoch);
        if (!File.Exists(path)) return null;
        return ScreenCheckpoint.TryRead(File.ReadAllBytes(path), out var checkpoint)
            ? checkpoint
            : throw new InvalidDataException($"'{Path.GetFileName(path)}' is not a whole checkpoint of this version.");
    }

    /// <summary>Stores what a running terminal's program prints.</summary>
    public SpoolWriter Write(string sessionId, string epoch, TimeProvider time) => new(FolderOf(sessionId), epoch, time);

    /// <summary>
    /// What a terminal's program printed from <paramref name="from"/> on, as far as it is kept without a hole before
    /// <paramref name="end"/>; it begins later when the first of it is not kept any more.
    /// </summary>
    public (long Start, byte[] Bytes) ReadRaw(string sessionId, string epoch, long from, long end)
    {
        var start = from;
        using var bytes = new MemoryStream();
        foreach (var segment in SpoolSegment.Find(FolderOf(sessionId), epoch))
        {
            var next = start + bytes.Length;
            var part = segment.Read(next, end);
            if (part.Length == 0) continue;
            // Behind a hole, what came before it is of no use.
            if (segment.Start > next)
            {
                bytes.SetLength(0);
                start = segment.Start;
            }

            bytes.Write(part);
        }

        return (start, bytes.ToArray());
    }

    /// <summary>When a terminal's program last printed something that is kept; null when nothing is.</summary>
    public DateTimeOffset? LastRawAt(string sessionId, string epoch)
    {
        var segments = SpoolSegment.Find(FolderOf(sessionId), epoch);
        return segments.Count == 0 ? null : File.GetLastWriteTimeUtc(segments[^1].Path);
    }

    /// <summary>Notes how a terminal's program ended, for a host that was not there. Small, written whole or not at all.</summary>
    public void SaveExit(string sessionId, string epoch, int? code, string? signal)
    {
        var path = ExitOf(sessionId, epoch);
        Directory.CreateDirectory(FolderOf(sessionId));
        File.WriteAllText(path + ".new", string.Create(CultureInfo.InvariantCulture, $"{code} {signal}\n"));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>How a terminal's program ended; null when nobody noted it.</summary>
    public (int? Code, string? Signal)? LoadExit(string sessionId, string epoch)
    {
        var path = ExitOf(sessionId, epoch);
        if (!File.Exists(path)) return null;
        // 0␠ or ␠SIGKILL
        var text = File.ReadAllText(path);
        var words = text.TrimEnd('\n').Split(' ');
        if (words.Length != 2 || !text.EndsWith('\n')) return null;
        var hasCode = int.TryParse(words[0], CultureInfo.InvariantCulture, out var code);
        if (!hasCode && words[0].Length > 0) return null;
        return (hasCode ? code : null, words[1].Length > 0 ? words[1] : null);
    }

    /// <summary>Removes what a terminal's program printed, once what it showed is kept.</summary>
    public void DeleteRaw(string sessionId, string epoch)
    {
        foreach (var segment in SpoolSegment.Find(FolderOf(sessionId), epoch)) File.Delete(segment.Path);
        if (Directory.Exists(FolderOf(sessionId))) File.Delete(ExitOf(sessionId, epoch));
    }

    /// <summary>Removes all that is kept of one run.</summary>
    public void Delete(string sessionId, string epoch)
    {
        DeleteRaw(sessionId, epoch);
        if (!Directory.Exists(FolderOf(sessionId))) return;
        File.Delete(LogOf(sessionId, epoch));
        File.Delete(ScreenOf(sessionId, epoch));
    }

    /// <summary>Removes all that is kept of a session.</summary>
    public void Delete(string sessionId)
    {
        var path = FolderOf(sessionId);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private static async Task ReplaceAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path + ".new", bytes, cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    private string FolderOf(string sessionId) => Path.Combine(folder, sessionId);

    private string ExitOf(string sessionId, string epoch) => Path.Combine(folder, sessionId, epoch + ".exit");

    private string LogOf(string sessionId, string epoch) => Path.Combine(folder, sessionId, epoch + ".log");

    private string ScreenOf(string sessionId, string epoch) => Path.Combine(folder, sessionId, epoch + ".screen");
}
