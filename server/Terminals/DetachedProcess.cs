using System.Collections.Immutable;
using Orchestrator.Terminals.Unix.Native;
using Orchestrator.Terminals.Windows;

namespace Orchestrator.Terminals;

/// <summary>Starts a program that outlives this one: no terminal, no inherited descriptor, nobody waits for it.</summary>
internal static class DetachedProcess
{
    /// <summary>
    /// Starts <paramref name="file"/> in a session of its own, in the root folder so that it keeps no other folder
    /// busy, with its standard streams on the null device. Should it end before this process does, it stays a
    /// zombie until then, which <see cref="ProcessProbe"/> calls gone.
    /// </summary>
    /// <param name="file">Absolute path, or a name on the PATH of <paramref name="environment"/>.</param>
    /// <param name="arguments">Arguments after the program's name.</param>
    /// <param name="environment">The whole environment; nothing is inherited.</param>
    /// <returns>Who was started; null when it was gone before it could be asked.</returns>
    /// <exception cref="LaunchFailedException">The program cannot be started.</exception>
    public static ProcessIdentity? Start(
        string file, ImmutableArray<string> arguments, ImmutableDictionary<string, string> environment)
    {
        var folder = Path.GetPathRoot(AppContext.BaseDirectory)!;
        var program = ProgramLookup.Find(new LaunchSpec(file, arguments, folder, environment, TerminalSize.Default));
        return ProcessProbe.Identify(OperatingSystem.IsWindows()
            ? WindowsProcesses.StartDetached(program, arguments, environment, folder)
            : PosixSpawn.Start(program, [file, .. arguments], environment, folder, "/dev/null"));
    }
}
