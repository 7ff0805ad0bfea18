using Orchestrator.Screens.Cells;

namespace Orchestrator.Rpc.Tests.Screens.Cells;

/// <summary>Lines as pictures: <c>.</c> is an empty cell, <c>_</c> the second half of the wide character before it.</summary>
[TestClass]
public sealed class RowEditingTests
{
    [TestMethod]
    [DataRow("abcdef", 1, 3, "a..def", DisplayName = "letters")]
    [DataRow("a中_中_b", 2, 3, "a..中_b", DisplayName = "the second half")]
    [DataRow("a中_中_b", 1, 2, "a..中_b", DisplayName = "the first half")]
    [DataRow("a中_中_b", 1, 3, "a..中_b", DisplayName = "both halves")]
    [DataRow("a中_中_b", 2, 4, "a....b", DisplayName = "halves of two")]
    [DataRow("a中_中_b", 0, 1, ".中_中_b", DisplayName = "what stands before")]
    [DataRow("a中_中_b", 0, 99, "......", DisplayName = "all, and beyond")]
    [DataRow("a中_中_b", 3, 3, "a中_中_b", DisplayName = "nothing")]
    public void Erase_leaves_no_half(string before, int start, int end, string after)
    {
        var row = Make(before);

        row.Erase(before.Length, start, end, Cell.Empty);

        Assert.AreEqual(after, Show(row, before.Length));
    }

    [TestMethod]
    [DataRow("abcdef", 1, 6, 2, "a..bcd", DisplayName = "letters")]
    [DataRow("a中_中_b", 1, 6, 1, "a.中_中_", DisplayName = "before a wide character")]
    [DataRow("a中_中_b", 2, 6, 1, "a...中_", DisplayName = "between halves")]
    [DataRow("a中_中_b", 1, 6, 2, "a..中_.", DisplayName = "pushes half of one out")]
    [DataRow("a中_中_b", 0, 6, 99, "......", DisplayName = "more than there is room")]
    [DataRow("abcdef", 1, 4, 1, "a.bcef", DisplayName = "up to a margin")]
    [DataRow("a中_b中_", 0, 3, 1, ".a.b中_", DisplayName = "pushes half of one over a margin")]
    [DataRow("a中_中_b", 0, 4, 1, ".a中_.b", DisplayName = "pushes the first half at a margin out")]
    [DataRow("a中_中_b", 0, 4, 2, "..a..b", DisplayName = "pushes halves of two over a margin")]
    public void Insert_leaves_no_half(string before, int start, int end, int count, string after)
    {
        var row = Make(before);

        row.Insert(before.Length, start, end, count, Cell.Empty);

        Assert.AreEqual(after, Show(row, before.Length));
    }

    [TestMethod]
    [DataRow("abcdef", 1, 6, 2, "adef..", DisplayName = "letters")]
    [DataRow("a中_中_b", 1, 6, 1, "a.中_b.", DisplayName = "the first half")]
    [DataRow("a中_中_b", 2, 6, 1, "a.中_b.", DisplayName = "the second half")]
    [DataRow("a中_中_b", 1, 6, 2, "a中_b..", DisplayName = "a whole one")]
    [DataRow("a中_中_b", 0, 6, 99, "......", DisplayName = "more than there is")]
    [DataRow("abcdef", 1, 4, 1, "acd.ef", DisplayName = "up to a margin")]
    [DataRow("a中_中_b", 0, 4, 1, "中_...b", DisplayName = "draws half of one away from a margin")]
    [DataRow("a中_中_b", 3, 4, 1, "a中_..b", DisplayName = "the first half at a margin")]
    public void Delete_leaves_no_half(string before, int start, int end, int count, string after)
    {
        var row = Make(before);

        row.Delete(before.Length, start, end, count, Cell.Empty);

        Assert.AreEqual(after, Show(row, before.Length));
    }

    [TestMethod]
    [DataRow("abcdef", 0, 6, ".bc.ef", DisplayName = "what is guarded stays")]
    [DataRow("中_c.ef", 1, 6, "..c.ef", DisplayName = "half of an open one goes")]
    public void Erase_unprotected_spares_what_is_guarded(string before, int start, int end, string after)
    {
        var styles = new StyleTable();
        var guarded = styles.NumberOf(new Style { Flags = StyleFlags.Protected });
        var row = Make(before);
        foreach (var column in (int[])[1, 2, 4, 5])
            if (row[column].Content is > 'a' and <= 'z') row.Cells(6)[column] = row[column].WithStyle(guarded);

        row.EraseUnprotected(before.Length, start, end, Cell.Empty, styles);

        Assert.AreEqual(after, Show(row, before.Length));
    }

    private static Row Make(string picture)
    {
        var row = new Row();
        var cells = row.Cells(picture.Length);
        for (var column = 0; column < picture.Length; column++)
            cells[column] = picture[column] switch
            {
                '.' => Cell.Empty,
                '_' => Cell.Empty.WithWidth(0),
                '中' => Cell.Of('中', 2, 0),
                var letter => Cell.Of(letter, 1, 0),
            };
        return row;
    }

    private static string Show(Row row, int columns) =>
        string.Concat(Enumerable.Range(0, columns).Select(column => row[column] switch
        {
            { IsSpacer: true } => '_',
            { HasContent: false } => '.',
            var cell => (char)cell.Content,
        }));
}
