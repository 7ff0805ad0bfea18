using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Orchestrator.Common;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>
/// Answers <c>session/list</c> from memory. A page continues after the last row of the one before, not at a number,
/// so that rows that come, go or move between two pages neither repeat nor shift the rest.
/// </summary>
internal sealed class SessionListing(StateFeed<SessionNews> feed)
{
    /// <exception cref="OrchestratorException">The cursor is of another query (1501).</exception>
    public SessionListResult Read(SessionFilter filter, SessionSort sort, string? cursor, int limit)
    {
        var query = QueryId(filter, sort);
        var after = cursor is null ? null : PageCursor.Read(cursor, query);
        var (all, revision) = feed.ReadAll();
        var page = new SortedPage(Order(sort), after?.LastRow(), limit);
        // The newest values stand last, and are the first rows of the usual order.
        for (var index = all.Count - 1; index >= 0; index--)
            if (Matches(all[index].Summary, filter)) page.Offer(all[index].Summary);
        var rows = page.Rows;
        return new SessionListResult(rows, page.Total, revision, page.HasMore ? PageCursor.After(rows[^1], query).Write() : null);
    }

    private static bool Matches(SessionSummary session, SessionFilter filter) =>
        (filter.ProjectId is null || session.ProjectId == filter.ProjectId)
        && (filter.Phase is not { } phases || phases.Contains(session.Phase))
        && (filter.Activity is not { } activities || activities.Contains(session.Activity))
        && (filter.Agent is not { } agents || agents.Contains(session.Agent))
        && (filter.Archived is not { } archived || session.Archived == archived)
        && (filter.Unread is not { } unread || session.Unread == unread)
        && (filter.Attention is not { } attention || session.Attention.Count > 0 == attention)
        && (filter.Text is not { Length: > 0 } text || Contains(session, text));

    private static bool Contains(SessionSummary session, string text) =>
        session.Title.Contains(text, StringComparison.OrdinalIgnoreCase)
        || session.AgentName.Contains(text, StringComparison.OrdinalIgnoreCase)
        || session.Cwd.Contains(text, StringComparison.OrdinalIgnoreCase)
        || session.Id.Contains(text, StringComparison.OrdinalIgnoreCase);

    // Every order ends with the id, so that no two rows are equal.
    private static Comparer<SessionSummary> Order(SessionSort sort) => Comparer<SessionSummary>.Create((left, right) =>
    {
        var order = sort switch
        {
            SessionSort.Created => right.CreatedAt.CompareTo(left.CreatedAt),
            SessionSort.Title when string.Compare(left.Title, right.Title, StringComparison.OrdinalIgnoreCase) is not 0 and var byTitle => byTitle,
            SessionSort.Title => right.CreatedAt.CompareTo(left.CreatedAt),
            SessionSort.Attention when (right.Attention.Count > 0).CompareTo(left.Attention.Count > 0) is not 0 and var byAttention => byAttention,
            _ => right.UpdatedAt.CompareTo(left.UpdatedAt),
        };
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    });

    private static string QueryId(SessionFilter filter, SessionSort sort) =>
        Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { filter, sort }, ProtocolJson.Options))[..8]);

    /// <summary>Where a page ended: the query, and what the last row was ordered by.</summary>
    private sealed record PageCursor(string Query, string Id, string Title, bool NeedsAttention, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
    {
        public static PageCursor After(SessionSummary last, string query) =>
            new(query, last.Id, last.Title, last.Attention.Count > 0, last.CreatedAt, last.UpdatedAt);

        public static PageCursor Read(string text, string query)
        {
            try
            {
                var cursor = JsonSerializer.Deserialize<PageCursor>(Base64Url.DecodeFromChars(text));
                if (cursor?.Query == query) return cursor;
            }
            catch (Exception exception) when (exception is JsonException or FormatException)
            {
                // Not one of ours; refused below like one of another query.
            }

            throw new OrchestratorException(ErrorCode.InvalidCursor, "'cursor' is not from a list with this filter and sort.")
            {
                Hint = "Read the list from its first page.",
            };
        }

        public string Write() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

        /// <summary>A row that stands exactly where the page ended.</summary>
        public SessionSummary LastRow() => new(
            Id, 0, Title, TitleSource.Default, "", "", AgentDriver.Terminal, SessionPhase.Ended, SessionActivity.Unknown, default,
            ActivityConfidence.None, new AttentionSummary(NeedsAttention ? 1 : 0), false, false, false, 0, "", CreatedAt, UpdatedAt);
    }
}
