using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Orchestrator.Terminals.Windows;

/// <summary>Starts and identifies processes on Windows. Not yet run on Windows.</summary>
internal static unsafe class WindowsProcesses
{
    public static ProcessPresence Read(int pid, out long startTime, out bool hasEnded)
    {
        const uint QueryLimited = 0x1000;
        const int InvalidParameter = 87;
        startTime = 0;
        hasEnded = false;
        using var process = new SafeProcessHandle(Kernel32.OpenProcess(QueryLimited, false, pid), ownsHandle: true);
        if (process.IsInvalid)
            return Marshal.GetLastPInvokeError() == InvalidParameter ? ProcessPresence.Gone : ProcessPresence.Unknown;
        if (!Kernel32.GetTimes(process, out startTime, out var exitTime, out _, out _))
            return ProcessPresence.Unknown;

        hasEnded = exitTime != 0;
        return ProcessPresence.Alive;
    }

    /// <summary>Starts a program without console or inherited handles, in a process group of its own.</summary>
    /// <returns>Its process id.</returns>
    public static int StartDetached(
        string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var information = Create(
            program, arguments, environment, folder, Kernel32.Detached | Kernel32.NewProcessGroup, attributes: null);
        Kernel32.CloseHandle(information.Thread);
        Kernel32.CloseHandle(information.Process);
        return information.Pid;
    }

    /// <summary>The caller closes both handles of the answer.</summary>
    /// <exception cref="LaunchFailedException">Windows refused.</exception>
    public static Kernel32.ProcessInformation Create(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string folder,
        uint flags,
        void* attributes)
    {
        const int UseGivenStreams = 0x100;
        var startup = new Kernel32.StartupInfo { Size = sizeof(Kernel32.StartupInfo), Attributes = attributes };
        if (attributes is null)
            startup.Size -= sizeof(void*);
        else
            startup.Flags = UseGivenStreams; // Null streams, so that ours are not passed on: the console provides its own.

        Kernel32.ProcessInformation information;
        fixed (char* line = CommandLine.Write(program, arguments) + '\0')
        fixed (char* block = CommandLine.WriteEnvironment(environment))
        {
            if (!Kernel32.CreateProcess(
                program, line, 0, 0, false, flags | Kernel32.UnicodeEnvironment, block, folder, &startup, &information))
                throw Failure($"'{program}' could not be started");
        }

        return information;
    }

    public static LaunchFailedException Failure(string what) =>
        new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()).TrimEnd('.', ' ')}.");
}
