namespace Orchestrator.Storage;

/// <summary>
/// What terminals printed, kept after their processes: <c>terminals/&lt;session&gt;/&lt;epoch&gt;.log</c>.
/// Both names are made by the server or checked by it before they get here.
/// </summary>
internal sealed class SpoolFiles(string folder)
{
    /// <summary>Writes a terminal's last output, whole or not at all.</summary>
    public async Task SaveAsync(string sessionId, string epoch, ReadOnlyMemory<byte> output, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(folder, sessionId));
        var path = FileOf(sessionId, epoch);
        await File.WriteAllBytesAsync(path + ".new", output, cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The output kept of a terminal; empty when there is none.</summary>
    public byte[] Load(string sessionId, string epoch)
    {
        var path = FileOf(sessionId, epoch);
        return File.Exists(path) ? File.ReadAllBytes(path) : [];
    }

    /// <summary>Removes all that is kept of a session.</summary>
    public void Delete(string sessionId)
    {
        var path = Path.Combine(folder, sessionId);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private string FileOf(string sessionId, string epoch) => Path.Combine(folder, sessionId, epoch + ".log");
}
