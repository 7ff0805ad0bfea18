using System.Runtime.InteropServices;

namespace Orchestrator.Terminals.Unix.Native;

/// <summary>Asks how a child of this process ended, and lets go of its process id.</summary>
internal static unsafe class ChildExit
{
    /// <summary>Nobody knows how the process ended.</summary>
    public static readonly TerminalExit Unknown = new(Code: null, Signal: null);

    // signal, errno and code come first everywhere; then Linux on 64 bits aligns the union that holds pid, uid and status.
    private static readonly int PidOffset = OperatingSystem.IsMacOS() ? 12 : 16;

    /// <summary>
    /// How <paramref name="pid"/> ended, null while it runs. The process stays a zombie, so that its id and the ids
    /// of its group and session belong to nobody else until <see cref="Reap"/>.
    /// </summary>
    /// <returns><see cref="Unknown"/> when somebody else reaped it, as happens when this process was started with
    /// SIGCHLD ignored.</returns>
    public static TerminalExit? Peek(int pid)
    {
        const int CodeOffset = 8, StatusFromPid = 8, ExitedByItself = 1;
        var info = stackalloc byte[128];
        if (!Wait(pid, info, UnixConstants.WaitNoHang | UnixConstants.WaitExited | UnixConstants.WaitWithoutReaping))
            return Unknown;
        if (*(int*)(info + PidOffset) == 0)
            return null;

        var status = *(int*)(info + PidOffset + StatusFromPid);
        return *(int*)(info + CodeOffset) == ExitedByItself
            ? new TerminalExit(status, Signal: null)
            : new TerminalExit(Code: null, UnixSignal.Name(status));
    }

    /// <summary>Removes the zombie of <paramref name="pid"/>; waits for the end of the process when it still runs.</summary>
    public static void Reap(int pid)
    {
        var info = stackalloc byte[128];
        Wait(pid, info, UnixConstants.WaitExited);
    }

    private static bool Wait(int pid, byte* info, int options)
    {
        while (true)
        {
            new Span<byte>(info, 128).Clear();
            if (Libc.WaitId(UnixConstants.WaitForPid, pid, info, options) == 0)
                return true;
            if (Marshal.GetLastPInvokeError() != UnixConstants.Interrupted)
                return false;
        }
    }
}
