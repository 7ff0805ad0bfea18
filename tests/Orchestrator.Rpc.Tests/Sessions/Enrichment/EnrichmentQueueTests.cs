using Orchestrator.Sessions.Enrichment;

namespace Orchestrator.Rpc.Tests.Sessions.Enrichment;

[TestClass]
public sealed class EnrichmentQueueTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly EnrichmentQueue _queue;
    private int _wishes;

    public EnrichmentQueueTests() => _queue = new EnrichmentQueue(() => _wishes++, _time);

    [TestMethod]
    [TestCategory("AGT-07")]
    public void Wishes_for_one_session_are_one()
    {
        _queue.Wish("a");
        _queue.Wish("a");
        _queue.Wish("b");
        _queue.Wish("a");

        Assert.AreEqual(2, _wishes);
        CollectionAssert.AreEqual(new[] { "a", "b", null }, new[] { Taken(), Taken(), Taken() });
    }

    [TestMethod]
    [TestCategory("AGT-07")]
    public void Wish_behind_a_reading_waits_for_the_pause()
    {
        _queue.Wish("a");
        Taken();
        _queue.Wish("a");

        Assert.AreEqual((null, EnrichmentQueue.Pause), _queue.Take());
        _time.Advance(EnrichmentQueue.Pause);
        Assert.AreEqual("a", Taken());
    }

    [TestMethod]
    public void Sooner_wish_replaces_a_later_one_and_not_the_other_way_round()
    {
        _queue.WishLater("a", TimeSpan.FromSeconds(15));
        _queue.WishLater("a", TimeSpan.FromSeconds(20));
        Assert.AreEqual(TimeSpan.FromSeconds(15), _queue.Take().Idle);

        _queue.Wish("a");
        Assert.AreEqual("a", Taken());
        Assert.AreEqual((null, null), _queue.Take());
    }

    [TestMethod]
    [TestCategory("AGT-07")]
    public void Session_that_nobody_wants_any_more_is_not_read()
    {
        _queue.Wish("a");
        _queue.Forget("a");

        Assert.AreEqual((null, null), _queue.Take());
        _queue.Wish("a");
        Assert.AreEqual("a", Taken());
    }

    private string? Taken() => _queue.Take().SessionId;
}
