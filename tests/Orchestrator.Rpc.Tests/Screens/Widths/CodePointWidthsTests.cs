using Orchestrator.Screens.Widths;

namespace Orchestrator.Rpc.Tests.Screens.Widths;

[TestClass]
public sealed class CodePointWidthsTests
{
    [TestMethod]
    [DataRow(0x20, 1, DisplayName = "space")]
    [DataRow(0x7e, 1, DisplayName = "tilde")]
    [DataRow(0x7f, 0, DisplayName = "delete")]
    [DataRow(0x9f, 0, DisplayName = "last C1 control")]
    [DataRow(0xa0, 1, DisplayName = "no-break space")]
    [DataRow(0xad, 1, DisplayName = "soft hyphen")]
    [DataRow(0x2ff, 1, DisplayName = "before the combining marks")]
    [DataRow(0x300, 0, DisplayName = "first combining mark")]
    [DataRow(0x10ff, 1, DisplayName = "before the jamo")]
    [DataRow(0x1100, 2, DisplayName = "leading jamo")]
    [DataRow(0x1160, 0, DisplayName = "vowel jamo")]
    [DataRow(0x11ff, 0, DisplayName = "last trailing jamo")]
    [DataRow(0x1200, 1, DisplayName = "behind the jamo")]
    [DataRow(0x200d, 0, DisplayName = "zero width joiner")]
    [DataRow(0x231a, 2, DisplayName = "watch")]
    [DataRow(0x2500, 1, DisplayName = "line drawing")]
    [DataRow(0x2764, 1, DisplayName = "heart")]
    [DataRow(0x303f, 1, DisplayName = "half fill space")]
    [DataRow(0x32ff, 2, DisplayName = "era name of Unicode 12.1")]
    [DataRow(0x4e00, 2, DisplayName = "first ideograph")]
    [DataRow(0xac00, 2, DisplayName = "first Hangul syllable")]
    [DataRow(0xd7a3, 2, DisplayName = "last Hangul syllable")]
    [DataRow(0xd800, 1, DisplayName = "surrogate")]
    [DataRow(0xe000, 1, DisplayName = "private use")]
    [DataRow(0xfe0f, 0, DisplayName = "variation selector")]
    [DataRow(0xff01, 2, DisplayName = "fullwidth")]
    [DataRow(0xff9e, 1, DisplayName = "halfwidth")]
    [DataRow(0x1f1e6, 1, DisplayName = "regional indicator")]
    [DataRow(0x1f600, 2, DisplayName = "emoji")]
    [DataRow(0x1f7e0, 2, DisplayName = "emoji of Unicode 12")]
    [DataRow(0x1f6d6, 1, DisplayName = "emoji of Unicode 13")]
    [DataRow(0x1fae0, 1, DisplayName = "emoji of Unicode 14")]
    [DataRow(0x3fffd, 2, DisplayName = "last of the ideographic planes")]
    [DataRow(0x3fffe, 1, DisplayName = "behind the ideographic planes")]
    [DataRow(0xe0001, 0, DisplayName = "language tag")]
    [DataRow(0x10ffff, 1, DisplayName = "last code point")]
    public void Of_tells_the_columns_that_the_editor_shows(int codePoint, int columns)
    {
        var width = CodePointWidths.Of(codePoint);

        Assert.AreEqual(columns, width);
    }

    [TestMethod]
    public void Of_counts_each_width_as_often_as_the_addon_does()
    {
        var counts = new int[4];

        for (var codePoint = 0; codePoint <= 0x10FFFF; codePoint++) counts[CodePointWidths.Of(codePoint)]++;

        CollectionAssert.AreEqual(new[] { 2224, 930007, 181881, 0 }, counts);
    }
}
