namespace Orchestrator.Rpc.Tests.Screens.Snapshots;

[TestClass]
public sealed class ScreenTextTests
{
    [TestMethod]
    [DataRow("", "", DisplayName = "nothing")]
    [DataRow("ab\r\ncd", "ab\ncd", DisplayName = "lines")]
    [DataRow("ab   \r\ncd  \r\n\r\n", "ab\ncd", DisplayName = "blanks and empty lines at the end")]
    [DataRow("\r\n  ab", "\n  ab", DisplayName = "those at the start stay")]
    [DataRow("ab\r\n\r\ncd", "ab\n\ncd", DisplayName = "an empty line between")]
    [DataRow("a\e[5Gb", "a   b", DisplayName = "cells that were never written")]
    [DataRow("0123456789abc", "0123456789abc", DisplayName = "a wrapped line is one")]
    [DataRow("0123456789\r\nabc", "0123456789\nabc", DisplayName = "a full line that ended is one of its own")]
    [DataRow("01234567  abc", "01234567  abc", DisplayName = "blanks where a line wrapped")]
    [DataRow("012345678中x", "012345678中x", DisplayName = "a wide character that wrapped")]
    [DataRow("中é😀e\u0301", "中é😀e\u0301", DisplayName = "characters beyond ASCII")]
    [DataRow("\e[31;1mred\e[m\e]8;;https://example.org\alink\e]8;;\a", "redlink", DisplayName = "nothing about how it looks")]
    [DataRow("\e[44m\e[Kab", "ab", DisplayName = "erased cells are blanks")]
    [DataRow("1\r\n2\r\n3\r\n4\r\n5", "1\n2\n3\n4\n5", DisplayName = "with scrollback")]
    [DataRow("1\r\n2\r\n3\r\n4\r\n5\e[?1049h\e[Hab", "ab", DisplayName = "of the alternate screen alone")]
    [DataRow("ab\e[?1049hcd\e[?1049l", "ab", DisplayName = "of the primary screen alone")]
    public void ReadText_joins_and_trims(string text, string expected)
    {
        var played = new PlayedScreen(10, 3).Feed(text);

        Assert.AreEqual(expected, played.Screen.ReadText(100));
    }

    [TestMethod]
    [DataRow(0, "3\n4\n5")]
    [DataRow(1, "2\n3\n4\n5")]
    [DataRow(100, "1\n2\n3\n4\n5")]
    public void ReadText_has_as_much_scrollback_as_was_asked_for(int lines, string expected)
    {
        var played = new PlayedScreen(10, 3).Feed("1\r\n2\r\n3\r\n4\r\n5");

        Assert.AreEqual(expected, played.Screen.ReadText(lines));
    }

    [TestMethod]
    public void ReadText_is_the_same_from_a_snapshot()
    {
        var played = new PlayedScreen(10, 3).Feed("0123456789abcdefghijklm\r\n\r\n中  \r\nlast");

        var viewer = new PlayedScreen(10, 3).Feed(played.Snapshot());

        Assert.AreEqual(played.Screen.ReadText(100), viewer.Screen.ReadText(100));
    }
}
