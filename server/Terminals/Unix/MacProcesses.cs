using System.Runtime.InteropServices;
using System.Text;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>Reads the process list of macOS through libproc. Not yet run on macOS.</summary>
internal static unsafe partial class MacProcesses
{
    /// <summary>Every process of this user; those that end meanwhile are left out.</summary>
    public static List<ProcessRow> All()
    {
        // The count grows while we ask: leave room.
        var pids = new int[ListPids(null, 0) + 256];
        int count;
        fixed (int* buffer = pids)
            count = ListPids(buffer, pids.Length * sizeof(int));

        var rows = new List<ProcessRow>();
        foreach (var pid in pids.AsSpan(0, Math.Clamp(count, 0, pids.Length)))
        {
            if (TryRead(pid, out var row) == 0)
                rows.Add(row);
        }

        return rows;
    }

    /// <summary>Zero, or the number of the error that kept <paramref name="pid"/> from being read.</summary>
    public static int TryRead(int pid, out ProcessRow row)
    {
        const int BasicInfo = 3, Zombie = 5;
        BasicProcessInfo info;
        row = default;
        if (ProcessInfo(pid, BasicInfo, 0, &info, sizeof(BasicProcessInfo)) != sizeof(BasicProcessInfo))
            return Marshal.GetLastPInvokeError() is var error and not 0 ? error : UnixConstants.NoSuchProcess;

        var startTime = (long)(info.StartSeconds * 1_000_000 + info.StartMicroseconds);
        row = new ProcessRow(pid, (int)info.Parent, Libc.GetSession(pid), startTime, info.Status == Zombie);
        return 0;
    }

    /// <summary>Names this boot of the machine; null when the system does not say.</summary>
    public static string? BootId()
    {
        var text = stackalloc byte[64];
        nuint length = 64;
        return SystemValue("kern.bootsessionuuid", text, &length, null, 0) == 0
            ? Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "proc_listallpids", SetLastError = true)]
    private static partial int ListPids(int* buffer, int bytes);

    [LibraryImport("libc", EntryPoint = "proc_pidinfo", SetLastError = true)]
    private static partial int ProcessInfo(int pid, int flavour, ulong argument, void* buffer, int bytes);

    [LibraryImport("libc", EntryPoint = "sysctlbyname", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SystemValue(string name, void* value, nuint* length, void* newValue, nuint newLength);

    /// <summary><c>struct proc_bsdinfo</c>, of which only these fields are read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 136)]
    private struct BasicProcessInfo
    {
        [FieldOffset(4)]
        public uint Status;

        [FieldOffset(16)]
        public uint Parent;

        [FieldOffset(120)]
        public ulong StartSeconds;

        [FieldOffset(128)]
        public ulong StartMicroseconds;
    }
}
