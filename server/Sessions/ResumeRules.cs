using Orchestrator.Agents;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>
/// Whether a session may be suspended or resumed: refused with a reason rather than ended for good, or started as a
/// fresh agent, in silence. Pure: what has to be looked up is handed in.
/// </summary>
internal static class ResumeRules
{
    /// <summary>Why the session may not be suspended; null when it may.</summary>
    /// <param name="state">The session.</param>
    /// <param name="agent">Its agent; null when it is not known.</param>
    /// <param name="isForced">True when the user wants it even while the agent is at work.</param>
    public static OrchestratorException? SuspendRefusal(SessionState state, AgentDefinition? agent, bool isForced)
    {
        if (state.Phase == SessionPhase.Suspended || state.IsSuspendWanted) return null;
        if (SessionRules.PhaseRefusal(state, PhaseQuestion.Suspend) is { } refusal) return refusal;
        if (ConversationRefusal(state, agent, mayBeToldAtExit: true) is { } lost) return lost;
        return IsAtWork(state.Activity) && !isForced
            ? SessionRules.Refusal(
                state,
                ErrorCode.IllegalTransition,
                state.Activity == SessionActivity.Working ? "is at work" : "waits for an answer",
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
        if (agent is null)
            return SessionRules.Refusal(state, ErrorCode.AgentNotFound, $"is of an agent that this server does not know: {state.Launch.Agent}", "Use the version that created it, or put the agent back into the settings.");
        if (!KnowsMode(agent, state.Launch.PermissionMode))
            return NotResumable(state, $"its permission mode {state.Launch.PermissionMode} is not known, and no other is taken instead");
        if (state.HasRun && ConversationRefusal(state, agent, mayBeToldAtExit: false) is { } lost) return lost;
        if (!isInstalled)
            return SessionRules.Refusal(state, ErrorCode.AgentNotInstalled, $"needs {agent.Name}, and no '{agent.Program}' is on the host's PATH", "Install it and try again.");
        return hasFolder ? null : NotResumable(state, $"its folder '{state.Launch.Cwd}' is gone", "Bring the folder back and try again; what the session printed is kept.");
    }

    private static OrchestratorException? ConversationRefusal(SessionState state, AgentDefinition? agent, bool mayBeToldAtExit)
    {
        if (agent?.Resume is not { } resume)
            return NotResumable(state, $"{state.Launch.AgentName} does not take up an earlier conversation");
        return state.NativeSessionId is not null || (mayBeToldAtExit && resume.IsToldAtExit)
            ? null
            : NotResumable(state, $"it is not known which conversation of {state.Launch.AgentName} is its own");
    }

    private static bool IsAtWork(SessionActivity activity) =>
        activity is SessionActivity.Working or SessionActivity.NeedsApproval or SessionActivity.NeedsAnswer;

    private static bool KnowsMode(AgentDefinition agent, string? mode) =>
        mode is null || agent.PermissionModes.Any(known => known.Mode == mode);

    private static OrchestratorException NotResumable(SessionState state, string why, string hint = "Create a new session.") =>
        SessionRules.Refusal(state, ErrorCode.NotResumable, $"cannot be resumed: {why}", hint);
}
