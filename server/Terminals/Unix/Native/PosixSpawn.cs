using System.Runtime.InteropServices;
using static Orchestrator.Terminals.Unix.Native.UnixConstants;

namespace Orchestrator.Terminals.Unix.Native;

/// <summary>
/// Starts a program as the leader of a session of its own, with one file as its three standard streams, no other
/// descriptor, and every signal as the system means it (.NET ignores SIGPIPE, and ignored signals are inherited).
/// Needs glibc 2.29, musl 1.1.24 or macOS 10.15, for starting in a folder.
/// </summary>
internal static unsafe partial class PosixSpawn
{
    private const int SetSignalDefaults = 0x04;
    private const int SetSignalMask = 0x08;
    private static readonly int NewSession = OperatingSystem.IsMacOS() ? 0x400 : 0x80;
    private static readonly int CloseOnExecByDefault = OperatingSystem.IsMacOS() ? 0x4000 : 0;

    // Since glibc 2.34; musl has none.
    private static readonly bool CanCloseFrom = Exports("posix_spawn_file_actions_addclosefrom_np");
    private static readonly bool CanChangeFolder = Exports("posix_spawn_file_actions_addchdir_np");

    /// <summary>
    /// Starts <paramref name="program"/>, an absolute path. <paramref name="standardStreams"/> is opened by the child:
    /// a terminal becomes its controlling terminal that way. With <paramref name="output"/> what it prints goes there instead.
    /// </summary>
    /// <returns>The process id. The caller must reap it.</returns>
    /// <exception cref="LaunchFailedException">The system refused.</exception>
    public static int Start(
        string program,
        IReadOnlyCollection<string> argv,
        IReadOnlyDictionary<string, string> environment,
        string folder,
        string standardStreams,
        FileDescriptor? output = null)
    {
        if (!CanChangeFolder)
            throw new LaunchFailedException("Starting programs needs glibc 2.29 or later (musl 1.1.24): update the system.");

        using var arguments = new NativeStrings(argv);
        using var variables = new NativeStrings([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        OpaqueBuffer actions, attributes;
        Check(InitActions(&actions), program);
        try
        {
            Check(InitAttributes(&attributes), program);
            try
            {
                Describe(&actions, folder, standardStreams, output, program);
                Describe(&attributes, program);
                Check(Spawn(out var pid, program, &actions, &attributes, arguments.Pointer, variables.Pointer), program);
                return pid;
            }
            finally
            {
                _ = DestroyAttributes(&attributes);
            }
        }
        finally
        {
            _ = DestroyActions(&actions);
        }
    }

    private static void Describe(OpaqueBuffer* actions, string folder, string standardStreams, FileDescriptor? output, string program)
    {
        Check(AddOpen(actions, 0, standardStreams, ReadWrite, 0), program);
        Check(AddDuplicate(actions, 0, 1), program);
        Check(AddDuplicate(actions, 0, 2), program);
        // Whoever calls owns it until this process is started.
        if (output is not null) Check(AddDuplicate(actions, (int)output.DangerousGetHandle(), 1), program);
        Check(AddChangeFolder(actions, folder), program);
        if (CloseOnExecByDefault != 0)
            return;

        if (CanCloseFrom)
        {
            Check(AddCloseFrom(actions, 3), program);
            return;
        }

        // .NET opens everything close-on-exec; this covers what native libraries have open at this moment.
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            if (int.TryParse(Path.GetFileName(entry), out var descriptor) && descriptor > 2)
                Check(AddClose(actions, descriptor), program);
        }
    }

    private static void Describe(OpaqueBuffer* attributes, string program)
    {
        OpaqueBuffer signals;
        _ = Libc.FillSignalSet(&signals);
        Check(SetDefaultSignals(attributes, &signals), program);
        _ = Libc.EmptySignalSet(&signals);
        Check(SetMask(attributes, &signals), program);
        Check(SetFlags(attributes, (short)(NewSession | SetSignalDefaults | SetSignalMask | CloseOnExecByDefault)), program);
    }

    private static void Check(int error, string program)
    {
        if (error != 0)
            throw new LaunchFailedException(Explain(error, program));
    }

    private static string Explain(int error, string program) => error switch
    {
        BadExecutable => $"'{program}' cannot be run on this machine: it is neither a program for it nor a script with a first line such as #!/bin/sh.",
        NoSuchFile => $"'{program}' cannot be run: the interpreter or loader it asks for is not installed.",
        AccessDenied or NotPermitted => $"'{program}' may not be run by this user: check its permissions and those of its interpreter.",
        ArgumentsTooLong => $"'{program}' cannot be started: its arguments and environment are longer than the system allows. Shorten them.",
        _ when error == TryAgain || error == OutOfMemory =>
            $"'{program}' cannot be started: the machine has no memory or process left ({Marshal.GetPInvokeErrorMessage(error)}). End something and try again.",
        _ => $"'{program}' could not be started: {Marshal.GetPInvokeErrorMessage(error)}.",
    };

    private static bool Exports(string symbol) =>
        NativeLibrary.TryLoad("libc", typeof(PosixSpawn).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, symbol, out _);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(
        out int pid, string path, OpaqueBuffer* actions, OpaqueBuffer* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(OpaqueBuffer* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(OpaqueBuffer* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(OpaqueBuffer* actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(OpaqueBuffer* actions, int descriptor, int copy);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    private static partial int AddClose(OpaqueBuffer* actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(OpaqueBuffer* actions, int first);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddChangeFolder(OpaqueBuffer* actions, string folder);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(OpaqueBuffer* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(OpaqueBuffer* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(OpaqueBuffer* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaultSignals(OpaqueBuffer* attributes, OpaqueBuffer* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(OpaqueBuffer* attributes, OpaqueBuffer* signals);

    /// <summary>Room for any of the library's structures; the largest known is 336 bytes (glibc's attributes).</summary>
    [StructLayout(LayoutKind.Sequential, Size = 1024, Pack = 16)]
    private struct OpaqueBuffer;
}
