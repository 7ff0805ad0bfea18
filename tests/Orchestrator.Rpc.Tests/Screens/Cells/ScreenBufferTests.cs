using Orchestrator.Screens;
using Orchestrator.Screens.Cells;

namespace Orchestrator.Rpc.Tests.Screens.Cells;

[TestClass]
public sealed class ScreenBufferTests
{
    [TestMethod]
    [DataRow(0, "", "a|b|c", DisplayName = "nothing")]
    [DataRow(1, "a", "b|c|", DisplayName = "one line")]
    [DataRow(2, "a|b", "c||", DisplayName = "as many as the scrollback holds")]
    [DataRow(3, "b|c", "||", DisplayName = "the oldest line gives way")]
    [DataRow(5, "|", "||", DisplayName = "nothing of it is left")]
    public void Scroll_keeps_the_newest_lines(int count, string scrollback, string visible)
    {
        var buffer = Filled(scrollbackLines: 2, "a", "b", "c");

        for (var scrolled = 0; scrolled < count; scrolled++) buffer.Scroll(Cell.Empty, isWrapped: false);

        Assert.AreEqual(scrollback, Show(buffer, 0, buffer.Top));
        Assert.AreEqual(visible, Show(buffer, buffer.Top, buffer.Count));
        Assert.AreEqual(count > 2, buffer.HasDropped);
        Assert.AreEqual(buffer.Top + 3, buffer.Count);
    }

    [TestMethod]
    [DataRow(0, 1, 0, "a", "b||c|d", DisplayName = "from the top: into the scrollback, with lines below")]
    [DataRow(0, 1, 2, "|", "||c|d", DisplayName = "from the top, when the scrollback is full")]
    [DataRow(1, 2, 0, "", "a|c||d", DisplayName = "not from the top: into nothing")]
    [DataRow(1, 3, 0, "", "a|c|d|", DisplayName = "not from the top, to the bottom")]
    [DataRow(2, 2, 0, "", "a|b||d", DisplayName = "one line")]
    public void Scroll_of_a_region_leaves_the_other_lines(int top, int bottom, int before, string scrollback, string visible)
    {
        var buffer = Filled(scrollbackLines: 2, "a", "b", "c", "d");
        (buffer.MarginTop, buffer.MarginBottom) = (top, bottom);

        for (var count = 0; count <= before; count++) buffer.Scroll(Cell.Empty, isWrapped: false);

        Assert.AreEqual(scrollback, before == 2 ? Show(buffer, 1, buffer.Top) + "|" : Show(buffer, 0, buffer.Top));
        Assert.AreEqual(visible, Show(buffer, buffer.Top, buffer.Count));
    }

    [TestMethod]
    public void Scroll_of_a_screen_without_scrollback_keeps_nothing()
    {
        var buffer = Filled(scrollbackLines: 0, "a", "b");

        buffer.Scroll(Cell.Empty, isWrapped: true);

        Assert.AreEqual(0, buffer.Top);
        Assert.AreEqual("b|", Show(buffer, 0, buffer.Count));
        Assert.IsTrue(buffer.Line(1).IsWrapped);
    }

    [TestMethod]
    public void Clear_scrollback_keeps_what_is_visible_and_the_saved_cursor_on_it()
    {
        var buffer = Filled(scrollbackLines: 5, "a", "b");
        buffer.Scroll(Cell.Empty, isWrapped: false);
        buffer.Saved = new SavedCursor(0, buffer.Top + 1, default, null);

        buffer.ClearScrollback();

        Assert.AreEqual("b|", Show(buffer, 0, buffer.Count));
        Assert.AreEqual(1, buffer.Saved.Line);
        Assert.IsFalse(buffer.HasDropped);
    }

    [TestMethod]
    [TestCategory("TRM-11")]
    [DataRow(80, 1000, DisplayName = "80 columns: lines decide")]
    [DataRow(524, 1000, DisplayName = "the widest that keeps all lines")]
    [DataRow(525, 998, DisplayName = "bytes decide")]
    [DataRow(1000, 524, DisplayName = "the widest screen there is")]
    public void Scrollback_is_bound_by_lines_and_by_bytes(int columns, int lines)
    {
        var played = new PlayedScreen(columns, 3);

        for (var count = 0; count < 1100; count++) played.Feed("x\r\n");

        Assert.AreEqual(lines, played.Buffer.Top);
        Assert.AreEqual(lines + 3, played.Buffer.Count);
    }

    [TestMethod]
    [DataRow(0, 8, 0)]
    [DataRow(7, 8, 0)]
    [DataRow(8, 16, 0)]
    [DataRow(17, 19, 16)]
    [DataRow(19, 19, 16)]
    public void Tab_stops_are_eight_columns_apart(int column, int next, int previous)
    {
        var buffer = new ScreenBuffer(20, 1, 0, 0);

        Assert.AreEqual(next, buffer.NextTabStop(column));
        Assert.AreEqual(previous, buffer.PreviousTabStop(column));
    }

    [TestMethod]
    public void Screen_is_never_narrower_than_a_wide_character()
    {
        var screen = new Screen(1, 1);

        screen.Resize(1, 3);

        Assert.AreEqual((2, 3), (screen.Columns, screen.Rows));
    }

    private static ScreenBuffer Filled(int scrollbackLines, params string[] lines)
    {
        var buffer = new ScreenBuffer(4, lines.Length, scrollbackLines, int.MaxValue);
        for (var row = 0; row < lines.Length; row++) buffer.Visible(row).Cells(4)[0] = Cell.Of(lines[row][0], 1, 0);
        return buffer;
    }

    private static string Show(ScreenBuffer buffer, int first, int end) =>
        string.Join('|', Enumerable.Range(first, Math.Max(0, end - first)).Select(index => buffer.Line(index)[0] is { HasContent: true } cell ? ((char)cell.Content).ToString() : ""));
}
