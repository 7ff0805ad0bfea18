using Orchestrator.Rpc.Tests.Screens;

namespace Orchestrator.Rpc.Tests.Screens.Controls;

/// <summary>Mode 2027: what belongs together by GraphemeClusters stands in one cell and is as wide as it says.</summary>
[TestClass]
public sealed class ClusterLayoutTests
{
    private const string On = "\e[?2027h", Off = "\e[?2027l";
    private const string Family = "\U0001F469\u200D\U0001F469\u200D\U0001F467", Flag = "\U0001F1E9\U0001F1EA", Heart = "\u2764\uFE0F";

    [TestMethod]
    [DataRow("a", 1, 1, DisplayName = "letter")]
    [DataRow("e\u0301\u0302", 1, 1, DisplayName = "marks")]
    [DataRow("中", 2, 2, DisplayName = "ideograph")]
    [DataRow("中\u0301", 2, 2, DisplayName = "ideograph with a mark")]
    [DataRow(Family, 2, 6, DisplayName = "family")]
    [DataRow("\U0001F44B\U0001F3FD", 2, 4, DisplayName = "skin colour")]
    [DataRow("\U0001F3F3\uFE0F\u200D\U0001F308", 2, 3, DisplayName = "rainbow flag")]
    [DataRow(Flag, 2, 2, DisplayName = "flag")]
    [DataRow("\U0001F1E9", 1, 1, DisplayName = "half a flag")]
    [DataRow(Heart, 2, 1, DisplayName = "made wide by a selector")]
    [DataRow("\u231A\uFE0E", 1, 2, DisplayName = "made narrow by a selector")]
    [DataRow("1\uFE0F\u20E3", 2, 1, DisplayName = "keycap")]
    [DataRow("\u1100\u1161\u11A8", 2, 2, DisplayName = "jamo")]
    [DataRow("\u0915\u093E", 1, 2, DisplayName = "spacing mark")]
    [DataRow("\u0E01\u0E33", 1, 2, DisplayName = "Thai am")]
    public void Cluster_takes_the_columns_of_its_rule_while_the_mode_is_on(string cluster, int columns, int columnsByCodePoint)
    {
        foreach (var portions in Portions.Of(cluster))
        {
            var played = new PlayedScreen().Feed(On).Feed(portions);

            Assert.AreEqual($"{columns + 1};1", played.Cursor, Portions.Readable(portions));
            Assert.AreEqual(cluster, played.Cell(0), Portions.Readable(portions));
            Assert.AreEqual(columns, played.Buffer.Visible(0)[0].Width, Portions.Readable(portions));
            Assert.AreEqual($"{columns + columnsByCodePoint + 1};1", played.Feed(Off + "\r\e[" + columns + "C" + cluster).Cursor);
        }
    }

    [TestMethod]
    [DataRow("x" + Family + "y", "x|" + Family + "||y", DisplayName = "between letters")]
    [DataRow(Flag + "\U0001F1EB\U0001F1F7x", Flag + "||\U0001F1EB\U0001F1F7||x", DisplayName = "two flags")]
    [DataRow(Flag + "\U0001F1EBx", Flag + "||\U0001F1EB|x", DisplayName = "a flag and a half")]
    [DataRow(Heart + Heart, Heart + "||" + Heart + "|", DisplayName = "two hearts")]
    [DataRow("\u0301a", "\u0301|a", DisplayName = "a mark with nothing to stand on")]
    [DataRow("\U0001F469\e[m\u200D\U0001F469", "\U0001F469||\u200D|\U0001F469|", DisplayName = "a sequence in between parts them")]
    [DataRow("\U0001F1E9\r\e[C\U0001F1EA", "\U0001F1E9|\U0001F1EA", DisplayName = "a movement in between parts them")]
    [DataRow("\U0001F1E9\e[6n\U0001F1EA", Flag + "|", DisplayName = "a query in between parts nothing")]
    [DataRow(Flag + "\e[2b", Flag + "||" + Flag + "||" + Flag + "|", DisplayName = "REP")]
    [DataRow("abc\r\e[4h" + Heart, Heart + "||a|b|c", DisplayName = "insert mode makes room for what grows")]
    [DataRow("abc\r" + Heart, Heart + "||c", DisplayName = "what grows covers its neighbour")]
    [DataRow("a中c\r" + Heart, Heart + "|||c", DisplayName = "what grows into a wide character leaves no half")]
    public void Clusters_stand_in_cells(string text, string cells)
    {
        var expected = cells.Split('|');
        foreach (var portions in Portions.Of(text))
        {
            var played = new PlayedScreen().Feed(On).Feed(portions);

            var actual = string.Join('|', Enumerable.Range(0, expected.Length).Select(column => played.Cell(column)));
            Assert.AreEqual(cells, actual, Portions.Readable(portions));
            Assert.IsFalse(played.Buffer.Visible(0)[expected.Length].HasContent);
        }
    }

    [TestMethod]
    public void Cluster_that_does_not_fit_wraps_as_a_whole()
    {
        var played = new PlayedScreen(4, 2).Feed(On + "abc" + Family + "x");

        Assert.AreEqual($"abc|{Family}x", played.Lines);
        Assert.AreEqual("4;2", played.Cursor);
    }

    [TestMethod]
    public void Cluster_in_the_last_columns_takes_all_that_belongs_to_it()
    {
        var played = new PlayedScreen(4, 2).Feed(On + "ab" + Family + "x");

        Assert.AreEqual($"ab{Family}|x", played.Lines);
    }

    [TestMethod]
    public void Mode_changes_nothing_that_stands()
    {
        var played = new PlayedScreen().Feed(Family + On + "x" + Family + Off + "y" + Family);

        Assert.AreEqual(6 + 1 + 2 + 1 + 6 + 1, played.Buffer.X + 1);
        Assert.AreEqual(Family, played.Cell(7));
        Assert.AreEqual("\U0001F469\u200D", played.Cell(0));
        Assert.AreEqual("\U0001F469\u200D", played.Cell(10));
    }
}
