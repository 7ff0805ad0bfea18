using System.Runtime.InteropServices;

namespace Orchestrator.Hosting;

/// <summary>
/// A file that would pass the user's limit (<c>ulimit -f</c>) is an error like a full disk; by default the system ends
/// the process, and with a host all its sessions.
/// </summary>
internal static class FileSizeLimit
{
    // SIGXFSZ, on Linux and macOS alike.
    private const int LimitPassed = 25;

    /// <summary>Has the system report the error instead, until disposed.</summary>
    public static IDisposable? Survive() => OperatingSystem.IsWindows()
        ? null
        : PosixSignalRegistration.Create((PosixSignal)LimitPassed, signal => signal.Cancel = true);
}
