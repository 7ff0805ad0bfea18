namespace Orchestrator.Sessions.Enrichment;

/// <summary>Take over what was read of the session's transcripts.</summary>
/// <param name="Enrichment">All that was read.</param>
/// <param name="NativeSessionId">The conversation that was read; null when none is the session's.</param>
/// <param name="ReadAt">When the reading began: what was written before is in it.</param>
/// <param name="IsUnbegun">True when the agent has begun no conversation that could be the session's.</param>
internal sealed record FollowTranscripts(
    SessionEnrichment Enrichment, string? NativeSessionId, DateTimeOffset ReadAt, bool IsUnbegun = false) : SessionCommand;

/// <summary>The agent's own id of its conversation was learnt, from what only its program can have written, or from the only transcript that can be its own.</summary>
/// <param name="At">When it was learnt.</param>
/// <param name="NativeSessionId">The id.</param>
internal sealed record ConversationFound(DateTimeOffset At, string NativeSessionId) : SessionEvent(At);
