using System.Collections.Immutable;
using Orchestrator.Terminals.Unix;
using Orchestrator.Terminals.Windows;

namespace Orchestrator.Terminals;

/// <summary>A short command to run. No shell is involved: arguments arrive as given.</summary>
/// <param name="File">Program: an absolute path, or a name looked up on the PATH of <paramref name="Environment"/>.</param>
/// <param name="Arguments">Arguments after the program's name.</param>
/// <param name="Folder">Absolute folder it starts in.</param>
/// <param name="Environment">The whole environment of the process; nothing is inherited.</param>
/// <param name="Longest">How long it may take.</param>
/// <param name="MaxOutputBytes">Most that is read of what it prints; one that prints more is ended.</param>
internal sealed record CommandSpec(
    string File,
    ImmutableArray<string> Arguments,
    string Folder,
    ImmutableDictionary<string, string> Environment,
    TimeSpan Longest,
    int MaxOutputBytes);

/// <summary>What became of a command.</summary>
/// <param name="Text">What it printed on its standard output, as UTF-8.</param>
/// <param name="Exit">How it ended; null when it was ended because it printed too much.</param>
internal sealed record CommandOutput(string Text, TerminalExit? Exit);

/// <summary>
/// Runs short commands: without a terminal, with nothing to read on their standard input, and with all they started
/// killed when they take too long. What is to last belongs into a terminal.
/// </summary>
internal static class CommandRunner
{
    /// <summary>Runs the command to its end. When cancelled, it is killed with all it started.</summary>
    /// <exception cref="LaunchFailedException">It cannot be started.</exception>
    /// <exception cref="TimeoutException">It took too long, and was killed with all it started.</exception>
    public static Task<CommandOutput> RunAsync(CommandSpec spec, TimeProvider time, CancellationToken cancellationToken)
    {
        var program = ProgramLookup.Find(new LaunchSpec(spec.File, spec.Arguments, spec.Folder, spec.Environment, TerminalSize.Default));
        return OperatingSystem.IsWindows()
            ? WindowsCommand.RunAsync(spec, program, time, cancellationToken)
            : UnixCommand.RunAsync(spec, program, time, cancellationToken);
    }
}
