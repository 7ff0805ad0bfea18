using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Terminals.Content;

[TestClass]
public sealed class SizeHistoryTests
{
    private static readonly object Viewer = new();

    [TestMethod]
    [TestCategory("TRM-05")]
    public void Changes_come_in_order_from_the_one_that_is_known()
    {
        var history = new SizeHistory(Size(80)).With(10, Size(81), by: null).With(10, Size(82), Viewer).With(30, Size(83), by: null);

        var told = new List<(long, int)>();
        for (var known = new SizeHistory(Size(80)).Newest; history.After(known) is { } next; known = next) told.Add((next.Offset, next.Size.Columns));

        CollectionAssert.AreEqual(new[] { (10L, 81), (10L, 82), (30L, 83) }, told);
        Assert.AreEqual(82, history.LastBy(Viewer)!.Size.Columns);
        Assert.IsNull(history.LastBy(new object()));
    }

    [TestMethod]
    public void History_is_bounded_and_says_what_it_no_longer_reaches()
    {
        var history = new SizeHistory(Size(80));
        var known = new List<SizeChange> { history.Newest };
        for (var change = 1; change <= SizeHistory.MaxKept + 5; change++)
        {
            history = history.With(change, Size(80 + change), by: null);
            known.Add(history.Newest);
        }

        Assert.IsFalse(history.Reaches(known[4]));
        Assert.IsTrue(history.Reaches(known[5]));
        Assert.AreEqual(6, history.After(known[5])!.Number);
        Assert.IsNull(history.After(known[^1]));
    }

    private static TerminalSize Size(int columns) => new(columns, 24);
}
