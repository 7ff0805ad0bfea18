using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Terminals.Windows;

/// <summary>The functions of Windows that this folder calls. Not yet run on Windows.</summary>
internal static unsafe partial class Kernel32
{
    private const string Library = "kernel32.dll";

    public const uint CreateSuspended = 0x4, Detached = 0x8, NewProcessGroup = 0x200, UnicodeEnvironment = 0x400, ExtendedStartup = 0x80000;
    public const nuint PseudoConsoleAttribute = 0x20016;
    public const uint Infinite = 0xFFFFFFFF;

    [LibraryImport(Library, EntryPoint = "CreatePipe", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CreatePipe(out SafeFileHandle read, out SafeFileHandle write, nint attributes, uint size);

    [LibraryImport(Library, EntryPoint = "CreatePseudoConsole")]
    public static partial int CreatePseudoConsole(Coordinates size, SafeFileHandle input, SafeFileHandle output, uint flags, out nint console);

    [LibraryImport(Library, EntryPoint = "ResizePseudoConsole")]
    public static partial int ResizePseudoConsole(nint console, Coordinates size);

    [LibraryImport(Library, EntryPoint = "ClosePseudoConsole")]
    public static partial void ClosePseudoConsole(nint console);

    [LibraryImport(Library, EntryPoint = "InitializeProcThreadAttributeList", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool InitializeAttributes(void* list, int count, uint flags, nuint* size);

    [LibraryImport(Library, EntryPoint = "UpdateProcThreadAttribute", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool UpdateAttribute(void* list, uint flags, nuint attribute, nint value, nuint size, nint previous, nint returned);

    [LibraryImport(Library, EntryPoint = "DeleteProcThreadAttributeList")]
    public static partial void DeleteAttributes(void* list);

    [LibraryImport(Library, EntryPoint = "CreateProcessW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CreateProcess(
        string program, char* commandLine, nint processSecurity, nint threadSecurity,
        [MarshalAs(UnmanagedType.Bool)] bool inheritHandles, uint flags, char* environment, string folder,
        StartupInfo* startup, ProcessInformation* information);

    [LibraryImport(Library, EntryPoint = "ResumeThread", SetLastError = true)]
    public static partial uint ResumeThread(nint thread);

    [LibraryImport(Library, EntryPoint = "CloseHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CloseHandle(nint handle);

    [LibraryImport(Library, EntryPoint = "WaitForSingleObject", SetLastError = true)]
    public static partial uint Wait(SafeProcessHandle process, uint milliseconds);

    [LibraryImport(Library, EntryPoint = "GetExitCodeProcess", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetExitCode(SafeProcessHandle process, out uint code);

    [LibraryImport(Library, EntryPoint = "OpenProcess", SetLastError = true)]
    public static partial nint OpenProcess(uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, int pid);

    [LibraryImport(Library, EntryPoint = "GetProcessTimes", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetTimes(SafeProcessHandle process, out long creation, out long exit, out long kernel, out long user);

    [LibraryImport(Library, EntryPoint = "TerminateProcess", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool TerminateProcess(SafeProcessHandle process, uint code);

    [LibraryImport(Library, EntryPoint = "CreateJobObjectW", SetLastError = true)]
    public static partial nint CreateJob(nint security, nint name);

    [LibraryImport(Library, EntryPoint = "SetInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetJobLimits(SafeFileHandle job, int kind, void* limits, uint size);

    [LibraryImport(Library, EntryPoint = "QueryInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool QueryJob(SafeFileHandle job, int kind, void* answer, uint size, nint returned);

    [LibraryImport(Library, EntryPoint = "AssignProcessToJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool AssignToJob(SafeFileHandle job, nint process);

    [LibraryImport(Library, EntryPoint = "TerminateJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool TerminateJob(SafeFileHandle job, uint code);

    [StructLayout(LayoutKind.Sequential)]
    public struct Coordinates
    {
        public short X, Y;
    }

    /// <summary><c>STARTUPINFOEXW</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct StartupInfo
    {
        public int Size;
        public nint Reserved, Desktop, Title;
        public int X, Y, Width, Height, Columns, Rows, Fill, Flags;
        public short Show, ReservedBytes;
        public nint ReservedData, Input, Output, Error;
        public void* Attributes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ProcessInformation
    {
        public nint Process, Thread;
        public int Pid, ThreadId;
    }
}
