using System.Collections.Immutable;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Sessions;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>Requests that come and go in random order, told to readers of any speed, against what each reader must know.</summary>
[TestClass]
public sealed class AttentionLaneModelTests
{
    private const int Sessions = 5;

    private readonly ManualTimeProvider _time = new();
    private readonly StateFeed<SessionNews> _feed = new();
    private readonly Dictionary<string, SessionNews> _truth = [];

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [DataRow(7)]
    [DataRow(8)]
    [TestCategory("SUB-05")]
    [TestCategory("ATT-14")]
    [TestCategory("BP-03")]
    public void Every_reader_is_told_each_request_and_each_end_at_most_once_and_knows_the_truth_in_the_end(int seed)
    {
        var random = new Random(seed);
        var readers = new List<Reader>();
        for (var step = 0; step < 3000; step++)
        {
            switch (random.Next(12))
            {
                case 0 when readers.Count < 6:
                    readers.Add(new Reader(this, readers.Count + 1));
                    break;
                case 1:
                    _time.Advance(TimeSpan.FromMilliseconds(random.Next(80)));
                    break;
                case 2 when readers.Count > 0:
                    readers[random.Next(readers.Count)].Reveal(Id(random), isListed: random.Next(4) == 0);
                    break;
                case 3 when readers.Count > 0:
                    readers[random.Next(readers.Count)].Sent();
                    break;
                case 4 when random.Next(8) == 0:
                    Remove(Id(random));
                    break;
                case < 8 when readers.Count > 0:
                    readers[random.Next(readers.Count)].Take();
                    break;
                default:
                    Change(Id(random), random, step);
                    break;
            }
        }

        foreach (var reader in readers)
        {
            reader.Finish();
            Assert.AreEqual(Pending(), reader.Known, $"seed {seed}");
            reader.Dispose();
        }
    }

    [TestMethod]
    [TestCategory("LST-08")]
    public void Only_the_connection_that_was_chosen_is_asked_to_notify()
    {
        using var first = new AttentionLane(_feed, 1, new TrafficCounters(), _time, () => { });
        using var second = new AttentionLane(_feed, 2, new TrafficCounters(), _time, () => { });
        Publish("a", news => news with { Pending = [Request("r") with { Notifier = 2 }] });

        Assert.IsNull(((RequestedFrame)first.Take()!).Params.Notify);
        Assert.IsTrue(((RequestedFrame)second.Take()!).Params.Notify);
    }

    [TestMethod]
    public void Nothing_is_taken_while_an_answer_has_not_left_and_all_of_it_after_that()
    {
        var woken = 0;
        using var lane = new AttentionLane(_feed, 1, new TrafficCounters(), _time, () => woken++);
        Publish("a", news => news with { Pending = [Request("r")] });
        var answer = lane.Answer(() => new AttentionListResult([Request("r").ToWire("a")]), result => result.Requests);
        Publish("a", news => news with { Pending = [], Resolved = [new ResolvedRequest("r", AttentionOutcome.Answered, "me")] });

        var before = (lane.Take(), lane.DueAt);
        lane.Resume(new AttentionListResult([]));
        var other = lane.Take();
        lane.Resume(answer);

        Assert.AreEqual((null, null), before);
        Assert.IsNull(other);
        Assert.AreEqual(new AttentionResolvedParams("r", "a", AttentionOutcome.Answered, "me"), ((ResolvedFrame)lane.Take()!).Params);
        Assert.IsInstanceOfType<SessionsFrame>(lane.Take());
        Assert.AreEqual(3, woken);
    }

    private static string Id(Random random) => $"s{random.Next(Sessions)}";

    private static PendingRequest Request(string id) => new(id, AttentionKind.Approval, id, default, RequestSource.Status, 0);

    private string Pending() => string.Join(' ', _truth.Values.SelectMany(news => news.Pending).Select(request => request.RequestId).Order());

