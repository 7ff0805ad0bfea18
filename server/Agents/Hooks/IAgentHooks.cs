using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Agents.Hooks;

/// <summary>
/// How one agent is made to tell what it does, for one start and without touching a file of the user's, and what the lines
/// mean that it then tells.
/// </summary>
internal interface IAgentHooks : ITranscriptFormat
{
    /// <summary>The command with the hooks.</summary>
    /// <param name="command">The command without them.</param>
    /// <param name="place">Where hooks tell what they are told.</param>
    AgentCommand Inject(AgentCommand command, HookPlace place);

    /// <summary>How it asks by them; null where it does not.</summary>
    IAgentAsks? Asks { get; }
}

/// <summary>Where the hooks of one run tell what they are told.</summary>
/// <param name="Program">Absolute path of this product's program.</param>
/// <param name="Folder">Folder of the files that hooks need and write.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Run">Number of the run.</param>
/// <param name="HostSocket">Path of the socket at which the host is asked.</param>
internal sealed record HookPlace(string Program, string Folder, string SessionId, int Run, string HostSocket)
{
    /// <summary>The file that the hooks append to.</summary>
    public string Log => HookLog.PathOf(Folder, SessionId, Run);

    /// <summary>The hook as a line for the shell that agents run hooks with.</summary>
    public string ShellCommand => Line(Program, "hook", Log);

    /// <summary>The hook that asks, as such a line.</summary>
    public string ShellCommandThatAsks => Line(Program, "hook", Log, HostSocket);

    private static string Line(params string[] words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string text) =>
        OperatingSystem.IsWindows() ? $"\"{text}\"" : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
