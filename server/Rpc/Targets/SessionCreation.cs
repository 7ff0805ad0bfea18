using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Terminals;
using Orchestrator.Workspaces;

namespace Orchestrator.Rpc.Targets;

/// <summary>Checks a wish for a new session and turns it into the fact that creates it.</summary>
internal sealed class SessionCreation(AgentCatalogue agents, AgentPrograms programs, ProjectRegistry projects, TimeProvider time)
{
    private const int MaxArguments = 1000;
    private const int MaxArgumentBytes = 100_000;
    private const int MaxPrompt = 1024 * 1024;
    private const int TitleFromPrompt = 60;

    /// <param name="wish">The wish, as it came.</param>
    /// <param name="defaultFolder">The client's first workspace folder.</param>
    /// <exception cref="OrchestratorException">The wish cannot be granted; the message names the member.</exception>
    public SessionCreated Check(SessionCreateParams wish, string? defaultFolder)
    {
        var agent = agents.FindAnew(wish.Agent) ?? throw UnknownAgent(wish.Agent);
        if (wish.Worktree is not null)
            throw new OrchestratorException(ErrorCode.WorktreeFailed, "This server makes no worktrees yet, and no agent is started in the main folder instead.") { Hint = "Leave 'worktree' out." };
        if (wish.Driver is { } driver && driver != AgentDriver.Terminal)
            throw Checked.Invalid("driver", $"{agent.Name} is served in a terminal only");
        RequireInstalled(agent);

        var arguments = Arguments(Checked.NoNulls(wish.Args ?? [], "args"), agent);
        var prompt = wish.Prompt is null ? null : Checked.Length(wish.Prompt, "prompt", 1, MaxPrompt);
        var size = Checked.OptionalSize(wish.Cols, wish.Rows, TerminalSize.Default) ?? TerminalSize.Default;
        var folder = Folder(wish, defaultFolder);
        var (title, source) = Title(wish, agent, arguments, prompt, folder);
        var launch = new SessionLaunch(
            agent.Id,
            agent.Name,
            AgentDriver.Terminal,
            folder,
            wish.ProjectId,
            arguments,
            Environment(wish.Env ?? ImmutableDictionary<string, string>.Empty),
            prompt,
            wish.Model is null ? null : Checked.Length(wish.Model, "model", 1, 200),
            Mode(wish.PermissionMode, agent),
            size.Columns,
            size.Rows);
        return new SessionCreated(time.GetUtcNow(), Id(wish.ClientSessionId), launch, title, source, agent.Resume?.FirstId(arguments));
    }

    /// <summary>The refusal for an id that names no agent.</summary>
    public static OrchestratorException UnknownAgent(string id) =>
        new(ErrorCode.AgentNotFound, $"There is no agent '{DisplayText.OneLine(id, 100)}'.") { Hint = "agent/list names the agents." };

    private void RequireInstalled(AgentDefinition agent)
    {
        if (programs.IsInstalled(agent)) return;
        throw new OrchestratorException(ErrorCode.AgentNotInstalled, $"{agent.Name} is not installed: no '{agent.Program}' is on the host's PATH.")
        {
            Hint = agent.Install is { } install ? $"Install it and try again: {install}" : "Install it and try again.",
        };
    }

    private static string Id(string? wished)
    {
        if (wished is null) return SessionId.New().Value;
        return SessionId.TryParse(wished, out var id)
            ? id.Value
            : throw Checked.Invalid("clientSessionId", "it is not 1 to 64 letters, digits, '-' and '_', the first a letter or digit");
    }

    private string Folder(SessionCreateParams wish, string? defaultFolder)
    {
        var project = wish.ProjectId is null ? null : projects.Find(wish.ProjectId) ?? throw ProjectRegistry.NotFound(wish.ProjectId);
        var folder = wish.Cwd ?? project?.Path ?? defaultFolder
            ?? throw Checked.Invalid("cwd", "it is missing, and neither a project nor a workspace folder stands in for it");
        return Checked.Folder(folder, "cwd");
    }

    private static ImmutableArray<string> Arguments(ImmutableArray<string> arguments, AgentDefinition agent)
    {
        if (agent.Id == BuiltInAgents.CommandId && (arguments.IsEmpty || arguments[0].Length == 0))
            throw Checked.Invalid("args", "a command needs its program as the first one");
        if (arguments.Length > MaxArguments || arguments.Sum(argument => argument.Length) > MaxArgumentBytes)
            throw Checked.Limit("args", $"more than {MaxArguments} arguments or {MaxArgumentBytes} characters");
        return arguments.All(argument => !argument.Contains('\0'))
            ? arguments
            : throw Checked.Invalid("args", "an argument has no NUL character");
    }

    private static ImmutableDictionary<string, string> Environment(ImmutableDictionary<string, string> variables)
    {
        if (variables.FirstOrDefault(variable => variable.Value is null).Key is { } name)
            throw Checked.Invalid("env", $"'{DisplayText.OneLine(name, 100)}' has no value");
        if (variables.Sum(variable => variable.Key.Length + variable.Value.Length) > MaxArgumentBytes)
            throw Checked.Limit("env", $"more than {MaxArgumentBytes} characters");
        // Values are secrets; only names may be told.
        var odd = variables.FirstOrDefault(variable => variable.Key.Length == 0 || variable.Key.AsSpan().ContainsAny('=', '\0') || variable.Value.Contains('\0'));
        return odd.Key is null
            ? variables
            : throw Checked.Invalid("env", $"'{DisplayText.OneLine(odd.Key, 100)}' is no name of a variable, or its value has a NUL character");
    }

    private static string? Mode(string? mode, AgentDefinition agent)
    {
        if (mode is null || agent.PermissionModes.Any(candidate => candidate.Mode == mode)) return mode;
        var known = agent.PermissionModes.IsEmpty ? "none" : string.Join(", ", agent.PermissionModes.Select(candidate => candidate.Mode));
        throw Checked.Invalid("permissionMode", $"{agent.Name} has {known}");
    }

    private static (string Title, TitleSource Source) Title(
        SessionCreateParams wish, AgentDefinition agent, ImmutableArray<string> arguments, string? prompt, string folder)
    {
        if (wish.Title is not null) return (Checked.Title(wish.Title), TitleSource.User);
        if (prompt is not null && DisplayText.OneLine(prompt, TitleFromPrompt) is { Length: > 0 } fromPrompt)
            return (fromPrompt, TitleSource.Prompt);
        if (agent.Id == BuiltInAgents.CommandId && DisplayText.OneLine(string.Join(' ', arguments), TitleFromPrompt) is { Length: > 0 } command)
            return (command, TitleSource.Default);
        var place = DisplayText.OneLine(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), TitleFromPrompt);
        return (place.Length > 0 ? $"{agent.Name} – {place}" : agent.Name, TitleSource.Default);
    }
}
