namespace Orchestrator.Storage;

/// <summary>
/// What terminals printed and showed, kept after their processes: <c>terminals/&lt;session&gt;/&lt;epoch&gt;.log</c>
/// and <c>.screen</c>. Both names are made by the server or checked by it before they get here.
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

    /// <summary>Removes all that is kept of a session.</summary>
    public void Delete(string sessionId)
    {
        var path = Path.Combine(folder, sessionId);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private static async Task ReplaceAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path + ".new", bytes, cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    private string LogOf(string sessionId, string epoch) => Path.Combine(folder, sessionId, epoch + ".log");

    private string ScreenOf(string sessionId, string epoch) => Path.Combine(folder, sessionId, epoch + ".screen");
}
