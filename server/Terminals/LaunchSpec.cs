using System.Collections.Immutable;

namespace Orchestrator.Terminals;

/// <summary>What to start in a terminal. No shell is involved: arguments arrive as given.</summary>
/// <param name="File">Program: an absolute path, or a name looked up on the PATH of <paramref name="Environment"/>.</param>
/// <param name="Arguments">Arguments after the program's name.</param>
/// <param name="WorkingDirectory">Absolute folder the process starts in.</param>
/// <param name="Environment">The whole environment of the process; nothing is inherited.</param>
/// <param name="Size">Size of the terminal when the process starts.</param>
internal sealed record LaunchSpec(
    string File,
    ImmutableArray<string> Arguments,
    string WorkingDirectory,
    ImmutableDictionary<string, string> Environment,
    TerminalSize Size);

/// <summary>Size of a terminal in character cells.</summary>
/// <param name="Columns">1 to <see cref="MaxColumns"/>.</param>
/// <param name="Rows">1 to <see cref="MaxRows"/>.</param>
internal readonly record struct TerminalSize(int Columns, int Rows)
{
    /// <summary>More columns than any screen shows at a readable size; bounds the memory of a screen.</summary>
    public const int MaxColumns = 1000;

    /// <summary>More rows than any screen shows at a readable size; bounds the memory of a screen.</summary>
    public const int MaxRows = 500;

    /// <summary>The size until a viewer states one.</summary>
    public static readonly TerminalSize Default = new(80, 24);

    public bool IsValid => Columns is >= 1 and <= MaxColumns && Rows is >= 1 and <= MaxRows;
}

/// <summary>How a terminal process ended. With neither code nor signal nobody knows.</summary>
/// <param name="Code">Exit code, when the process ended by itself.</param>
/// <param name="Signal">Name of the signal that ended it, such as <c>SIGKILL</c>.</param>
/// <param name="IsLost">True when its holder was gone before it.</param>
internal sealed record TerminalExit(int? Code, string? Signal, bool IsLost = false);

/// <summary>The process could not be started. The message is fit for the user and names the thing.</summary>
internal sealed class LaunchFailedException(string message) : Exception(message);
