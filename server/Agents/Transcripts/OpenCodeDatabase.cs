using System.Collections.Immutable;
using Orchestrator.Storage;

namespace Orchestrator.Agents.Transcripts;

/// <summary>OpenCode's <c>opencode.db</c>: a row for each conversation, message and part of one, most of it as JSON.</summary>
internal sealed class OpenCodeDatabase : IConversationDatabase
{
    // Subagents have conversations of their own, which tell their parent.
    private const string Family = "SELECT id FROM session WHERE id = $id OR parent_id = $id";

    // It gives every conversation such a title, until a model has made one.
    private static readonly ImmutableArray<string> NoTitles = ["New session - ", "Child session - "];

    public string PathOf(IReadOnlyDictionary<string, string> environment) =>
        Path.Combine(TranscriptFolder.Home(environment, "XDG_DATA_HOME", Path.Combine(".local", "share")), "opencode", "opencode.db");

    public TranscriptCursor? Read(string path, string nativeSessionId, TranscriptCursor? known)
    {
        using var database = ForeignDatabase.TryOpen(path);
        if (database is null || ReadHead(database, nativeSessionId) is not { } head) return null;
        if (known?.Offset == head.UpdatedAt) return known;
        if (ReadUsage(database, nativeSessionId) is not { } usage) return null;
        var (model, context) = ReadNewest(database, nativeSessionId);
        var reading = new TranscriptReading(
            nativeSessionId,
            Model: model,
            Title: NoTitles.Any(start => head.Title?.StartsWith(start, StringComparison.Ordinal) == true) ? null : TranscriptText.Shown(head.Title),
            FirstPrompt: ReadText(database, nativeSessionId, "user", "ASC"),
            LastMessage: ReadText(database, nativeSessionId, "assistant", "DESC"),
            Usage: usage,
            // Of a model without a price it says that it costs nothing.
            CostUsd: head.Cost > 0 ? head.Cost : null,
            ContextTokens: context > 0 ? context : null,
            Turn: OpenCodeTurn.Read(database, nativeSessionId),
            Prompts: ReadPrompts(database, nativeSessionId));
        return new TranscriptCursor(path, nativeSessionId, Offset: head.UpdatedAt, Reading: reading);
    }

    public IEnumerable<BegunConversation> BegunIn(string path, string folder, DateTimeOffset from, DateTimeOffset until)
    {
        using var database = ForeignDatabase.TryOpen(path);
        return database?.Query(
            "SELECT id FROM session WHERE directory = $folder AND parent_id IS NULL AND time_created BETWEEN $from AND $until",
            row => row.Text(0),
            ("$folder", folder),
            ("$from", from.ToUnixTimeMilliseconds()),
            ("$until", until.ToUnixTimeMilliseconds()))?.OfType<string>().Select(id => new BegunConversation(id, path)) ?? [];
    }

    private static (string? Title, decimal Cost, long UpdatedAt)? ReadHead(ForeignDatabase database, string id) => database.First(
        $"""
        SELECT
            (SELECT title FROM session WHERE id = $id),
            sum(cost),
            max(max(time_updated), (SELECT coalesce(max(time_updated), 0) FROM message WHERE session_id = $id)),
            count(*)
        FROM session WHERE id IN ({Family})
        """,
        row => row.Count(3) == 0 ? default((string?, decimal, long)?) : (row.Text(0), row.Amount(1), row.Count(2)),
        ("$id", id));

    // {"role":"assistant","modelID":"..","tokens":{"input":120,"output":57,"reasoning":0,"cache":{"write":0,"read":1000}}}
    // Input is without what was cached, output without reasoning.
    private static ImmutableArray<ModelUsage>? ReadUsage(ForeignDatabase database, string id) => database.Query(
        $"""
        SELECT
            json_extract(data, '$.modelID'),
            sum(json_extract(data, '$.tokens.input')),
            sum(json_extract(data, '$.tokens.cache.read')),
            sum(json_extract(data, '$.tokens.cache.write')),
            sum(json_extract(data, '$.tokens.output')),
            sum(json_extract(data, '$.tokens.reasoning'))
        FROM message
        WHERE session_id IN ({Family}) AND json_extract(data, '$.role') = 'assistant'
        GROUP BY 1
        """,
        UsageOf,
        ("$id", id)) is { } rows ? [.. rows.Where(usage => !usage.IsNothing())] : null;

    private static ModelUsage UsageOf(ForeignRow row)
    {
        var (fresh, read, written, output, reasoning) = (row.Count(1), row.Count(2), row.Count(3), row.Count(4), row.Count(5));
        return new ModelUsage(
            row.Text(0) ?? ReadingChanges.UnknownModel,
            Input: fresh + read + written,
            CachedInput: read,
            CacheWrite: written,
            Output: output + reasoning,
            Reasoning: reasoning);
    }

    private static (string? Model, long Context) ReadNewest(ForeignDatabase database, string id) => database.First(
        """
        SELECT json_extract(data, '$.modelID'), json_extract(data, '$.tokens.total') FROM message
        WHERE session_id = $id AND json_extract(data, '$.role') = 'assistant' AND json_extract(data, '$.tokens.output') > 0
        ORDER BY time_created DESC, id DESC LIMIT 1
        """,
        row => (row.Text(0), row.Count(1)),
        ("$id", id));

    // What a prompt names, such as a file, is added to it as further texts.
    private static ImmutableArray<RecordedPrompt> ReadPrompts(ForeignDatabase database, string id) => database.Query(
        """
        SELECT json_extract(part.data, '$.text'), message.time_created FROM message JOIN part ON part.message_id = message.id
        WHERE message.session_id = $id AND json_extract(message.data, '$.role') = 'user'
            AND json_extract(part.data, '$.type') = 'text' AND coalesce(json_extract(part.data, '$.synthetic'), 0) = 0
        ORDER BY message.time_created DESC, message.id DESC, part.id DESC LIMIT $most
        """,
        row => row.Text(0) is { } text ? RecordedPrompt.Of(text, row.Time(1)) : null,
        ("$id", id),
        ("$most", RecordedPrompt.MaxRemembered)) is { } newest ? [.. newest.OfType<RecordedPrompt>().Reverse()] : [];

    private static string? ReadText(ForeignDatabase database, string id, string role, string order) => TranscriptText.Shown(database.First(
        $"""
        SELECT json_extract(part.data, '$.text') FROM part JOIN message ON message.id = part.message_id
        WHERE part.session_id = $id AND json_extract(message.data, '$.role') = $role AND json_extract(part.data, '$.type') = 'text'
        ORDER BY part.time_created {order}, part.id {order} LIMIT 1
        """,
        row => row.Text(0),
        ("$id", id),
        ("$role", role)));
}
