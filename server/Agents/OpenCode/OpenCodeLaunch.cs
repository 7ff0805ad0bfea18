using System.Collections.Immutable;

namespace Orchestrator.Agents.OpenCode;

/// <summary>Has OpenCode serve its API to this host, for one start and without touching a file of the user's.</summary>
internal static class OpenCodeLaunch
{
    /// <summary>The name that the API wants to be told beside the password, unless the environment says another.</summary>
    public const string UserName = "opencode";

    private const string Settings = "OPENCODE_SERVER_";

    private static readonly ImmutableArray<string> ServerFlags = ["--port", "--hostname", "--mdns", "--mdns-domain", "--cors"];

    /// <summary>The agent that it is for.</summary>
    public const string AgentId = "opencode";

    /// <summary>True when the API may be ours: the user has no wishes of their own for it, and starts no other command of the program.</summary>
    /// <param name="arguments">Arguments that the user added.</param>
    /// <param name="variables">Names of the variables that the program finds.</param>
    public static bool MayServe(ImmutableArray<string> arguments, IEnumerable<string> variables)
    {
        var isOtherCommand = arguments is [var first, ..] && !first.StartsWith('-');
        return !isOtherCommand
            && !arguments.Any(argument => ServerFlags.Any(flag => argument == flag || argument.StartsWith(flag + "=", StringComparison.Ordinal)))
            && !variables.Any(name => name.StartsWith(Settings, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The command with the API. Its password is in the environment, as everybody on the machine can read arguments.</summary>
    public static AgentCommand Inject(AgentCommand command, OpenCodeAccess access) => command with
    {
        Unrecorded = ["--port", $"{access.Port}", "--hostname", "127.0.0.1"],
        Environment = command.Environment.SetItem(Settings + "PASSWORD", access.Password),
    };
}
