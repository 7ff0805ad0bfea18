using System.Collections.Immutable;

namespace Orchestrator.Agents;

/// <summary>
/// Where the agents' programs are on the host's PATH. Looked up when the host starts and on demand, never while a
/// list is read; no program is run for it.
/// </summary>
/// <param name="agents">The agents there are.</param>
/// <param name="environment">The environment whose PATH is searched.</param>
internal sealed class AgentPrograms(AgentCatalogue agents, IReadOnlyDictionary<string, string> environment)
{
    private ImmutableDictionary<string, string> _pathById = ImmutableDictionary<string, string>.Empty;

    /// <summary>Absolute path of an agent's program; null when it was not found.</summary>
    public string? PathOf(string agentId) => _pathById.GetValueOrDefault(agentId);

    /// <summary>
    /// Where the programs of the built-in agents are that were found, each once. Of the user's own nobody knows what they
    /// do when they are asked for a version.
    /// </summary>
    public IEnumerable<string> BuiltInPaths => BuiltInAgents.All.Select(agent => PathOf(agent.Id)).OfType<string>().Distinct();

    /// <summary>True when the agent can be started; one that was not found is looked for again.</summary>
    public bool IsInstalled(AgentDefinition agent)
    {
        if (!agent.HasProgram || PathOf(agent.Id) is not null) return true;
        // It may have been installed since the last look.
        Refresh();
        return PathOf(agent.Id) is not null;
    }

    /// <summary>Looks for every program again.</summary>
    public void Refresh()
    {
        var folders = environment.GetValueOrDefault("PATH", "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .ToArray();
        _pathById = agents.All
            .Where(agent => agent.HasProgram)
            .Select(agent => (agent.Id, Path: Find(agent.Program!, folders)))
            .Where(found => found.Path is not null)
            .ToImmutableDictionary(found => found.Id, found => found.Path!);
    }

    private static string? Find(string program, string[] folders)
    {
        if (Path.IsPathFullyQualified(program)) folders = [""];
        string[] names = OperatingSystem.IsWindows() ? [program + ".exe", program + ".cmd", program + ".bat", program] : [program];
        return folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path)
    {
        const UnixFileMode anyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        try
        {
            return File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & anyExecute) != 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder on the PATH that cannot be read holds nothing that could be started.
            return false;
        }
    }
}
