using System.Collections;
using System.Collections.Immutable;

namespace Orchestrator.Agents;

/// <summary>The environment agents run in: the host's, less what belongs to the editor or to an outer agent.</summary>
internal static class AgentEnvironment
{
    private static readonly string[] RemovedPrefixes = ["VSCODE_", "ELECTRON_"];

    // An agent that finds these believes it is a child of the agent that set them. Settings of the same family,
    // such as CLAUDE_CONFIG_DIR, stay.
    private static readonly ImmutableHashSet<string> Removed =
    [
        "CLAUDECODE", "CLAUDE_CODE_SESSION_ID", "CLAUDE_CODE_ENTRYPOINT", "CLAUDE_CODE_CHILD_SESSION", "CLAUDE_PID",
        "CLAUDE_CODE_MESSAGING_SOCKET", "CLAUDE_CODE_MESSAGING_TOKEN",
        "COLUMNS", "LINES", "OLDPWD", "SHLVL", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TMUX", "TMUX_PANE", "STY",
        "ORCHESTRATOR_SESSION_ID",
    ];

    /// <summary>This process's environment as agents may see it.</summary>
    public static ImmutableDictionary<string, string> OfThisProcess() =>
        Clean(Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? "")));

    /// <summary>Takes out what agents must not see, and adds what every terminal has.</summary>
    public static ImmutableDictionary<string, string> Clean(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var environment = variables.Where(variable => !IsRemoved(variable.Key)).ToImmutableDictionary()
            .SetItem("TERM", "xterm-256color")
            .SetItem("COLORTERM", "truecolor");
        var hasLocale = environment.ContainsKey("LC_ALL") || environment.ContainsKey("LC_CTYPE") || environment.ContainsKey("LANG");
        // Without a locale programs fall back to ASCII and draw question marks.
        return hasLocale || OperatingSystem.IsWindows() ? environment : environment.Add("LANG", "C.UTF-8");
    }

    /// <summary>The environment of one session.</summary>
    public static ImmutableDictionary<string, string> ForSession(
        ImmutableDictionary<string, string> host, ImmutableDictionary<string, string> session, string sessionId, string folder) =>
        host.SetItems(session).SetItem("PWD", folder).SetItem("ORCHESTRATOR_SESSION_ID", sessionId);

    /// <summary>The user's login shell.</summary>
    public static string Shell(IReadOnlyDictionary<string, string> environment)
    {
        if (OperatingSystem.IsWindows()) return environment.GetValueOrDefault("COMSPEC", "cmd.exe");
        return environment.TryGetValue("SHELL", out var shell) && File.Exists(shell) ? shell : LoginShell() ?? "/bin/sh";
    }

    private static bool IsRemoved(string name) =>
        Removed.Contains(name) || RemovedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static string? LoginShell()
    {
        // A line of the file: name:password:uid:gid:comment:home:shell
        const string accounts = "/etc/passwd";
        if (!File.Exists(accounts)) return null;
        var shell = File.ReadLines(accounts)
            .Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length == 7 && fields[0] == Environment.UserName)?[6];
        return File.Exists(shell) ? shell : null;
    }
}
