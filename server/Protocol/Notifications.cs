using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>Params of <c>sessions/changed</c>.</summary>
/// <param name="Revision">Grows by any step; a client ignores what is not above the one it has.</param>
/// <param name="Changed">Newest values of the sessions that changed.</param>
/// <param name="Removed">Sessions that are gone.</param>
public sealed record SessionsChangedParams(
    long Revision,
    ImmutableArray<SessionSummary> Changed,
    ImmutableArray<string> Removed);

/// <summary>Why a connection gets no more content of a session.</summary>
public enum EvictionReason
{
    /// <summary>More sessions were revealed than may be live; the least recently revealed concealed one went.</summary>
    Limit,

    /// <summary>The reader fell behind in a session that it no longer looks at.</summary>
    Slow,

    /// <summary>The session was deleted or archived after its end.</summary>
    Ended,

    /// <summary>The host stops.</summary>
    Stopped,
}

/// <summary>Params of <c>session/evicted</c>.</summary>
/// <param name="SessionId">Session of which no more content comes until the next reveal.</param>
/// <param name="Reason">Why.</param>
public sealed record SessionEvictedParams(string SessionId, EvictionReason Reason);

/// <summary>Why a session's content is replaced.</summary>
public enum ResyncReason
{
    /// <summary>The reader did not acknowledge in time, or fell behind what is kept.</summary>
    Window,

    /// <summary>The session is paced, and more was printed than a paced reader gets.</summary>
    Paced,

    /// <summary>The session's program was started anew: its terminal has another epoch.</summary>
    Restarted,
}

/// <summary>
/// Params of <c>session/resync</c>: replaces the content of a revealed session whose reader fell behind, or whose program
/// was started anew.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Reason">Why.</param>
/// <param name="Result">As the answer to a reveal.</param>
public sealed record SessionResyncParams(string SessionId, ResyncReason Reason, RevealResult Result);

/// <summary>
/// Params of <c>session/graded</c>: how much content this connection gets of a revealed session has changed, because other
/// sessions were revealed or concealed, or the limit was changed. Nothing of the content is lost by it.
/// </summary>
/// <param name="SessionId">The session.</param>
/// <param name="Grade">From here on.</param>
public sealed record SessionGradedParams(string SessionId, ContentGrade Grade);
