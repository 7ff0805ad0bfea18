using Orchestrator.Terminals.Unix;

namespace Orchestrator.Terminals;

/// <summary>Says which files the programs of a terminal have open.</summary>
internal static class ProcessFiles
{
    // One picture of the machine serves all that is asked within this.
    private static readonly TimeSpan OldestPicture = TimeSpan.FromSeconds(1);

    /// <summary>Absolute paths of the files that are open, more than once perhaps; none where the system does not tell.</summary>
    public static IEnumerable<string> OpenedBy(ProcessIdentity leader)
    {
        if (!OperatingSystem.IsLinux()) return [];
        var clock = TimeProvider.System;
        var table = ProcessTable.TakenSince(clock.GetTimestamp() - (long)(OldestPicture.TotalSeconds * clock.TimestampFrequency));
        return table.InSession(leader.Pid).SelectMany(row => OpenedBy(row.Pid));
    }

    private static IEnumerable<string> OpenedBy(int pid)
    {
        try
        {
            return [.. Directory.GetFiles($"/proc/{pid}/fd").Select(TargetOf).OfType<string>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return [];
        }
    }

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It was closed meanwhile.
            return null;
        }
    }
}
