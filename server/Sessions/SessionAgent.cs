using Orchestrator.Agents;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>
/// What is particular to the agent of one session: its command lines, its keys, and whether it can take up its
/// conversation again.
/// </summary>
internal sealed class SessionAgent(
    SessionTerminal terminal, SessionSurroundings surroundings, Func<SessionState> state, Action<SessionCommand> report) : IAsyncDisposable
{
    // What a start was checked with, though the settings may have lost it since.
    private AgentDefinition? _checked = surroundings.Agents.Find(state().Launch.Agent);

    private readonly AgentKeyboard _keyboard = new(terminal, surroundings.Time);

    /// <summary>True when a prompt to resume with stands on the command line, where nothing can get lost.</summary>
    public bool TakesResumePrompt => state().HasRun && Definition?.Resume is { TakesPrompt: true };

    /// <summary>What is known of it now; null of one that another version knows, or that the user's settings have no longer.</summary>
    public AgentDefinition? Definition => surroundings.Agents.Find(state().Launch.Agent);

    /// <summary>The command line of the next start: of the conversation that there is, or else of a new one.</summary>
    public AgentCommand Command()
    {
        var (session, launch) = (state(), state().Launch);
        var prompt = session.HasRun ? session.ResumePrompt : launch.Prompt;
        var command = AgentCommand.Build(
            Definition ?? _checked!,
            new AgentStart(launch.Arguments, prompt, launch.Model, launch.PermissionMode, session.NativeSessionId, session.HasRun),
            surroundings.Programs.PathOf(launch.Agent),
            AgentEnvironment.Shell(surroundings.HostEnvironment));
        return WithHooks(command, session);
    }

    /// <summary>Presses the keys that interrupt its turn; false when it takes no input.</summary>
    public bool Interrupt() => _keyboard.Press(Definition?.Interrupt ?? AgentKeys.ControlC);

    /// <summary>Presses keys of its own; false when it takes no input.</summary>
    public bool Press(AgentKeys keys) => _keyboard.Press(keys);

    /// <summary>Ends its program, by the keys it has for that where it says only then which conversation was its own, else by signals.</summary>
    public void End(TimeSpan grace)
    {
        var overdue = new ReportQuitOverdue(state().Run, grace - AgentKeyboard.QuitPeriod);
        if (grace <= AgentKeyboard.QuitPeriod || Definition?.Quit is not { } keys || !_keyboard.PressToQuit(keys, () => report(overdue)))
            terminal.Stop(isForced: false, grace);
    }

    /// <summary>Why the session cannot be resumed now; null when it can.</summary>
    public OrchestratorException? ResumeRefusal()
    {
        var agent = _checked = Definition;
        var isInstalled = agent is not null && surroundings.Programs.IsInstalled(agent);
        return ResumeRules.ResumeRefusal(state(), agent, isInstalled, Directory.Exists(state().Launch.Cwd));
    }

    /// <summary>The id of its conversation that its program told on these last lines; null when it told none.</summary>
    public string? IdTold(string? lastLines) => Definition?.Resume?.IdTold(lastLines);

    /// <summary>Removes what its program told; the session is no more.</summary>
    public void Forget()
    {
        surroundings.Hooks?.Clear(state().Id);
    }

    // What an earlier run told by hooks is over.
    private AgentCommand WithHooks(AgentCommand command, SessionState session)
    {
        if (surroundings.Hooks is not { } hooks || AgentRecords.Of(session.Launch.Agent)?.Hooks is not { } agentHooks) return command;
        hooks.Clear(session.Id);
        return agentHooks.Inject(command, hooks.PlaceOf(session.Id, session.Run + 1));
    }

    public ValueTask DisposeAsync() => _keyboard.DisposeAsync();
}
