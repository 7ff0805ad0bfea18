using Orchestrator.Terminals.Unix;
using Orchestrator.Terminals.Unix.Native;
using Orchestrator.Terminals.Windows;

namespace Orchestrator.Terminals;

/// <summary>Says who a process is and whether it still runs. Any thread may call; nothing is waited for.</summary>
internal static class ProcessProbe
{
    private static readonly Lazy<string?> Boot = new(ReadBootId);

    /// <summary>Who <paramref name="pid"/> is now; null when there is no such process or it cannot be read.</summary>
    public static ProcessIdentity? Identify(int pid) =>
        Boot.Value is { } boot && Read(pid, out var startTime, out _) == ProcessPresence.Alive
            ? new ProcessIdentity(pid, startTime, boot)
            : null;

    /// <summary>Whether <paramref name="identity"/> runs. Only a certain "gone" may end a session.</summary>
    public static ProcessPresence Check(ProcessIdentity identity)
    {
        if (Boot.Value is not { } boot)
            return ProcessPresence.Unknown;
        if (boot != identity.BootId)
            return ProcessPresence.Gone;

        var presence = Read(identity.Pid, out var startTime, out var hasEnded);
        return presence == ProcessPresence.Alive && (hasEnded || startTime != identity.StartTime)
            ? ProcessPresence.Gone
            : presence;
    }

    private static ProcessPresence Read(int pid, out long startTime, out bool hasEnded)
    {
        if (OperatingSystem.IsWindows())
            return WindowsProcesses.Read(pid, out startTime, out hasEnded);

        var error = OperatingSystem.IsMacOS() ? MacProcesses.TryRead(pid, out var row) : LinuxProcesses.TryRead(pid, out row);
        startTime = row.StartTime;
        hasEnded = row.HasEnded;
        return error switch
        {
            0 => ProcessPresence.Alive,
            UnixConstants.NoSuchFile or UnixConstants.NoSuchProcess => ProcessPresence.Gone,
            _ => ProcessPresence.Unknown,
        };
    }

    private static string? ReadBootId()
    {
        // Start times on Windows are dates, which no reboot repeats.
        if (OperatingSystem.IsWindows())
            return "windows";
        if (OperatingSystem.IsMacOS())
            return MacProcesses.BootId();

        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without it no process can be told from one of an earlier boot: every answer is then "unknown".
            return null;
        }
    }
}

/// <summary>Whether a process runs. A failure to find out is not an answer.</summary>
internal enum ProcessPresence
{
    /// <summary>It runs.</summary>
    Alive,

    /// <summary>It certainly does not run any more.</summary>
    Gone,

    /// <summary>The system did not say.</summary>
    Unknown,
}
