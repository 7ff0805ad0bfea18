using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>
/// Every process that belongs to one terminal: its session, and the descendants that left the session while their
/// parents lived. Signals them and nobody else. Any thread may call.
/// </summary>
/// <remarks>
/// A session's number belongs to nobody else as long as its leader was not reaped or any member lives. So members are
/// found by that number only while one process known by pid and start time still holds it.
/// </remarks>
/// <param name="leader">The process the terminal was opened for.</param>
/// <param name="isChild">False when it was started by another process than this one, which may be gone.</param>
internal sealed class TerminalProcesses(ProcessIdentity leader, bool isChild = true)
{
    // A first signal may miss what was forked in the last moments; the ones after it look again.
    private static readonly TimeSpan OldestPicture = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private Dictionary<int, ProcessRow> _known = [];
    private long _changedAt = TimeProvider.System.GetTimestamp();
    private bool _isReaped;
    private bool _leaderHasEnded;

    /// <summary>Sends each of <paramref name="signals"/> to every living process. False when none was left.</summary>
    public bool Signal(params ReadOnlySpan<int> signals)
    {
        lock (_gate)
        {
            var any = false;
            foreach (var row in LookAround())
                any |= Signal(row, signals);
            if (!any && !_isReaped && !_leaderHasEnded && isChild)
                any = SignalGroup(signals);
            _changedAt = TimeProvider.System.GetTimestamp();
            return any;
        }
    }

    /// <summary>Remembers who belongs to the terminal now: those who leave its session can be found only from here.</summary>
    public void Remember()
    {
        lock (_gate)
            LookAround();
    }

    /// <summary>Signals the leader's process group without looking at each process. Nothing once the leader is reaped.</summary>
    public bool SignalLeaderGroup(params ReadOnlySpan<int> signals)
    {
        lock (_gate)
            return !_isReaped && SignalGroup(signals);
    }

    /// <summary>Somebody else reaped the leader: its process id may mean another process from now on.</summary>
    public void LeaderWasReaped()
    {
        lock (_gate)
            _isReaped = true;
    }

    /// <summary>
    /// After the leader ended: hangs up what is left of its session, remembers it for later signals, and gives the
    /// leader's process id back to the system.
    /// </summary>
    public void Release()
    {
        lock (_gate)
        {
            if (_isReaped)
                return;
            _changedAt = TimeProvider.System.GetTimestamp();
            foreach (var row in LookAround().Where(row => row.Session == leader.Pid))
                Signal(row, [UnixSignal.HangUp, UnixSignal.Continue]);
            ChildExit.Reap(leader.Pid);
            _isReaped = true;
        }
    }

    private Dictionary<int, ProcessRow>.ValueCollection LookAround()
    {
        var clock = TimeProvider.System;
        var oldest = clock.GetTimestamp() - (long)(OldestPicture.TotalSeconds * clock.TimestampFrequency);
        var table = ProcessTable.TakenSince(Math.Max(oldest, _changedAt));
        var found = new Dictionary<int, ProcessRow>();
        foreach (var row in _known.Values)
        {
            if (table.Find(row.Pid) is { } now && now.StartTime == row.StartTime)
                found[now.Pid] = now;
        }

        // Of a leader that is no child of this process nobody keeps the number, but its session does while it has members.
        var isReused = table.Find(leader.Pid) is { } present && present.StartTime != leader.StartTime;
        if (!isReused && (!_isReaped || found.Values.Any(row => row.Session == leader.Pid)))
        {
            foreach (var row in table.InSession(leader.Pid))
                found[row.Pid] = row;
        }

        var parents = new Stack<ProcessRow>(found.Values);
        while (parents.TryPop(out var parent))
        {
            foreach (var child in table.ChildrenOf(parent.Pid))
            {
                if (found.TryAdd(child.Pid, child))
                    parents.Push(child);
            }
        }

        _leaderHasEnded = table.Find(leader.Pid) is { HasEnded: true };
        _known = found.Values.Where(row => !row.HasEnded).ToDictionary(row => row.Pid);
        return _known.Values;
    }

    // Needs no descriptor, so a stop works also when this process has none left.
    private bool SignalGroup(ReadOnlySpan<int> signals)
    {
        var sent = false;
        foreach (var signal in signals)
            sent |= leader.Pid > 1 && Libc.Kill(-leader.Pid, signal) == 0;
        return sent;
    }

    private static bool Signal(ProcessRow row, ReadOnlySpan<int> signals)
    {
        if (row.Pid <= 1 || row.Pid == Environment.ProcessId)
            return false;

        return OperatingSystem.IsMacOS() ? SignalByPid(row, signals) : SignalByDescriptor(row, signals);
    }

    // The descriptor is opened first and then compared, so nothing can take the pid's place in between.
    private static bool SignalByDescriptor(ProcessRow row, ReadOnlySpan<int> signals)
    {
        var opened = ProcessDescriptor.Open(row.Pid);
        if (opened < 0)
            return false;

        using var process = FileDescriptor.Own(opened);
        if (LinuxProcesses.TryRead(row.Pid, out var now) != 0 || now.StartTime != row.StartTime || now.HasEnded)
            return false;

        var sent = false;
        foreach (var signal in signals)
            sent |= ProcessDescriptor.Signal(process, signal);
        return sent;
    }

    private static bool SignalByPid(ProcessRow row, ReadOnlySpan<int> signals)
    {
        if (MacProcesses.TryRead(row.Pid, out var now) != 0 || now.StartTime != row.StartTime || now.HasEnded)
            return false;

        var sent = false;
        foreach (var signal in signals)
            sent |= Libc.Kill(row.Pid, signal) == 0;
        return sent;
    }
}
