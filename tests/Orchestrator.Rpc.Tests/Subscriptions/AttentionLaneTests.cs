using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Sessions;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Tests.Subscriptions;

[TestClass]
public sealed class AttentionLaneTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly StateFeed<SessionNews> _feed = new();
    private readonly TrafficCounters _traffic = new();
    private readonly AttentionLane _lane;

    public AttentionLaneTests() => _lane = new AttentionLane(_feed, connection: 1, _traffic, _time, () => { });

    public void Dispose() => _lane.Dispose();

    [TestMethod]
    [TestCategory("ATT-12")]
    public void Changes_within_50_ms_come_as_one_with_the_newest_value()
    {
        Publish("a", "first");
        var first = Take();
        Publish("a", "second");
        Publish("a", "third");

        var early = Take();
        var due = _lane.DueAt;
        _time.Advance(AttentionLane.Interval);
        var second = Take();

        Assert.AreEqual("first", first!.Changed.Single().Title);
        Assert.IsNull(early);
        Assert.AreEqual(_time.Elapsed(), due);
        Assert.AreEqual("third", second!.Changed.Single().Title);
        Assert.IsNull(_lane.DueAt);
        Assert.AreEqual((2L, 1L), (_traffic.Counts["statesTold"], _traffic.Counts["statesConflated"]));
    }

    [TestMethod]
    [TestCategory("ATT-12")]
    public void Clock_that_is_set_back_delays_nothing()
    {
        Publish("a", "first");
        Take();
        _time.Error = TimeSpan.FromHours(-1);
        Publish("a", "second");
        _time.Advance(AttentionLane.Interval);

        Assert.AreEqual("second", Take()!.Changed.Single().Title);
    }

    [TestMethod]
    [TestCategory("ATT-12")]
    public void Large_change_comes_in_parts_at_once_and_repeats_no_session_in_them()
    {
        for (var index = 0; index < 450; index++) Publish($"s{index}", "first");

        var parts = new List<SessionsChangedParams>();
        while (Take() is { } part)
        {
            parts.Add(part);
            Publish("s0", "changed again");
        }

        var ids = parts.SelectMany(part => part.Changed).Select(session => session.Id).ToList();
        Assert.HasCount(3, parts);
        Assert.HasCount(450, ids.Distinct());
        Assert.HasCount(450, ids);
        _time.Advance(AttentionLane.Interval);
        Assert.AreEqual("changed again", Take()!.Changed.Single().Title);
    }

    [TestMethod]
    public void Rest_of_a_large_change_that_changed_again_comes_with_the_next_one()
    {
        for (var index = 0; index < 250; index++) Publish($"s{index}", "first");
        Take();
        for (var index = 200; index < 250; index++) Publish($"s{index}", "changed again");

        var early = Take();
        _time.Advance(AttentionLane.Interval);
        var next = Take()!;

        Assert.IsNull(early);
        Assert.HasCount(50, next.Changed);
        Assert.IsNull(_lane.DueAt);
    }

    [TestMethod]
    [TestCategory("ATT-11")]
    public void Removal_comes_after_values_that_came_before_it_and_is_not_swallowed()
    {
        Publish("a", "first");
        Take();
        Publish("a", "second");
        _feed.Remove("a");
        _time.Advance(AttentionLane.Interval);

        var update = Take()!;

        Assert.IsTrue(update.Changed.IsEmpty);
        CollectionAssert.AreEqual(new[] { "a" }, update.Removed.ToArray());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [TestCategory("ATT-12")]
    [TestCategory("ATT-13")]
    public void Random_changes_never_tell_one_session_twice_within_50_ms_and_end_with_the_truth(int seed)
    {
        var random = new Random(seed);
        var told = new Dictionary<string, (long Revision, DateTimeOffset At)>();
        var lastRevision = 0L;

        for (var step = 0; step < 5_000; step++)
        {
            Publish($"s{random.Next(600)}", $"{step}");
            if (random.Next(4) == 0) _time.Advance(TimeSpan.FromMilliseconds(random.Next(60)));
            if (random.Next(50) == 0) Tell(isBusy: true);
        }

        _time.Advance(AttentionLane.Interval);
        Tell(isBusy: false);
        _time.Advance(AttentionLane.Interval);
        Tell(isBusy: false);
        foreach (var session in _feed.ReadAll().Values.Select(news => news.Summary)) Assert.AreEqual(session.Revision, told[session.Id].Revision);

        void Tell(bool isBusy)
        {
            while (Take() is { } update)
            {
                Assert.IsGreaterThan(lastRevision, update.Revision);
                lastRevision = update.Revision;
                if (isBusy && random.Next(2) == 0) Publish($"s{random.Next(600)}", "in between");
                foreach (var session in update.Changed)
                {
                    if (told.TryGetValue(session.Id, out var before))
                        Assert.IsGreaterThanOrEqualTo(before.At + AttentionLane.Interval, _time.GetUtcNow());
                    told[session.Id] = (session.Revision, _time.GetUtcNow());
                }
            }
        }
    }

    private SessionsChangedParams? Take() => (_lane.Take() as SessionsFrame)?.Params;

    private void Publish(string id, string title) =>
        _feed.Publish(id, revision => SessionWorld.News(id, summary => summary with { Title = title, Revision = revision }));
}
