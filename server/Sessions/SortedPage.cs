using System.Collections.Immutable;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>
/// The first rows behind a row, out of rows that come in any order: only a page of them is kept and sorted, however many
/// come.
/// </summary>
/// <param name="order">The order, in which no two rows are equal.</param>
/// <param name="after">The row before the page; null for the first page.</param>
/// <param name="limit">Most rows of the page.</param>
internal sealed class SortedPage(IComparer<SessionSummary> order, SessionSummary? after, int limit)
{
    private readonly List<SessionSummary> _rows = new(limit);

    /// <summary>How many rows came.</summary>
    public int Total { get; private set; }

    /// <summary>True when rows that came belong on a later page.</summary>
    public bool HasMore { get; private set; }

    /// <summary>The page, in order.</summary>
    public ImmutableArray<SessionSummary> Rows => [.. _rows];

    public void Offer(SessionSummary row)
    {
        Total++;
        if (after is not null && order.Compare(row, after) <= 0) return;
        if (_rows.Count == limit)
        {
            HasMore = true;
            if (order.Compare(row, _rows[^1]) > 0) return;
            _rows.RemoveAt(limit - 1);
        }

        _rows.Insert(~_rows.BinarySearch(row, order), row);
    }
}
