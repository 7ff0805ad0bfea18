namespace Orchestrator.Sessions;

/// <summary>One session's claim on the conversation of its agent, which no two sessions have.</summary>
/// <param name="owner">The session.</param>
/// <param name="ids">Which session has which conversation.</param>
/// <param name="origin">What the session was forked from; null when it was not.</param>
internal sealed class SessionConversation(Session owner, NativeIds ids, SessionOrigin? origin)
{
    /// <summary>The state with its conversation claimed; without it when that is another session's.</summary>
    public SessionState Claim(SessionState state) => state with { NativeSessionId = Claim(state.Launch.Agent, state.NativeSessionId) };

    /// <summary>The id when it is this session's from now on; null when it is another's, or none.</summary>
    public string? Claim(string agent, string? nativeId) =>
        // A fork may name the conversation that it copies, whose own session may be gone.
        nativeId is not null && nativeId != origin?.NativeSessionId && ids.TryClaim(agent, nativeId, owner) ? nativeId : null;

    /// <summary>The session has this conversation no longer.</summary>
    public void Release(string agent, string? nativeId)
    {
        if (nativeId is not null) ids.Release(agent, nativeId, owner);
    }
}
