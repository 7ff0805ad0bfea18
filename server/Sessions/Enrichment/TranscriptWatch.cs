using Microsoft.Extensions.Logging;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>A folder to watch.</summary>
/// <param name="Path">The folder.</param>
/// <param name="IsDeep">True to watch what is below its folders too.</param>
internal sealed record WatchedFolder(string Path, bool IsDeep);

/// <summary>
/// Watches folders of transcripts, each once however many sessions have theirs there. Where the system does not watch, or
/// not as much as is wanted, nothing is told: whoever asks looks by itself from time to time. One caller at a time.
/// </summary>
/// <param name="onMade">Called with the path of a file that is new. Any thread; must not block.</param>
/// <param name="onWritten">Likewise, of one that was written.</param>
/// <param name="logger">Told once of a folder that cannot be watched.</param>
internal sealed class TranscriptWatch(Action<string> onMade, Action<string> onWritten, ILogger logger) : IDisposable
{
    // Each takes a handle of the few that the system has for this.
    private const int MaxFolders = 16;

    private readonly Dictionary<WatchedFolder, FileSystemWatcher> _watchers = [];
    private readonly HashSet<WatchedFolder> _refused = [];

    /// <summary>Watches these folders, and no others any more. One that does not exist yet is tried again with the next call.</summary>
    public void Watch(IReadOnlySet<WatchedFolder> folders)
    {
        foreach (var gone in _watchers.Keys.Where(folder => !folders.Contains(folder) || !Directory.Exists(folder.Path)).ToList()) Forget(gone);
        foreach (var folder in folders)
            if (_watchers.Count < MaxFolders && !_watchers.ContainsKey(folder) && !_refused.Contains(folder) && Directory.Exists(folder.Path)) Begin(folder);
    }

    public void Dispose()
    {
        foreach (var watcher in _watchers.Values) watcher.Dispose();
        _watchers.Clear();
    }

    private void Begin(WatchedFolder folder)
    {
        var watcher = new FileSystemWatcher(folder.Path) { IncludeSubdirectories = folder.IsDeep, NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size };
        watcher.Created += (_, change) => onMade(change.FullPath);
        watcher.Changed += (_, change) => onWritten(change.FullPath);
        try
        {
            watcher.EnableRaisingEvents = true;
            _watchers[folder] = watcher;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The system's limit is reached, or the folder went away.
            watcher.Dispose();
            _refused.Add(folder);
            logger.LogWarning("A folder of transcripts is not watched, but looked at now and then: {Reason}", exception.Message);
        }
    }

    private void Forget(WatchedFolder folder)
    {
        _watchers.Remove(folder, out var watcher);
        watcher?.Dispose();
    }
}
