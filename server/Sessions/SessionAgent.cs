using Orchestrator.Agents;
using Orchestrator.Agents.OpenCode;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>
/// What is particular to the agent of one session: its command lines, its keys, and whether it can take up its
/// conversation again.
/// </summary>
internal sealed class SessionAgent(
    SessionTerminal terminal,
    SessionSurroundings surroundings,
    Func<SessionState> state,
    Func<SessionEnrichment> enrichment,
    Action<SessionCommand> report) : IAsyncDisposable
{
    // What a start was checked with, though the settings may have lost it since.
    private AgentDefinition? _checked = surroundings.Agents.Find(state().Launch.Agent);

    private readonly AgentKeyboard _keyboard = new(terminal, surroundings.Time);

    /// <summary>The API of its program.</summary>
    public SessionApi Api { get; } = new(surroundings, state);

    /// <summary>True when a prompt to resume with stands on the command line, where nothing can get lost.</summary>
    public bool TakesResumePrompt => state().HasRun && Definition?.Resume is { TakesPrompt: true };

    /// <summary>What is known of it now; null of one that another version knows, or that the user's settings have no longer.</summary>
    public AgentDefinition? Definition => surroundings.Agents.Find(state().Launch.Agent);

    /// <summary>The command line of the next start: of the conversation that there is, or else of a new one.</summary>
    public AgentCommand Command()
    {
        var (session, launch) = (state(), state().Launch);
        var prompt = session.HasRun ? session.ResumePrompt : launch.Prompt;
        var agent = Definition ?? _checked!;
        // A fork in which nothing was said is nowhere but in the conversation that it copies; another such one is nowhere.
        var isResume = session.HasRun && (session.ForkedFrom is null ? !IsEmpty(agent) : MayHaveBegun(agent));
        var command = AgentCommand.Build(
            agent,
            new AgentStart(
                launch.Arguments, prompt, launch.Model, launch.PermissionMode, session.NativeSessionId, isResume, session.ForkedFrom?.NativeSessionId,
                agent.Trust is null ? null : surroundings.Trust?.Trusted(launch.Cwd)),
            surroundings.Programs.PathOf(launch.Agent),
            AgentEnvironment.Shell(surroundings.HostEnvironment));
        return WithApi(WithHooks(command, session), session);
    }

    /// <summary>
    /// Interrupts its turn by its own API, or else by its keys: a program that is busy takes two presses for another key.
    /// False when it takes no input. Any thread may call.
    /// </summary>
    public async Task<bool> InterruptAsync() => await Api.TryInterruptAsync() || _keyboard.Press(Definition?.Interrupt ?? AgentKeys.ControlC);

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
        return ResumeRules.ResumeRefusal(state(), agent, IsInstalled(agent), Directory.Exists(state().Launch.Cwd));
    }

    /// <summary>The fact that creates a fork of the session.</summary>
    /// <param name="title">Title given by the user; null for one from that of this session.</param>
    /// <param name="size">Size of the fork's terminal.</param>
    /// <exception cref="OrchestratorException">It cannot be forked.</exception>
    public SessionCreated Fork(string? title, TerminalSize size)
    {
        var (parent, agent) = (state(), Definition);
        var hasBegun = agent is not null && MayHaveBegun(agent);
        if (ResumeRules.ForkRefusal(parent, agent, hasBegun, IsInstalled(agent), Directory.Exists(parent.Launch.Cwd)) is { } refusal) throw refusal;
        return SessionFork.Of(parent, agent!.Resume!, title, size, SessionId.New(), surroundings.Time.GetUtcNow());
    }

    /// <summary>The id of its conversation that its program told on these last lines; null when it told none.</summary>
    public string? IdTold(string? lastLines) => Definition?.Resume?.IdTold(lastLines);

    /// <summary>Removes what its program told; the session is no more.</summary>
    public void Forget()
    {
        surroundings.Hooks?.Clear(state().Id);
        if (surroundings.Hooks is { } hooks) OpenCodeAccess.Clear(hooks.Root, state().Id);
    }

    private bool IsEmpty(AgentDefinition agent) =>
        ConversationEvidence.IsEmpty(state(), enrichment(), agent, surroundings.HostEnvironment);

    private bool MayHaveBegun(AgentDefinition agent) =>
        ConversationEvidence.MayHaveBegun(state(), enrichment(), agent, surroundings.HostEnvironment);

    private bool IsInstalled(AgentDefinition? agent) => agent is not null && surroundings.Programs.IsInstalled(agent);

    // What an earlier run told by hooks is over.
    private AgentCommand WithHooks(AgentCommand command, SessionState session)
    {
        if (surroundings.Hooks is not { } hooks || AgentRecords.Of(session.Launch.Agent)?.Hooks is not { } agentHooks) return command;
        hooks.Clear(session.Id);
        return agentHooks.Inject(command, hooks.PlaceOf(session.Id, session.Run + 1));
    }

    // Without it the session is told of by its records.
    private AgentCommand WithApi(AgentCommand command, SessionState session)
    {
        if (surroundings.Hooks is not { } hooks || session.Launch.Agent != OpenCodeLaunch.AgentId) return command;
        OpenCodeAccess.Clear(hooks.Root, session.Id);
        var variables = surroundings.HostEnvironment.Keys.Concat(session.Launch.Environment.Keys);
        if (!OpenCodeLaunch.MayServe(session.Launch.Arguments, variables) || LoopbackPort.Find() is not { } port) return command;
        var access = OpenCodeAccess.New(session.Run + 1, port);
        return access.TryWrite(hooks.Root, session.Id) ? OpenCodeLaunch.Inject(command, access) : command;
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _keyboard.DisposeAsync();
    }
}
