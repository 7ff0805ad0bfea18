using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>Pages of rows, against sorting all of them.</summary>
[TestClass]
public sealed class SortedPageTests
{
    private static readonly Comparer<SessionSummary> Order = Comparer<SessionSummary>.Create((one, other) => string.CompareOrdinal(one.Id, other.Id));

    [TestMethod]
    [TestCategory("LST-01")]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    public void Pages_one_behind_the_other_are_all_rows_in_order(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, random.Next(0, 60)).Select(number => Row($"{number:D3}")).ToArray();
        var limit = random.Next(1, 12);
        random.Shuffle(rows);
        var read = new List<SessionSummary>();
        SortedPage page;
        do
        {
            page = new SortedPage(Order, read.LastOrDefault(), limit);
            foreach (var row in rows) page.Offer(row);
            Assert.AreEqual(rows.Length, page.Total);
            Assert.AreEqual(read.Count + page.Rows.Length < rows.Length, page.HasMore);
            read.AddRange(page.Rows);
        }
        while (page.HasMore);

        CollectionAssert.AreEqual(rows.OrderBy(row => row.Id, StringComparer.Ordinal).ToArray(), read);
    }

    private static SessionSummary Row(string id) => SessionFold.Create(SessionWorld.Created(id, "none")).ToSummary();
}