    private void Change(string id, Random random, int step) => Publish(id, news =>
    {
        if (random.Next(3) == 0 || news.Pending.Length >= 2) return Resolve(news, random);
        return news with { Pending = news.Pending.Add(Request($"{id}-{step}")) };
    });

    private static SessionNews Resolve(SessionNews news, Random random)
    {
        if (news.Pending.IsEmpty) return news;
        var gone = news.Pending[random.Next(news.Pending.Length)];
        return news with
        {
            Pending = news.Pending.Remove(gone), Resolved = [.. news.Resolved.Add(new ResolvedRequest(gone.RequestId, AttentionOutcome.Answered)).TakeLast(3)],
        };
    }

    private void Publish(string id, Func<SessionNews, SessionNews> change)
    {
        var before = _truth.GetValueOrDefault(id) ?? SessionWorld.News(id, summary => summary);
        _feed.Publish(id, revision =>
        {
            var next = change(before);
            return _truth[id] = next with
            {
                Summary = next.Summary with { Revision = revision, Attention = new AttentionSummary(next.Pending.Length, RequestId: next.Pending.FirstOrDefault()?.RequestId) },
            };
        });
    }

    private void Remove(string id)
    {
        if (_truth.Remove(id)) _feed.Remove(id);
    }

    /// <summary>A client: what it was told, in the order of its wire.</summary>
    private sealed class Reader : IDisposable
    {
        private readonly AttentionLaneModelTests _world;
        private readonly AttentionLane _lane;
        private readonly HashSet<string> _known;
        private readonly HashSet<string> _requested = [];
        private readonly HashSet<string> _resolved = [];
        private AttentionListResult? _unsent;

        public Reader(AttentionLaneModelTests world, long connection)
        {
            _world = world;
            _lane = new AttentionLane(world._feed, connection, new TrafficCounters(), world._time, () => { });
            _known = [.. world._truth.Values.SelectMany(news => news.Pending).Select(request => request.RequestId)];
        }

        public string Known => string.Join(' ', _known.Order());

        // What is taken while an answer waits would stand before it on the wire: nothing may be.
        public void Take()
        {
            if (_lane.Take() is not { } frame) return;
            Assert.IsNull(_unsent);
            switch (frame)
            {
                case RequestedFrame requested:
                    Assert.IsTrue(_requested.Add(requested.Params.Request.RequestId), "requested twice");
                    Assert.IsTrue(_known.Add(requested.Params.Request.RequestId), "told again what an answer told");
                    break;
                case ResolvedFrame resolved:
                    Assert.IsTrue(_resolved.Add(resolved.Params.RequestId), "resolved twice");
                    Assert.IsTrue(_known.Remove(resolved.Params.RequestId), "the end of what was never told");
                    break;
                case SessionsFrame sessions:
                    foreach (var summary in sessions.Params.Changed.Where(summary => summary.Attention.RequestId is not null))
                        Assert.IsTrue(_known.Contains(summary.Attention.RequestId!) || _resolved.Contains(summary.Attention.RequestId!), "counted before it was told");
                    break;
            }
        }

        public void Reveal(string id, bool isListed)
        {
            if (_unsent is not null) return;
            var shown = isListed ? [.. _world._truth.Values] : _world._truth.TryGetValue(id, out var news) ? ImmutableArray.Create(news) : [];
            _unsent = _lane.Answer(() => new AttentionListResult([.. shown.SelectMany(each => each.Requests)]), result => result.Requests);
        }

        public void Sent()
        {
            if (_unsent is null) return;
            _known.UnionWith(_unsent.Requests.Select(request => request.RequestId));
            _lane.Resume(_unsent);
            _unsent = null;
        }

        public void Finish()
        {
            Sent();
            for (var round = 0; round < 3; round++)
            {
                _world._time.Advance(AttentionLane.Interval);
                while (_lane.DueAt is { } due && due <= _world._time.Elapsed()) Take();
            }
        }

        public void Dispose() => _lane.Dispose();
    }
}
