using System.Runtime.InteropServices;

namespace Orchestrator.Terminals.Unix.Native;

/// <summary>Linux's descriptors of processes: they never mean a later process with the same pid.</summary>
internal static partial class ProcessDescriptor
{
    // The same numbers on every architecture.
    private const nint SendSignal = 424, OpenProcess = 434;

    /// <summary>-1 when there is no such process. The descriptor is close-on-exec and readable once the process ended.</summary>
    public static int Open(int pid) => (int)SystemCall(OpenProcess, pid, 0, 0, 0);

    /// <summary>False when the process ended or may not be signalled.</summary>
    public static bool Signal(FileDescriptor process, int signal)
    {
        var added = false;
        try
        {
            process.DangerousAddRef(ref added);
            return SystemCall(SendSignal, process.DangerousGetHandle(), signal, 0, 0) == 0;
        }
        finally
        {
            if (added)
                process.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint a, nint b, nint c, nint d);
}
