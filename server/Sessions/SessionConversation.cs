namespace Orchestrator.Sessions;

/// <summary>One session's claim on the conversation of its agent, which no two sessions have.</summary>
internal sealed class SessionConversation(Session owner, NativeIds ids)
{
    /// <summary>The state with its conversation claimed; without it when that is another session's.</summary>
    public SessionState Claim(SessionState state) => state with { NativeSessionId = Claim(state.Launch.Agent, state.NativeSessionId) };

    /// <summary>The id when it is this session's from now on; null when it is another's, or none.</summary>
    public string? Claim(string agent, string? nativeId) =>
        nativeId is not null && ids.TryClaim(agent, nativeId, owner) ? nativeId : null;

    /// <summary>The session has this conversation no longer.</summary>
    public void Release(string agent, string? nativeId)
    {
        if (nativeId is not null) ids.Release(agent, nativeId, owner);
    }
}
