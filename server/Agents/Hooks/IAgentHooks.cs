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
}

/// <summary>Where the hooks of one session tell what they are told.</summary>
/// <param name="Program">Absolute path of this product's program.</param>
/// <param name="Folder">Folder of the files that hooks need and write.</param>
/// <param name="SessionId">The session.</param>
internal sealed record HookPlace(string Program, string Folder, string SessionId)
{
    /// <summary>The file that the hooks append to.</summary>
    public string Log => HookLog.PathOf(Folder, SessionId);

    /// <summary>The hook as a line for the shell that agents run hooks with.</summary>
    public string ShellCommand => string.Join(' ', new[] { Program, "hook", Log }.Select(Quote));

    private static string Quote(string text) =>
        OperatingSystem.IsWindows() ? $"\"{text}\"" : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
