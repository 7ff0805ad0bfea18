using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>Reads <c>/proc/PID/stat</c>.</summary>
internal static unsafe class LinuxProcesses
{
    /// <summary>Every process that can be read; those that end meanwhile are left out.</summary>
    public static List<ProcessRow> All()
    {
        var rows = new List<ProcessRow>();
        try
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(folder.AsSpan("/proc/".Length), out var pid) && TryRead(pid, out var row) == 0)
                    rows.Add(row);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No descriptor left, or no /proc here: the caller still knows the leader's process group.
        }

        return rows;
    }

    /// <summary>Zero, or the number of the error that kept <paramref name="pid"/> from being read.</summary>
    public static int TryRead(int pid, out ProcessRow row)
    {
        row = default;
        var path = stackalloc byte[32];
        Encoding.ASCII.GetBytes(FormattableString.Invariant($"/proc/{pid}/stat"), new Span<byte>(path, 31));
        path[31] = 0;
        var opened = Libc.Open(path, UnixConstants.ReadOnly | UnixConstants.CloseOnExec);
        if (opened < 0)
            return Marshal.GetLastPInvokeError();

        using var file = FileDescriptor.Own(opened);
        var text = stackalloc byte[1024];
        var length = Libc.Read(file, text, 1024);
        if (length < 0)
            return Marshal.GetLastPInvokeError();

        row = Parse(pid, new ReadOnlySpan<byte>(text, (int)length));
        return 0;
    }

    /// <summary>Such as <c>4711 (my (odd) name) S 1 4711 4711 34816 4711 4194304 ...</c>; the name may hold anything.</summary>
    internal static ProcessRow Parse(int pid, ReadOnlySpan<byte> stat)
    {
        const int State = 0, Parent = 1, Session = 3, StartTime = 19, ResidentPages = 21;
        var fields = stat[(stat.LastIndexOf((byte)')') + 2)..];
        int parent = 0, session = 0;
        var (startTime, residentPages) = (0L, 0L);
        var hasEnded = false;
        var index = 0;
        foreach (var range in fields.Split((byte)' '))
        {
            var field = fields[range];
            switch (index++)
            {
                case State: hasEnded = field[0] is (byte)'Z' or (byte)'X'; break;
                case Parent: parent = (int)Number(field); break;
                case Session: session = (int)Number(field); break;
                case StartTime: startTime = Number(field); break;
                case ResidentPages: residentPages = Number(field); break;
            }
        }

        return new ProcessRow(pid, parent, session, startTime, hasEnded, residentPages * Environment.SystemPageSize);
    }

    private static long Number(ReadOnlySpan<byte> field) => Utf8Parser.TryParse(field, out long number, out _) ? number : 0;
}
