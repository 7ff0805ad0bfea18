using System.Collections.Immutable;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class SessionListingTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SessionFilter All = new();

    private readonly StateFeed<SessionNews> _feed = new();
    private readonly SessionListing _listing;

    public SessionListingTests() => _listing = new SessionListing(_feed);

    public static IEnumerable<object[]> Filters =>
    [
        ["a", new SessionFilter(ProjectId: "p")],
        ["b", new SessionFilter(Phase: [SessionPhase.Active, SessionPhase.Closing])],
        ["c", new SessionFilter(Activity: [SessionActivity.NeedsApproval])],
        ["d", new SessionFilter(Agent: ["codex"])],
        ["e", new SessionFilter(Archived: true)],
        ["abcdfghi", new SessionFilter(Archived: false)],
        ["f", new SessionFilter(Unread: true)],
        ["g", new SessionFilter(Attention: true)],
        ["h", new SessionFilter(Text: "NEEDLE")],
        ["i", new SessionFilter(Text: "/in/the/hay")],
        ["", new SessionFilter(Phase: [(SessionPhase)(-1)])],
        ["", new SessionFilter(Phase: ImmutableArray<SessionPhase>.Empty)],
        ["abcdefghi", new SessionFilter(Text: "")],
    ];

    [TestMethod]
    [DynamicData(nameof(Filters))]
    public void Read_with_a_filter_gives_what_matches(string expected, SessionFilter filter)
    {
        Publish("a", session => session with { ProjectId = "p" });
        Publish("b", session => session with { Phase = SessionPhase.Active });
        Publish("c", session => session with { Activity = SessionActivity.NeedsApproval });
        Publish("d", session => session with { Agent = "codex" });
        Publish("e", session => session with { Archived = true });
        Publish("f", session => session with { Unread = true });
        Publish("g", session => session with { Attention = new AttentionSummary(1) });
        Publish("h", session => session with { Title = "a needle" });
        Publish("i", session => session with { Cwd = "/in/the/haystack" });

        var page = _listing.Read(filter, SessionSort.Created, null, 100);

        Assert.AreEqual(expected, string.Concat(page.Items.Select(session => session.Id).Order(StringComparer.Ordinal)));
        Assert.AreEqual(expected.Length, page.Total);
    }

    [TestMethod]
    [DataRow(SessionSort.Updated, "cabd")]
    [DataRow(SessionSort.Created, "dcba")]
    [DataRow(SessionSort.Title, "bdca")]
    [DataRow(SessionSort.Attention, "bdca")]
    [DataRow((SessionSort)(-1), "cabd")]
    public void Read_with_an_order_gives_that_order(SessionSort sort, string expected)
    {
        Publish("a", session => session with { CreatedAt = Start, UpdatedAt = Start.AddHours(8), Title = "zebra" });
        Publish("b", session => session with { CreatedAt = Start.AddHours(1), UpdatedAt = Start.AddHours(7), Title = "Ant", Attention = new AttentionSummary(2) });
        Publish("c", session => session with { CreatedAt = Start.AddHours(2), UpdatedAt = Start.AddHours(9), Title = "bee" });
        Publish("d", session => session with { CreatedAt = Start.AddHours(3), UpdatedAt = Start.AddHours(6), Title = "BEE", Attention = new AttentionSummary(1) });

        var page = _listing.Read(All, sort, null, 100);

        var order = string.Concat(page.Items.Select(session => session.Id));
        Assert.AreEqual(sort == SessionSort.Attention ? "bdca" : expected, order);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [TestCategory("LST-06")]
    public void Pages_read_while_sessions_come_go_and_move_repeat_none_and_miss_none_that_stayed(int seed)
    {
        var random = new Random(seed);
        var sort = (SessionSort)(seed % 3);
        for (var index = 0; index < 300; index++) PublishRandom(random, $"s{index}");
        var untouched = Enumerable.Range(0, 100).Select(index => $"s{index}").ToHashSet();
        var seen = new List<string>();

        for (string? cursor = null; ;)
        {
            var page = _listing.Read(All, sort, cursor, 17);
            seen.AddRange(page.Items.Select(session => session.Id));
            if (page.NextCursor is not { } next) break;
            cursor = next;
            var id = $"s{random.Next(100, 300)}";
            if (random.Next(2) == 0) _feed.Remove(id);
            else if (!seen.Contains(id)) PublishRandom(random, id);
            PublishRandom(random, $"new{random.Next()}");
        }

        Assert.HasCount(seen.Count, seen.Distinct());
        Assert.IsTrue(untouched.IsSubsetOf(seen));
    }

    [TestMethod]
    [TestCategory("LST-06")]
    public void Cursor_of_another_filter_or_order_or_of_nobody_is_refused()
    {
        for (var index = 0; index < 3; index++) Publish($"s{index}", session => session);
        var cursor = _listing.Read(All, SessionSort.Updated, null, 1).NextCursor!;

        foreach (var (filter, sort, text) in new[]
        {
            (new SessionFilter(Unread: false), SessionSort.Updated, cursor),
            (All, SessionSort.Title, cursor),
            (All, SessionSort.Updated, "not base64 ü"),
            (All, SessionSort.Updated, "bnVsbA"),
            (All, SessionSort.Updated, cursor[..^4]),
            (All, SessionSort.Updated, ""),
        })
        {
            var refusal = Assert.ThrowsExactly<OrchestratorException>(() => _listing.Read(filter, sort, text, 1));
            Assert.AreEqual(ErrorCode.InvalidCursor, refusal.Code);
        }
    }

    [TestMethod]
    public void Cursor_whose_session_is_gone_goes_on_behind_its_place()
    {
        for (var index = 0; index < 5; index++) Publish($"s{index}", session => session with { CreatedAt = Start.AddHours(-index) });
        var first = _listing.Read(All, SessionSort.Created, null, 2);

        _feed.Remove("s1");
        var second = _listing.Read(All, SessionSort.Created, first.NextCursor, 2);

        CollectionAssert.AreEqual(new[] { "s2", "s3" }, second.Items.Select(session => session.Id).ToArray());
    }

    [TestMethod]
    [TestCategory("LST-11")]
    public void Ten_thousand_sessions_are_paged_whole_and_in_order()
    {
        var random = new Random(1);
        for (var index = 0; index < 10_000; index++) PublishRandom(random, $"s{index}");
        var items = new List<SessionSummary>();

        for (string? cursor = null; ;)
        {
            var page = _listing.Read(All, SessionSort.Updated, cursor, 500);
            items.AddRange(page.Items);
            Assert.AreEqual(10_000, page.Total);
            if (page.NextCursor is not { } next) break;
            cursor = next;
        }

        Assert.HasCount(10_000, items.DistinctBy(session => session.Id));
        CollectionAssert.AreEqual(
            items.OrderByDescending(session => session.UpdatedAt).ThenBy(session => session.Id, StringComparer.Ordinal).Select(session => session.Id).ToList(),
            items.Select(session => session.Id).ToList());
    }

    [TestMethod]
    [TestCategory("ATT-13")]
    public void Read_tells_the_revision_it_was_read_at()
    {
        Publish("a", session => session);
        Publish("a", session => session);

        Assert.AreEqual(2, _listing.Read(All, SessionSort.Updated, null, 1).Revision);
    }

    private void PublishRandom(Random random, string id) => Publish(id, session => session with
    {
        // Few different times and titles: the order must not depend on them alone.
        CreatedAt = Start.AddMinutes(random.Next(20)),
        UpdatedAt = Start.AddMinutes(random.Next(20)),
        Title = $"title {random.Next(9)}",
    });

    private void Publish(string id, Func<SessionSummary, SessionSummary> change) =>
        _feed.Publish(id, revision => SessionWorld.News(id, summary => change(summary with { Revision = revision })));
}
