using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// Whether a conversation that began in a session's folder in its time is the session's own: only where nothing else can
/// be meant. Pure.
/// </summary>
internal static class ConversationMatch
{
    // Programs date a conversation when they begin it, which no session was created behind.
    private static readonly TimeSpan Sooner = TimeSpan.FromSeconds(1);

    /// <summary>The time in which the session's conversation must have begun.</summary>
    public static (DateTimeOffset From, DateTimeOffset Until) Period(SessionState session, DateTimeOffset now) =>
        (session.CreatedAt - Sooner, session.EndedAt ?? (PhaseTable.IsRunning(session.Phase) ? now : session.UpdatedAt));

    /// <summary>The session's conversation; null when there is none, or more than one could be it.</summary>
    /// <param name="session">A session whose conversation is not known.</param>
    /// <param name="begun">The conversations that began in its folder in its time and that no session has.</param>
    /// <param name="others">Every session of the host.</param>
    /// <param name="now">The time.</param>
    public static BegunConversation? Choose(
        SessionState session, IReadOnlyList<BegunConversation> begun, IEnumerable<SessionState> others, DateTimeOffset now) =>
        begun.Count == 1 && !others.Any(other => IsRival(session, other, now)) ? begun[0] : null;

    /// <summary>
    /// True when a prompt that the session began with and one that a transcript begins with can be the same. Agents change
    /// white space and wrap what is long.
    /// </summary>
    public static bool CanBeginWith(SessionState session, string? firstPrompt)
    {
        if (session.Launch.Prompt is not { } given || firstPrompt is null) return true;
        var (wanted, found) = (Squeeze(given), Squeeze(firstPrompt));
        return wanted.StartsWith(found, StringComparison.Ordinal) || found.Contains(wanted, StringComparison.Ordinal);
    }

    // One of the same agent in the same folder at the same time, whose conversation is not known either.
    private static bool IsRival(SessionState session, SessionState other, DateTimeOffset now)
    {
        if (other.Id == session.Id || other.NativeSessionId is not null) return false;
        if (other.Launch.Agent != session.Launch.Agent || other.Launch.Cwd != session.Launch.Cwd) return false;
        var (from, until) = Period(session, now);
        var (otherFrom, otherUntil) = Period(other, now);
        return otherFrom <= until && from <= otherUntil;
    }

    private static string Squeeze(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
