using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Sessions;

/// <summary>
/// Whether a session may be suspended, resumed or forked: refused with a reason rather than ended for good, or started as a
/// fresh agent, in silence. Pure: what has to be looked up is handed in.
/// </summary>
internal static class ResumeRules
{
    private const string Resumed = "resumed";
    private const string Forked = "forked";

    /// <summary>Why the session may not be suspended; null when it may.</summary>
    /// <param name="state">The session.</param>
    /// <param name="agent">Its agent; null when it is not known.</param>
    /// <param name="isForced">True when the user wants it even while the agent is at work.</param>
    public static OrchestratorException? SuspendRefusal(SessionState state, AgentDefinition? agent, bool isForced)
    {
        if (state.Phase == SessionPhase.Suspended || state.IsSuspendWanted) return null;
        if (SessionRules.PhaseRefusal(state, PhaseQuestion.Suspend) is { } refusal) return refusal;
        if (ConversationRefusal(state, agent, mayBeToldAtExit: true) is { } lost) return lost;
        return IsAtWork(state) && !isForced
            ? SessionRules.Refusal(
                state,
                ErrorCode.IllegalTransition,
                state.ShownActivity == SessionActivity.Working ? "is at work" : "waits for an answer",
                "Wait until its turn is over, or set force to suspend it all the same.")
            : null;
    }

    /// <summary>Why the session may not be resumed, by <c>session/resume</c> or by a prompt; null when it may.</summary>
    /// <param name="state">The session.</param>
    /// <param name="agent">Its agent; null when it is not known.</param>
    /// <param name="isInstalled">Whether its agent's program is there.</param>
    /// <param name="hasFolder">Whether its folder is there.</param>
    public static OrchestratorException? ResumeRefusal(SessionState state, AgentDefinition? agent, bool isInstalled, bool hasFolder)
    {
        if (SessionRules.PhaseRefusal(state, PhaseQuestion.Resume) is { } refusal) return refusal;
        if (agent is null) return UnknownAgent(state);
        return ModeRefusal(state, agent, Resumed)
            ?? (state.HasRun ? ConversationRefusal(state, agent, mayBeToldAtExit: false) : CopyRefusal(state, agent))
            ?? PlaceRefusal(state, agent, Resumed, isInstalled, hasFolder);
    }

    /// <summary>Why the session may not be forked, in whatever phase; null when it may.</summary>
    /// <param name="state">The session.</param>
    /// <param name="agent">Its agent; null when it is not known.</param>
    /// <param name="hasBegun">False when nothing was said in its conversation yet.</param>
    /// <param name="isInstalled">Whether its agent's program is there.</param>
    /// <param name="hasFolder">Whether its folder is there.</param>
    public static OrchestratorException? ForkRefusal(SessionState state, AgentDefinition? agent, bool hasBegun, bool isInstalled, bool hasFolder)
    {
        if (agent is null) return UnknownAgent(state);
        if (!agent.CanFork) return NotPossible(state, Forked, $"{agent.Name} makes no copy of a conversation");
        // Of one that has not run, the id is that of a conversation to come.
        if (!state.HasRun || state.NativeSessionId is null || !hasBegun)
            return NotPossible(state, Forked, $"no conversation of {agent.Name} is known to be its own yet", "Try again once the agent has answered a prompt.");
        return ModeRefusal(state, agent, Forked) ?? PlaceRefusal(state, agent, Forked, isInstalled, hasFolder);
    }

    private static OrchestratorException? ConversationRefusal(SessionState state, AgentDefinition? agent, bool mayBeToldAtExit)
    {
        if (agent?.Resume is not { } resume)
            return NotPossible(state, Resumed, $"{state.Launch.AgentName} does not take up an earlier conversation");
        return state.NativeSessionId is not null || (mayBeToldAtExit && resume.IsToldAtExit)
            ? null
            : NotPossible(state, Resumed, $"it is not known which conversation of {state.Launch.AgentName} is its own");
    }

    // A fork that never came up is begun with the copy once more.
    private static OrchestratorException? CopyRefusal(SessionState state, AgentDefinition agent) =>
        state.ForkedFrom is null || agent.CanFork ? null : NotPossible(state, Resumed, $"it is a fork, and {agent.Name} makes no copy of a conversation");

    private static OrchestratorException UnknownAgent(SessionState state) => SessionRules.Refusal(
        state,
        ErrorCode.AgentNotFound,
        $"is of an agent that this server does not know: {state.Launch.Agent}",
        "Use the version that created it, or put the agent back into the settings.");

    private static OrchestratorException? ModeRefusal(SessionState state, AgentDefinition agent, string done) =>
        KnowsMode(agent, state.Launch.PermissionMode)
            ? null
            : NotPossible(state, done, $"its permission mode {state.Launch.PermissionMode} is not known, and no other is taken instead");

    private static OrchestratorException? PlaceRefusal(SessionState state, AgentDefinition agent, string done, bool isInstalled, bool hasFolder)
    {
        if (!isInstalled)
            return SessionRules.Refusal(state, ErrorCode.AgentNotInstalled, $"needs {agent.Name}, and no '{agent.Program}' is on the host's PATH", "Install it and try again.");
        return hasFolder ? null : NotPossible(state, done, $"its folder '{state.Launch.Cwd}' is gone", "Bring the folder back and try again; what the session printed is kept.");
    }

    private static bool IsAtWork(SessionState state) => state.ShownActivity == SessionActivity.Working || AttentionRules.HasDialog(state);

    private static bool KnowsMode(AgentDefinition agent, string? mode) =>
        mode is null || agent.PermissionModes.Any(known => known.Mode == mode);

    private static OrchestratorException NotPossible(SessionState state, string done, string why, string hint = "Create a new session.") =>
        SessionRules.Refusal(state, ErrorCode.NotResumable, $"cannot be {done}: {why}", hint);
}
