namespace Orchestrator.Agents.Versions;

/// <summary>What stands at a program's path: another program there, or another version of it, has another stamp.</summary>
/// <param name="Path">Where the program was found.</param>
/// <param name="Target">The file behind all links.</param>
/// <param name="SizeBytes">Size of that file.</param>
/// <param name="ChangedAt">When that file was last written.</param>
internal sealed record ProgramStamp(string Path, string Target, long SizeBytes, DateTime ChangedAt)
{
    /// <summary>The stamp of what stands there now; null when nothing does, or it cannot be read.</summary>
    public static ProgramStamp? Of(string path)
    {
        try
        {
            var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
            return file.Exists ? new ProgramStamp(path, file.FullName, file.Length, file.LastWriteTimeUtc) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It went away this moment, or its links lead in a circle.
            return null;
        }
    }
}
