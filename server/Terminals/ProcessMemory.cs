using Orchestrator.Terminals.Unix;

namespace Orchestrator.Terminals;

/// <summary>Says how much memory programs use.</summary>
internal static class ProcessMemory
{
    // One picture of the machine serves all that is asked within this.
    private static readonly TimeSpan OldestPicture = TimeSpan.FromSeconds(5);

    /// <summary>Bytes in memory of a terminal's processes, those that left its session not included; null where the system does not tell.</summary>
    public static long? Of(ProcessIdentity leader)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var clock = TimeProvider.System;
        var table = ProcessTable.TakenSince(clock.GetTimestamp() - (long)(OldestPicture.TotalSeconds * clock.TimestampFrequency));
        return table.InSession(leader.Pid).Sum(row => row.ResidentBytes);
    }
}
