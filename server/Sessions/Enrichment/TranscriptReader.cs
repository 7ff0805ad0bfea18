using System.Collections.Immutable;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// Reads what is new in the transcripts of one session. Only the agent of the session's own record is asked where they
/// are and what they mean.
/// </summary>
internal sealed class TranscriptReader(NativeIds nativeIds, Func<IEnumerable<SessionState>> all, TimeProvider time)
{
    /// <summary>What was read; null when there is nothing new.</summary>
    /// <param name="session">The session.</param>
    /// <param name="root">Where its agent keeps transcripts.</param>
    /// <param name="store">Its agent's way to keep them.</param>
    /// <param name="cancellationToken">Stops in the middle of a file; what was read of it until then is read again.</param>
    /// <exception cref="IOException">A transcript cannot be read now.</exception>
    /// <exception cref="UnauthorizedAccessException">A transcript may not be read.</exception>
    public async Task<FollowTranscripts?> ReadAsync(Session session, string root, ITranscriptStore store, CancellationToken cancellationToken)
    {
        var (state, before) = (session.State, session.Enrichment);
        var isOver = !PhaseTable.IsRunning(state.Phase);
        var nothing = isOver && !before.IsComplete ? new FollowTranscripts(before with { IsComplete = true }, state.NativeSessionId) : null;
        if (Identify(state, root, store) is not { } id) return nothing;

        var known = before.Transcripts.ToDictionary(transcript => transcript.Path);
        if ((PathOf(before, id) ?? store.Find(root, state.Launch.Cwd, id)) is not { } path)
            return id == state.NativeSessionId ? nothing : new FollowTranscripts(before with { IsComplete = isOver }, id);
        var main = await ReadOnAsync(known.GetValueOrDefault(path) ?? new TranscriptCursor(path, id), store.Format, cancellationToken);
        if (state.NativeSessionId is null && !ConversationMatch.CanBeginWith(state, main.Reading.FirstPrompt)) return nothing;

        var present = new List<TranscriptCursor>();
        foreach (var child in store.Children(path))
            present.Add(await ReadOnAsync(known.GetValueOrDefault(child) ?? new TranscriptCursor(child, id, IsChild: true), store.Format, cancellationToken));
        present.Add(main);
        var earlier = before.Transcripts.Where(transcript => present.All(each => each.Path != transcript.Path));
        var after = new SessionEnrichment([.. earlier, .. present], IsComplete: isOver);
        return id == state.NativeSessionId && IsSame(before, after) ? null : new FollowTranscripts(after, id);
    }

    // What the program itself says; then what is known; then what cannot be another's.
    private string? Identify(SessionState state, string root, ITranscriptStore store)
    {
        if (state.Process is { } process && store.Current(root, process) is { } current) return current;
        if (state.NativeSessionId is not null || (PhaseTable.IsRunning(state.Phase) && store.TellsCurrent)) return state.NativeSessionId;
        var now = time.GetUtcNow();
        var (from, until) = ConversationMatch.Period(state, now);
        var begun = store.BegunIn(root, state.Launch.Cwd, from, until)
            .Where(conversation => !nativeIds.IsTaken(state.Launch.Agent, conversation.NativeSessionId))
            .Take(2).ToList();
        return ConversationMatch.Choose(state, begun, all(), now)?.NativeSessionId;
    }

    private static string? PathOf(SessionEnrichment enrichment, string id) =>
        enrichment.Main is { } main && main.NativeSessionId == id && File.Exists(main.Path) ? main.Path : null;

    private static async Task<TranscriptCursor> ReadOnAsync(TranscriptCursor cursor, ITranscriptFormat format, CancellationToken cancellationToken) =>
        new FileInfo(cursor.Path).Length == cursor.Offset ? cursor : await TranscriptFile.ReadOnAsync(cursor, format, cancellationToken);

    private static bool IsSame(SessionEnrichment before, SessionEnrichment after) =>
        before.IsComplete == after.IsComplete
        && before.Transcripts.Length == after.Transcripts.Length
        && before.Transcripts.Zip(after.Transcripts).All(pair => (pair.First.Path, pair.First.Offset) == (pair.Second.Path, pair.Second.Offset));
}
