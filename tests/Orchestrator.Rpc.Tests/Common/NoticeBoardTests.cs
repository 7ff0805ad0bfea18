using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
[TestCategory("STO-04")]
public sealed class NoticeBoardTests
{
    private readonly NoticeBoard _board = new();

    [TestMethod]
    public void Reader_is_told_what_stands_and_then_each_notice_once()
    {
        _board.Post("disk", "full");
        using var reader = Read(out var told);

        _board.Post("disk", "full");
        _board.Post("rows", "two unreadable");

        CollectionAssert.AreEqual(new[] { "Warning full", "Warning two unreadable" }, told);
    }

    [TestMethod]
    public void Resolved_notice_is_told_as_over_to_those_who_are_there_and_not_at_all_to_later_ones()
    {
        using var early = Read(out var toldEarly);
        _board.Post("disk", "full");
        _board.Resolve("disk", "well");
        _board.Resolve("disk", "well");

        using var late = Read(out var toldLate);

        CollectionAssert.AreEqual(new[] { "Warning full", "Info well" }, toldEarly);
        Assert.IsEmpty(toldLate);
    }

    [TestMethod]
    public void Another_notice_of_a_subject_takes_the_place_of_the_first()
    {
        _board.Post("disk", "full");
        _board.Post("disk", "damaged");

        using var reader = Read(out var told);

        CollectionAssert.AreEqual(new[] { "Warning damaged" }, told);
    }

    [TestMethod]
    public void Reader_that_left_is_told_nothing_more()
    {
        var reader = Read(out var told);

        reader.Dispose();
        _board.Post("disk", "full");

        Assert.IsEmpty(told);
    }

    private IDisposable Read(out List<string> told)
    {
        List<string> lines = told = [];
        return _board.Subscribe(notice => lines.Add($"{notice.Level} {notice.Text}"));
    }
}
