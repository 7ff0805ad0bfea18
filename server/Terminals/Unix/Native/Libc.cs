using System.Runtime.InteropServices;

namespace Orchestrator.Terminals.Unix.Native;

/// <summary>The functions of the C library that this folder calls. All numbers come from <see cref="UnixConstants"/>.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    // Arguments of a variadic function travel on the stack there, while every other platform uses registers.
    private static readonly bool VariadicOnStack =
        OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "pipe", SetLastError = true)]
    public static partial int Pipe(int* ends);

    [LibraryImport(Library, EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* ends, int flags);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(FileDescriptor descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(FileDescriptor descriptor, byte* buffer, nint count);

    [LibraryImport(Library, EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    [LibraryImport(Library, EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenPseudoTerminal(int flags);

    [LibraryImport(Library, EntryPoint = "grantpt", SetLastError = true)]
    public static partial int GrantPseudoTerminal(FileDescriptor master);

    [LibraryImport(Library, EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int UnlockPseudoTerminal(FileDescriptor master);

    /// <summary>Answers the error number itself; does not set errno on every system.</summary>
    [LibraryImport(Library, EntryPoint = "ptsname_r")]
    public static partial int PseudoTerminalName(FileDescriptor master, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetTerminalAttributes(FileDescriptor terminal, void* attributes);

    [LibraryImport(Library, EntryPoint = "tcsetattr", SetLastError = true)]
    public static partial int SetTerminalAttributes(FileDescriptor terminal, int when, void* attributes);

    [LibraryImport(Library, EntryPoint = "tcgetpgrp", SetLastError = true)]
    public static partial int GetForegroundGroup(FileDescriptor terminal);

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int pid, int signal);

    [LibraryImport(Library, EntryPoint = "getsid", SetLastError = true)]
    public static partial int GetSession(int pid);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    public static partial int WaitId(int idType, int id, byte* signalInfo, int options);

    [LibraryImport(Library, EntryPoint = "sigfillset")]
    public static partial int FillSignalSet(void* set);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    public static partial int EmptySignalSet(void* set);

    /// <summary><c>ioctl</c> with one integer or pointer, whichever way the platform passes variadic arguments.</summary>
    public static int Control(FileDescriptor descriptor, nuint request, nint argument) => VariadicOnStack
        ? ControlOnStack(descriptor, request, 0, 0, 0, 0, 0, 0, argument)
        : ControlInRegister(descriptor, request, argument);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlInRegister(FileDescriptor descriptor, nuint request, nint argument);

    // Two named arguments and six that fill the remaining registers: the last one lands on the stack.
    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlOnStack(
        FileDescriptor descriptor, nuint request, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, nint argument);
}
