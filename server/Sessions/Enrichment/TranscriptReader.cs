using System.Collections.Immutable;
using Orchestrator.Agents;
using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// Reads what is new in the records of one session: what its program tells by hooks, and the transcripts of its
/// conversation. Only the agent of the session's own record is asked where they are and what they mean.
/// </summary>
internal sealed class TranscriptReader(NativeIds nativeIds, HookFolder? hookFolder, Func<IEnumerable<SessionState>> all, TimeProvider time)
{
    /// <summary>What was read; null when there is nothing new to tell the session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="records">Its agent's way to keep records.</param>
    /// <param name="place">Where its agent keeps them.</param>
    /// <param name="cancellationToken">Stops in the middle of a file; what was read of it until then is read again.</param>
    /// <exception cref="IOException">A record cannot be read now.</exception>
    /// <exception cref="UnauthorizedAccessException">A record may not be read.</exception>
    public async Task<FollowTranscripts?> ReadAsync(Session session, AgentRecords records, string place, CancellationToken cancellationToken)
    {
        var readAt = time.GetUtcNow();
        var (state, before) = (session.State, session.Enrichment);
        var isOver = !PhaseTable.IsRunning(state.Phase);
        var hooks = await ReadHooksAsync(state, before, records.Hooks, cancellationToken);
        var after = before with { Hooks = hooks, IsComplete = isOver };
        var (known, isUnbegun) = Identify(state, hooks, place, records);
        var id = known is not null && IsId(state, known) ? known : null;
        if (id is not null && records.Database?.Read(place, id, before.Main is { } main && main.NativeSessionId == id ? main : null) is { } conversation)
        {
            after = after with { Transcripts = [.. before.Transcripts.Where(earlier => earlier.NativeSessionId != id), conversation] };
        }
        else if (id is not null && records.Store is { } store)
        {
            var read = await ReadTranscriptsAsync(state, before, id, place, store, cancellationToken);
            var isOwn = state.NativeSessionId is not null || ConversationMatch.CanBeginWith(state, read.LastOrDefault()?.Reading.FirstPrompt);
            if (isOwn && !read.IsEmpty) after = after with { Transcripts = read };
            if (!isOwn) id = null;
        }

        // Where nothing is new, something may still be to be told.
        var isNews = (id is not null && id != state.NativeSessionId)
            || !IsSame(before, after)
            || TranscriptReports.IsUntold(state, after)
            || !PromptConfirmation.Decide(state, after, readAt, isUnbegun).IsEmpty;
        return isNews ? new FollowTranscripts(after, id ?? state.NativeSessionId, readAt, isUnbegun) : null;
    }

    private async Task<TranscriptCursor?> ReadHooksAsync(
        SessionState state, SessionEnrichment before, IAgentHooks? hooks, CancellationToken cancellationToken)
    {
        if (hooks is null || hookFolder?.PlaceOf(state.Id, state.Run).Log is not { } log) return null;
        // What an earlier run told is over.
        var known = before.Hooks?.Path == log ? before.Hooks : null;
        return File.Exists(log) ? await ReadOnAsync(known ?? new TranscriptCursor(log, ""), hooks, cancellationToken) : known;
    }

    // An id becomes a part of paths and of command lines.
    private static bool IsId(SessionState state, string id) => BuiltInAgents.Find(state.Launch.Agent)?.Resume?.IsId(id) == true;

    // What the program itself says; then what is known; then what cannot be another's.
    private (string? Id, bool IsUnbegun) Identify(SessionState state, TranscriptCursor? hooks, string place, AgentRecords records)
    {
        var isRunning = PhaseTable.IsRunning(state.Phase);
        if (isRunning && hooks?.Reading.NativeSessionId is { } told) return (told, false);
        if (state.Process is { } process && records.Store?.Current(place, process) is { } current) return (current, false);
        if (state.NativeSessionId is not null || (isRunning && records.Store is { TellsCurrent: true })) return (state.NativeSessionId, false);
        var now = time.GetUtcNow();
        var (from, until) = ConversationMatch.Period(state, now);
        var begun = records.BegunIn(place, state.Launch.Cwd, from, until)
            .Where(conversation => !nativeIds.IsTaken(state.Launch.Agent, conversation.NativeSessionId))
            .Take(2).ToList();
        return (ConversationMatch.Choose(state, begun, all(), now)?.NativeSessionId, begun.Count == 0);
    }

    // Those of the conversation at the end, its own last; none when it has none yet.
    private static async Task<ImmutableArray<TranscriptCursor>> ReadTranscriptsAsync(
        SessionState state, SessionEnrichment before, string id, string root, ITranscriptStore store, CancellationToken cancellationToken)
    {
        if ((PathOf(before, id) ?? store.Find(root, state.Launch.Cwd, id)) is not { } path) return [];
        var known = before.Transcripts.ToDictionary(transcript => transcript.Path);
        var present = ImmutableArray.CreateBuilder<TranscriptCursor>();
        foreach (var child in store.Children(path))
            present.Add(await ReadOnAsync(known.GetValueOrDefault(child) ?? new TranscriptCursor(child, id, IsChild: true), store.Format, cancellationToken));
        present.Add(await ReadOnAsync(known.GetValueOrDefault(path) ?? new TranscriptCursor(path, id), store.Format, cancellationToken));
        return [.. before.Transcripts.Where(transcript => present.All(each => each.Path != transcript.Path)), .. present];
    }

    private static string? PathOf(SessionEnrichment enrichment, string id) =>
        enrichment.Main is { } main && main.NativeSessionId == id && File.Exists(main.Path) ? main.Path : null;

    private static async Task<TranscriptCursor> ReadOnAsync(TranscriptCursor cursor, ITranscriptFormat format, CancellationToken cancellationToken) =>
        new FileInfo(cursor.Path).Length == cursor.Offset ? cursor : await TranscriptFile.ReadOnAsync(cursor, format, cancellationToken);

    private static bool IsSame(SessionEnrichment before, SessionEnrichment after) =>
        before.IsComplete == after.IsComplete
        && before.Hooks?.Offset == after.Hooks?.Offset
        && before.Transcripts.Length == after.Transcripts.Length
        && before.Transcripts.Zip(after.Transcripts).All(pair => (pair.First.Path, pair.First.NativeSessionId, pair.First.Offset) == (pair.Second.Path, pair.Second.NativeSessionId, pair.Second.Offset));
}
