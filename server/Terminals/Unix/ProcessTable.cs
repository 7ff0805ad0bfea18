namespace Orchestrator.Terminals.Unix;

/// <summary>
/// A picture of every process of the machine. Taking one costs some microseconds a process, so many sessions that
/// end together share it: whoever asks says how old it may be.
/// </summary>
internal sealed class ProcessTable
{
    private static readonly Lock Gate = new();
    private static ProcessTable? _latest;

    private readonly long _takenAt;
    private readonly Dictionary<int, ProcessRow> _rows;
    private readonly ILookup<int, ProcessRow> _bySession;
    private readonly ILookup<int, ProcessRow> _byParent;

    private ProcessTable(long takenAt, IEnumerable<ProcessRow> rows)
    {
        _takenAt = takenAt;
        _rows = rows.ToDictionary(row => row.Pid);
        _bySession = _rows.Values.ToLookup(row => row.Session);
        _byParent = _rows.Values.ToLookup(row => row.Parent);
    }

    /// <summary>A picture whose taking began after <paramref name="timestamp"/> of <see cref="TimeProvider.System"/>.</summary>
    public static ProcessTable TakenSince(long timestamp)
    {
        lock (Gate)
        {
            if (_latest is null || _latest._takenAt <= timestamp)
            {
                var takenAt = TimeProvider.System.GetTimestamp();
                _latest = new ProcessTable(takenAt, OperatingSystem.IsMacOS() ? MacProcesses.All() : LinuxProcesses.All());
            }

            return _latest;
        }
    }

    /// <summary>Null when no process has this pid.</summary>
    public ProcessRow? Find(int pid) => _rows.TryGetValue(pid, out var row) ? row : null;

    public IEnumerable<ProcessRow> InSession(int session) => _bySession[session];

    public IEnumerable<ProcessRow> ChildrenOf(int pid) => _byParent[pid];
}

/// <summary>
/// One process as the system lists it. The start time is in the system's own unit and tells processes of one boot
/// apart; one that has ended is a zombie, of which only the pid is left. Memory is told on Linux alone.
/// </summary>
internal readonly record struct ProcessRow(int Pid, int Parent, int Session, long StartTime, bool HasEnded, long ResidentBytes = 0);
