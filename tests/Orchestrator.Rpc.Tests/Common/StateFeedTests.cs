using System.Runtime.CompilerServices;
using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class StateFeedTests
{
    private readonly StateFeed<string> _feed = new();

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    [TestCategory("ATT-11")]
    [TestCategory("ATT-13")]
    public void Readers_at_any_pace_end_with_what_the_feed_holds(int seed)
    {
        var random = new Random(seed);
        var truth = new Dictionary<string, string>();
        var readers = new List<ModelReader>();

        for (var step = 0; step < 3_000; step++)
        {
            var key = $"k{random.Next(12)}";
            switch (random.Next(10))
            {
                case < 4:
                    truth[key] = _feed.Publish(key, revision => $"{key}@{revision}");
                    break;
                case < 6:
                    truth.Remove(key);
                    _feed.Remove(key);
                    break;
                case 6 when readers.Count < 5:
                    readers.Add(new ModelReader(_feed));
                    break;
                case 7 when readers.Count > 0 && random.Next(4) == 0:
                    readers[0].Reader.Dispose();
                    readers.RemoveAt(0);
                    break;
                default:
                    if (readers.Count > 0) readers[random.Next(readers.Count)].Take(random.Next(1, 6));
                    break;
            }
        }

        foreach (var reader in readers)
        {
            while (reader.Take(3))
            {
                // Until nothing is left.
            }

            CollectionAssert.AreEquivalent(truth, reader.Values);
        }
    }

    [TestMethod]
    [TestCategory("ATT-08")]
    public void Reader_that_comes_late_finds_every_value_and_then_only_later_ones()
    {
        _feed.Publish("a", _ => "a1");
        _feed.Publish("b", _ => "b1");
        using var late = _feed.Subscribe(() => { });
        var (values, revision) = _feed.ReadAll();

        _feed.Publish("a", _ => "a2");
        var changes = late.Take(10);

        CollectionAssert.AreEqual(new[] { "a1", "b1" }, values.ToArray());
        CollectionAssert.AreEqual(new[] { "a2" }, changes.Changed.ToArray());
        Assert.AreEqual(revision + 1, changes.Revision);
    }

    [TestMethod]
    [TestCategory("ATT-11")]
    public void Remove_reaches_a_reader_that_sleeps_through_many_later_changes()
    {
        _feed.Publish("gone", _ => "value");
        using var sleeper = _feed.Subscribe(() => { });
        using var awake = _feed.Subscribe(() => { });

        _feed.Remove("gone");
        for (var other = 0; other < 1_000; other++)
        {
            _feed.Publish($"other{other % 7}", _ => "value");
            _feed.Publish("brief", _ => "value");
            _feed.Remove("brief");
            awake.Take(100);
        }

        var changes = sleeper.Take(1_000);
        CollectionAssert.AreEqual(new[] { "gone", "brief" }, changes.Removed.ToArray());
        Assert.HasCount(7, changes.Changed);
    }

    [TestMethod]
    [TestCategory("BP-01")]
    public void Removal_is_forgotten_when_every_reader_has_passed_it()
    {
        using var reader = _feed.Subscribe(() => { });

        var key = PublishAndRemove("brief", reader);
        PublishAndRemove("later", reader);
        GC.Collect();

        Assert.IsFalse(key.TryGetTarget(out _));
    }

    [TestMethod]
    public void Remove_of_an_unknown_key_changes_nothing_and_wakes_nobody()
    {
        var wakes = 0;
        using var reader = _feed.Subscribe(() => wakes++);

        _feed.Remove("unknown");

        Assert.AreEqual(0, _feed.Revision);
        Assert.AreEqual(0, wakes);
        Assert.IsTrue(reader.Take(1).IsEmpty);
    }

    [TestMethod]
    public void Take_in_small_pieces_gives_each_change_once_and_oldest_first()
    {
        using var reader = _feed.Subscribe(() => { });
        foreach (var key in new[] { "a", "b", "c", "a" }) _feed.Publish(key, revision => $"{key}@{revision}");

        var pieces = new[] { reader.Take(1), reader.Take(1), reader.Take(1), reader.Take(1) };

        CollectionAssert.AreEqual(new[] { "b@2", "c@3", "a@4" }, pieces.SelectMany(piece => piece.Changed).ToArray());
        Assert.AreEqual(4, reader.Position);
    }

    [TestMethod]
    public void Dispose_of_a_reader_ends_its_wakes()
    {
        var wakes = 0;
        var reader = _feed.Subscribe(() => wakes++);

        _feed.Publish("a", _ => "1");
        reader.Dispose();
        _feed.Publish("a", _ => "2");

        Assert.AreEqual(1, wakes);
    }

    // When this returns, the feed alone can know the key.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<string> PublishAndRemove(string name, FeedReader<string> reader)
    {
        var key = string.Concat(name, "-key");
        _feed.Publish(key, _ => "value");
        _feed.Remove(key);
        reader.Take(2);
        return new WeakReference<string>(key);
    }

    /// <summary>A client: applies what it takes, and knows nothing else.</summary>
    private sealed class ModelReader
    {
        private readonly StateFeed<string> _feed;

        public ModelReader(StateFeed<string> feed)
        {
            _feed = feed;
            Reader = feed.Subscribe(() => { });
            foreach (var value in feed.ReadAll().Values) Values[KeyOf(value)] = value;
        }

        public FeedReader<string> Reader { get; }

        public Dictionary<string, string> Values { get; } = [];

        public bool Take(int limit)
        {
            var before = Reader.Position;
            var changes = Reader.Take(limit);
            Assert.IsLessThanOrEqualTo(limit, changes.Changed.Count + changes.Removed.Count);
            Assert.IsTrue(changes.IsEmpty ? changes.Revision == before : changes.Revision > before && changes.Revision <= _feed.Revision);
            foreach (var value in changes.Changed) Values[KeyOf(value)] = value;
            foreach (var key in changes.Removed) Values.Remove(key);
            return !changes.IsEmpty;
        }

        private static string KeyOf(string value) => value[..value.IndexOf('@', StringComparison.Ordinal)];
    }
}
