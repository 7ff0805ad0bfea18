using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>The readiness of terminals on Linux: one epoll, with a pidfd for each leader. Needs Linux 5.3.</summary>
internal sealed unsafe partial class EventPoll : ReadinessQueue
{
    private const int Add_ = 1, Delete = 2, Modify = 3;
    private const uint In = 0x1, Out = 0x4;
    private const long WakeToken = 0;

    // The kernel's structure is packed on x86, where 32-bit programs made it so, and aligned elsewhere.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 ? 4 : 8;
    private static readonly int EventBytes = DataOffset + 8;

    private readonly FileDescriptor _poll;
    private readonly FileDescriptor _wake;
    private readonly ConcurrentDictionary<long, FileDescriptor> _leaders = new();

    public EventPoll()
    {
        const int CloseOnExec = 0x80000, NonBlocking = 0x800;
        _poll = FileDescriptor.OwnOrThrow(CreatePoll(CloseOnExec), "Terminals cannot be watched");
        _wake = FileDescriptor.OwnOrThrow(CreateEvent(0, CloseOnExec | NonBlocking), "Terminals cannot be watched");
        Apply(Add_, _wake, In, WakeToken);
    }

    public override void Add(long token, FileDescriptor master, int pid)
    {
        var leader = FileDescriptor.OwnOrThrow(
            ProcessDescriptor.Open(pid), "The process cannot be watched (this needs Linux 5.3 and a free descriptor)");
        _leaders[token] = leader;
        Apply(Add_, master, In, token << 1);
        Apply(Add_, leader, In, (token << 1) | 1);
    }

    public override void WatchWritable(long token, FileDescriptor master, bool wanted) =>
        Apply(Modify, master, wanted ? In | Out : In, token << 1);

    public override void StopReading(FileDescriptor master) => Apply(Delete, master, 0, 0);

    public override void Remove(long token, FileDescriptor master, int pid)
    {
        StopReading(master);
        if (_leaders.TryRemove(token, out var leader))
        {
            Apply(Delete, leader, 0, 0);
            leader.Dispose();
        }
    }

    public override int Wait(Span<Readiness> reports)
    {
        var buffer = stackalloc byte[reports.Length * EventBytes];
        var count = WaitForEvents(_poll, buffer, reports.Length, -1);
        var filled = 0;
        for (var index = 0; index < count; index++)
        {
            var item = buffer + index * EventBytes;
            var events = BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(item, 4));
            var data = BinaryPrimitives.ReadInt64LittleEndian(new ReadOnlySpan<byte>(item + DataOffset, 8));
            if (data == WakeToken)
            {
                long pulses;
                _ = Libc.Read(_wake, (byte*)&pulses, sizeof(long));
                continue;
            }

            // Hang-ups and errors show when reading; they come without being asked for.
            var exited = (data & 1) == 1;
            reports[filled++] = new Readiness(data >> 1, !exited && (events & ~Out) != 0, !exited && (events & Out) != 0, exited);
        }

        return filled;
    }

    public override void Wake()
    {
        var one = 1L;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(long));
    }

    public override void Dispose()
    {
        foreach (var leader in _leaders.Values)
            leader.Dispose();
        _wake.Dispose();
        _poll.Dispose();
    }

    // Modifying or removing what was just closed fails, which is what the caller wants then.
    private void Apply(int operation, FileDescriptor target, uint events, long data)
    {
        var item = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(item, 4), events);
        BinaryPrimitives.WriteInt64LittleEndian(new Span<byte>(item + DataOffset, 8), data);
        if (Control(_poll, operation, target, item) != 0 && operation == Add_)
            throw new LaunchFailedException($"The terminal cannot be watched: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int CreatePoll(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(FileDescriptor poll, int operation, FileDescriptor target, byte* item);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    private static partial int WaitForEvents(FileDescriptor poll, byte* items, int count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int CreateEvent(uint initial, int flags);
}
