using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Orchestrator.Terminals.Unix.Native;

namespace Orchestrator.Terminals.Unix;

/// <summary>The readiness of terminals on macOS: one kqueue. Not yet run on macOS.</summary>
internal sealed unsafe partial class KernelQueue : ReadinessQueue
{
    private const short Read = -1, Write = -2, Process = -5, User = -10;
    private const ushort Add_ = 0x1, Delete = 0x2, Clear = 0x20;
    private const uint Exit = 0x80000000, Trigger = 0x01000000;

    private readonly FileDescriptor _queue;

    // A process that ended before it could be watched: its end is reported from here.
    private readonly ConcurrentQueue<long> _ended = new();

    public KernelQueue()
    {
        _queue = FileDescriptor.OwnOrThrow(CreateQueue(), "Terminals cannot be watched");
        Change(new KernelEvent { Filter = User, Flags = Add_ | Clear });
    }

    public override void Add(long token, FileDescriptor master, int pid)
    {
        if (Change(new KernelEvent { Ident = Number(master), Filter = Read, Flags = Add_, Data = (nint)token })
            && Change(new KernelEvent { Ident = (nuint)pid, Filter = Process, Flags = Add_, FilterFlags = Exit, Data = (nint)token }))
            return;

        var error = Marshal.GetLastPInvokeError();
        if (error != UnixConstants.NoSuchProcess)
            throw new LaunchFailedException($"The process cannot be watched: {Marshal.GetPInvokeErrorMessage(error)}.");
        _ended.Enqueue(token);
        Wake();
    }

    public override void WatchWritable(long token, FileDescriptor master, bool wanted) =>
        Change(new KernelEvent { Ident = Number(master), Filter = Write, Flags = wanted ? Add_ : Delete, Data = (nint)token });

    public override void StopReading(FileDescriptor master)
    {
        Change(new KernelEvent { Ident = Number(master), Filter = Read, Flags = Delete });
        Change(new KernelEvent { Ident = Number(master), Filter = Write, Flags = Delete });
    }

    public override void Remove(long token, FileDescriptor master, int pid)
    {
        StopReading(master);
        Change(new KernelEvent { Ident = (nuint)pid, Filter = Process, Flags = Delete, FilterFlags = Exit });
    }

    public override int Wait(Span<Readiness> reports)
    {
        var events = stackalloc KernelEvent[reports.Length];
        var count = Control(_queue, null, 0, events, reports.Length, null);
        var filled = 0;
        for (var index = 0; index < count; index++)
        {
            ref var item = ref events[index];
            if (item.Filter != User)
                reports[filled++] = new Readiness(item.Data, item.Filter == Read, item.Filter == Write, item.Filter == Process);
        }

        while (filled < reports.Length && _ended.TryDequeue(out var token))
            reports[filled++] = new Readiness(token, Readable: false, Writable: false, Exited: true);
        if (!_ended.IsEmpty)
            Wake();
        return filled;
    }

    public override void Wake() => Change(new KernelEvent { Filter = User, FilterFlags = Trigger });

    public override void Dispose() => _queue.Dispose();

    private static nuint Number(FileDescriptor descriptor) => (nuint)descriptor.DangerousGetHandle();

    private bool Change(KernelEvent change) => Control(_queue, &change, 1, null, 0, null) == 0;

    [LibraryImport("libc", EntryPoint = "kqueue", SetLastError = true)]
    private static partial int CreateQueue();

    [LibraryImport("libc", EntryPoint = "kevent", SetLastError = true)]
    private static partial int Control(
        FileDescriptor queue, KernelEvent* changes, int changeCount, KernelEvent* events, int eventCount, void* timeout);

    /// <summary><c>struct kevent</c>; <see cref="Data"/> is its <c>udata</c>, the caller's own.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct KernelEvent
    {
        public nuint Ident;
        public short Filter;
        public ushort Flags;
        public uint FilterFlags;
        public nint Amount;
        public nint Data;
    }
}
