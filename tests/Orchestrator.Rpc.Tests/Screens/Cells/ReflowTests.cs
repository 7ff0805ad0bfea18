namespace Orchestrator.Rpc.Tests.Screens.Cells;

/// <summary>Pictures of a screen before and after a new size; lines apart by a bar, the cursor where the text ends.</summary>
[TestClass]
public sealed class ReflowTests
{
    [TestMethod]
    [DataRow("abcdefgh\r\n", 10, 4, 5, 4, "", "abcde|fgh||", "1;3", DisplayName = "a long line wraps")]
    [DataRow("abcdefgh\r\n", 10, 4, 3, 4, "", "abc|def|gh|", "1;4", DisplayName = "twice")]
    [DataRow("abcdefgh\r\n", 5, 4, 10, 4, "", "abcdefgh|||", "1;2", DisplayName = "a wrapped line is joined")]
    [DataRow("abcdefghijkl\r\n", 3, 6, 5, 6, "", "abcde|fghij|kl|||", "1;4", DisplayName = "and wraps elsewhere")]
    [DataRow("abc\r\ndef\r\n", 3, 4, 10, 4, "", "abc|def||", "1;3", DisplayName = "lines that ended are not joined")]
    [DataRow("abcde\r\nfgh\r\n", 5, 4, 10, 4, "", "abcde|fgh||", "1;3", DisplayName = "a full line that ended is not joined")]
    [DataRow("abcdefgh", 10, 4, 5, 4, "", "abcde|||", "5;1", DisplayName = "the line of the cursor is cut: its program repaints it")]
    [DataRow("ab中中\r\n", 6, 4, 5, 4, "", "ab中|中||", "1;3", DisplayName = "a wide character is not cut in two")]
    [DataRow("ab中中\r\n", 5, 4, 6, 4, "", "ab中中|||", "1;2", DisplayName = "and comes back")]
    [DataRow("中中中\r\n", 6, 4, 3, 4, "", "中|中|中|", "1;4", DisplayName = "wide characters on an odd width")]
    [DataRow("e\u0301fghij\r\n", 6, 4, 3, 4, "", "e\u0301fg|hij||", "1;3", DisplayName = "a mark stays with its letter")]
    [DataRow("a\r\nabcdefgh\r\nb", 8, 3, 4, 3, "a", "abcd|efgh|b", "2;3", DisplayName = "what finds no room becomes scrollback")]
    [DataRow("abcdefgh\r\na\r\nb\r\nc", 4, 3, 8, 3, "abcdefgh", "a|b|c", "2;3", DisplayName = "scrollback is laid out too")]
    [DataRow("a\r\nb\r\nc\r\nd", 5, 2, 5, 4, "", "a|b|c|d", "2;4", DisplayName = "more rows bring scrollback back")]
    [DataRow("a\r\nb\r\nc\r\nd", 5, 4, 5, 2, "a|b", "c|d", "2;2", DisplayName = "fewer rows make scrollback")]
    [DataRow("a\r\nb", 5, 4, 5, 2, "", "a|b", "2;2", DisplayName = "fewer rows take empty ones first")]
    [DataRow("a\r\nb\r\nc\e[1;1H", 5, 3, 5, 2, "", "a|b", "1;1", DisplayName = "then those below the cursor")]
    [DataRow("\e[?1049habcdefgh\r\n", 10, 3, 5, 3, "", "abcde||", "1;2", DisplayName = "lines of the alternate screen are cut")]
    [DataRow("abcdefgh\r\n\e[?1049hx\e[?1049l", 10, 3, 5, 3, "", "abcde|fgh|", "1;3", DisplayName = "those below it are laid out")]
    [DataRow("\e[2;3r\e[?6hx", 5, 4, 5, 3, "", "|x|", "2;2", DisplayName = "margins are forgotten")]
    public void Resize_lays_out_anew(string text, int columns, int rows, int newColumns, int newRows, string scrollback, string lines, string cursor)
    {
        var played = new PlayedScreen(columns, rows).Feed(text);

        played.Screen.Resize(newColumns, newRows);

        Assert.AreEqual(lines, played.Lines);
        Assert.AreEqual(scrollback, played.Scrollback);
        Assert.AreEqual(cursor, played.Cursor);
    }

    [TestMethod]
    [DataRow("abcdefghijklmnopqrst\r\nuv\r\n\r\nwxyz\r\n", 20, DisplayName = "letters")]
    [DataRow("中a中b中c中d中e\r\nab中\r\n", 15, DisplayName = "wide characters")]
    public void Resize_there_and_back_changes_nothing(string text, int columns)
    {
        for (var other = 2; other <= 30; other++)
        {
            var played = new PlayedScreen(columns, 20).Feed(text);
            var lines = played.Lines;

            played.Screen.Resize(other, 20);
            played.Screen.Resize(columns, 20);

            Assert.AreEqual(lines, played.Lines, $"by way of {other} columns");
        }
    }

    [TestMethod]
    public void Resize_keeps_styles_on_their_characters()
    {
        var played = new PlayedScreen(8, 4).Feed("abcd\e[31mef\e[mgh\r\n");

        played.Screen.Resize(4, 4);

        var ansi = Orchestrator.Screens.Cells.Color.Ansi(1);
        Assert.AreEqual(default, played.Style(3, 0).Foreground);
        Assert.AreEqual(ansi, played.Style(0, 1).Foreground);
        Assert.AreEqual(ansi, played.Style(1, 1).Foreground);
        Assert.AreEqual(default, played.Style(2, 1).Foreground);
    }

    [TestMethod]
    public void Resize_of_any_screen_to_any_size_keeps_its_bounds()
    {
        var random = new Random(7);
        var played = new PlayedScreen(20, 6);
        for (var count = 0; count < 500; count++)
        {
            played.Feed(string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => "ab中\r\n e"[random.Next(7)])));
            if (random.Next(10) == 0) played.Feed(random.Next(2) == 0 ? "\e[?1049h" : "\e[?1049l");

            played.Screen.Resize(random.Next(1, 40), random.Next(1, 12));

            var (buffer, screen) = (played.Buffer, played.Screen);
            Assert.AreEqual(buffer.Top + screen.Rows, buffer.Count);
            Assert.IsLessThanOrEqualTo(Orchestrator.Screens.Screen.ScrollbackLines + screen.Rows, buffer.Count);
            Assert.IsTrue(buffer.X >= 0 && buffer.X <= screen.Columns && buffer.Y >= 0 && buffer.Y < screen.Rows);
        }
    }
}
