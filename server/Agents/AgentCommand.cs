using System.Collections.Immutable;

namespace Orchestrator.Agents;

/// <summary>What a session wants of its agent's next start.</summary>
/// <param name="Arguments">Arguments the user added; for a command the program and its arguments.</param>
/// <param name="Prompt">First prompt, when there is one.</param>
/// <param name="Model">Model, in the agent's own words.</param>
/// <param name="PermissionMode">One of the agent's permission modes.</param>
/// <param name="NativeSessionId">The agent's own id of the session's conversation, when it is known.</param>
/// <param name="IsResume">True to take up that conversation, false to begin it.</param>
/// <param name="ForkOf">The agent's own id of the conversation that a first start begins with a copy of; null for an empty one.</param>
/// <param name="TrustedFolder">The folder it runs in, when the user allows agents to trust that one.</param>
internal sealed record AgentStart(
    ImmutableArray<string> Arguments,
    string? Prompt,
    string? Model,
    string? PermissionMode,
    string? NativeSessionId = null,
    bool IsResume = false,
    string? ForkOf = null,
    string? TrustedFolder = null);

/// <summary>The command line that starts an agent. A prompt that the agent takes there is in it; any other waits in the session's queue.</summary>
/// <param name="File">Program: an absolute path or a name on the session's PATH.</param>
/// <param name="Arguments">Arguments, each as the program receives it.</param>
internal sealed record AgentCommand(string File, ImmutableArray<string> Arguments)
{
    /// <summary>What the agent's row, and this start, add to the environment. Values are secrets.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Arguments before the others that are of this start alone: they go into no record and are shown to nobody.</summary>
    public ImmutableArray<string> Unrecorded { get; init; } = [];

    /// <summary>Builds the command line from the agent's row and the session's wishes.</summary>
    /// <param name="agent">The agent's row.</param>
    /// <param name="start">The session's wishes; checked when the session was created.</param>
    /// <param name="programPath">Where the agent's program was found; null to leave the look-up to the start.</param>
    /// <param name="shell">The user's login shell.</param>
    public static AgentCommand Build(AgentDefinition agent, AgentStart start, string? programPath, string shell)
    {
        if (agent.Id == BuiltInAgents.CommandId)
            return new AgentCommand(start.Arguments[0], start.Arguments[1..]);
        if (agent.Id == BuiltInAgents.ShellId)
            return new AgentCommand(shell, [.. LoginArguments(), .. start.Arguments]);

        var first = start.IsResume && agent.Resume is { TakesPrompt: false } ? FirstPrompt.Typed : agent.Prompt;
        var (conversation, users) = Conversation(agent.Resume, start);
        var trust = start.TrustedFolder is null ? null : agent.Trust;
        var mode = agent.PermissionModes.FirstOrDefault(candidate => candidate.Mode == start.PermissionMode);
        ImmutableArray<string> arguments =
        [
            .. agent.BaseArguments,
            .. trust?.ArgumentsFor(start.TrustedFolder!) ?? [],
            .. conversation,
            .. start.Model is not null && agent.ModelFlag is not null ? [agent.ModelFlag, start.Model] : (string[])[],
            .. mode?.Arguments ?? [],
            .. users,
            .. PromptArguments(first, start.Prompt),
        ];
        return new AgentCommand(programPath ?? agent.Program!, arguments)
        {
            Environment = trust is null ? agent.Environment : agent.Environment.SetItems(trust.Environment),
        };
    }

    /// <summary>
    /// What says which conversation, and the user's arguments beside it. A first start leaves the user's own choice as
    /// it is; a fork and a resume replace it, or the conversation it began with would be begun, or taken up, once more.
    /// </summary>
    private static (ImmutableArray<string> Conversation, ImmutableArray<string> Users) Conversation(AgentResume? resume, AgentStart start)
    {
        if (resume is null) return ([], start.Arguments);
        var users = ConversationArguments.Read(resume, start.Arguments);
        if (!start.IsResume && start.ForkOf is { } parent) return (resume.ForkOf(parent, start.NativeSessionId), users.Others);
        if (start.NativeSessionId is not { } id) return ([], start.Arguments);
        if (start.IsResume) return ([.. AgentResume.WithId(resume.Arguments, id)], users.Others);
        return (users.Any || resume.NewIdArguments is not { } arguments ? [] : [.. AgentResume.WithId(arguments, id)], start.Arguments);
    }

    private static string[] PromptArguments(FirstPrompt first, string? prompt)
    {
        if (prompt is null || !first.IsArgument) return [];
        // A prompt that looks like a flag must not become one.
        var safe = prompt.StartsWith('-') ? " " + prompt : prompt;
        return first.Flag is null ? [safe] : [first.Flag, safe];
    }

    // Terminals on macOS start login shells, because there the PATH is set up by the login files alone.
    private static string[] LoginArguments() => OperatingSystem.IsMacOS() ? ["-l"] : [];
}
