using System.Collections.Immutable;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Storage;

namespace Orchestrator.Sessions.Enrichment;

/// <summary>
/// Takes what was read of one session's transcripts into the session: which conversation is its own, how it is called,
/// what its agent does. Only the session's loop calls.
/// </summary>
internal sealed class SessionTranscripts(
    SessionJournal journal, SessionConversation conversation, SessionSurroundings surroundings, Func<bool> isWatched, Action<SessionCommand> report)
{
    private const int MaxTitle = 80;

    /// <summary>Takes over what was read, unless it is of another session's conversation.</summary>
    public async Task FollowAsync(FollowTranscripts read)
    {
        var before = journal.State;
        if (read.NativeSessionId is not null && conversation.Claim(before.Launch.Agent, read.NativeSessionId) is null) return;
        var facts = Facts(before, read);
        await journal.CommitAsync(facts, read.Enrichment);
        foreach (var repeated in facts.OfType<PromptReturnRepeated>()) RepeatReturn(repeated.MessageId);
        // A program can begin another conversation while it runs.
        if (before.NativeSessionId != journal.State.NativeSessionId) conversation.Release(before.Launch.Agent, before.NativeSessionId);
        await SaveAsync(read.Enrichment);
    }

    // What the program has said in this moment is heard first.
    private void RepeatReturn(string messageId)
    {
        report(new FollowReports());
        report(new RepeatReturn(messageId));
    }

    private ImmutableArray<SessionEvent> Facts(SessionState state, FollowTranscripts read)
    {
        var now = surroundings.Time.GetUtcNow();
        var facts = ImmutableArray.CreateBuilder<SessionEvent>();
        if (read.NativeSessionId is { } id && id != state.NativeSessionId) facts.Add(new ConversationFound(now, id));
        if ((read.Enrichment.Main ?? read.Enrichment.Hooks)?.Reading is { } reading && Title(state, reading) is { } title && title.Text != state.Title)
            facts.Add(new Renamed(now, title.Text, title.Source));
        if (TranscriptReports.Newest(read.Enrichment) is var (turn, confidence, position))
            facts.AddRange(TranscriptReports.Decide(state, turn, confidence, position, isWatched(), Guid.CreateVersion7().ToString("N"), now));
        facts.AddRange(PromptConfirmation.Decide(state, read.Enrichment, read.ReadAt, read.IsUnbegun));
        return facts.ToImmutable();
    }

    // A user's title is never replaced, and that of the first prompt not by another prompt.
    private static (string Text, TitleSource Source)? Title(SessionState state, TranscriptReading reading) => state.TitleSource switch
    {
        TitleSource.User => null,
        _ when Shown(reading.Title) is { } told => (told, TitleSource.Agent),
        TitleSource.Default when Shown(reading.FirstPrompt) is { } prompt => (prompt, TitleSource.Prompt),
        _ => null,
    };

    private static string? Shown(string? text) => text is not null && DisplayText.OneLine(text, MaxTitle) is { Length: > 0 } line ? line : null;

    private async Task SaveAsync(SessionEnrichment enrichment)
    {
        try
        {
            await surroundings.Enrichments.SaveAsync(journal.State.Id, enrichment.ToJson(), CancellationToken.None);
        }
        catch (StorageException)
        {
            // The transcripts are read again from where they are known; the storage itself tells that it takes nothing.
        }
    }
}
