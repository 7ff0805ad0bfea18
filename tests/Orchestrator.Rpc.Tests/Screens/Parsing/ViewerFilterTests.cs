using System.Text;
using Orchestrator.Screens.Controls;

namespace Orchestrator.Rpc.Tests.Screens.Parsing;

/// <summary>What viewers get, to the byte; the queries are in <see cref="ViewerFilterQueryTests"/>.</summary>
[TestClass]
[TestCategory("TRM-01")]
[TestCategory("TRM-06")]
public sealed class ViewerFilterTests
{
    private static readonly string[] Kept =
    [
        "plain text\r\n\tab\b", "é中😀e\u0301", "a\x7f" + "b\0c", "\x18\x1a", "\u0085\u009c",
        "\e[1;31mred\e[m", "\e[38:2::1:2:3mx", "\e[?1049h\e[H\e[2J", "\e[5z", "\e[1;2?m", "\e[ 1m", "\e[1\x18m", "\e[1\e[2m", "\e[8;24;80t", "\e[22t\e[23t",
        "\e[>1u\e[=5;1u\e[<u", "\e[>4;2m\e[>4n", "\e[?2026h\e[?2026l", "\u009b1m",
        "\e7\e8\eD\eM\e#8\e(0q\e(B\e=\e>\e%G", "\e\x7f" + "7", "\e\e7",
        "\e]0;title\a", "\e]2;título\e\\", "\u009d2;t\u009c", "\e]2;a\nb\a", "\e]2;a\x18", "\e]abc\a", "\e]\a", "\e]99999999999;x\a", "\e]\u0085x",
        "\e]8;id=a;https://example.org/a;b\e\\link\e]8;;\e\\", "\e]8;;FILE:///tmp\alink\e]8;;\a", "\e]8;;mailto:a@example.org\a", "\e]8;broken\a",
        "\e]4;1;#ff0000\a", "\e]10;#ffffff\e\\", "\e]11;rgb:0/0/0;red\a", "\e]104;1\a\e]104\a\e]110\a\e]111\a\e]112\a",
        "\e]7;file://host/tmp\a", "\e]9;hello\a", "\e]9;4;1;50\a", "\e]133;A\a\e]133;D;0\a", "\e]633;P;Cwd=/tmp\a", "\e]777;notify;a;b\a",
        "\e]1337;CurrentDir=/tmp\a", "\e]7501;state=working\a", "\e]99;i=1;hello\e\\",
        "\eP1;2qsixel\e\\", "\eP1;2?x\e\\", "\eP\x18", "\e_Gf=24;AAAA\e\\", "\e^private\e\\\eXstring\e\\", "\e_a\x1a",
    ];

    [TestMethod]
    public void Output_that_asks_nothing_reaches_viewers_byte_for_byte()
    {
        foreach (var text in Kept)
            foreach (var portions in Portions.Of($"a{text}b"))
            {
                var played = new PlayedScreen().Feed(portions);

                AssertVisible($"a{text}b", played, portions);
                Assert.AreEqual("", played.Answers, Portions.Readable(text));
            }
    }

    [TestMethod]
    [DataRow("80")]
    [DataRow("C0AF")]
    [DataRow("C328")]
    [DataRow("E28241")]
    [DataRow("E282C3A9")]
    [DataRow("EDA080")]
    [DataRow("EFBBBF")]
    [DataRow("F09F9841")]
    [DataRow("F490808080")]
    [DataRow("FEFF")]
    [DataRow("1B5B31FF6D")]
    [DataRow("1B5D323BC32807")]
    public void Bytes_that_are_no_character_reach_viewers_byte_for_byte(string hex)
    {
        byte[] bytes = [0x61, .. Convert.FromHexString(hex), 0x62, 0x63];
        foreach (var portions in Portions.Of(bytes))
        {
            var played = new PlayedScreen().Feed(portions);

            Assert.AreEqual(Portions.Readable(bytes), Portions.Readable(played.VisibleBytes), Portions.Readable(portions));
        }
    }

    [TestMethod]
    [TestCategory("SNP-10")]
    public void What_viewers_have_always_ends_outside_a_sequence_and_outside_a_character()
    {
        foreach (var text in Kept)
        {
            var played = new PlayedScreen();
            foreach (var value in Encoding.UTF8.GetBytes($"é{text}中"))
            {
                played.Feed([value]);

                var viewer = new ParserRecorder();
                viewer.Parse(played.VisibleBytes);
                var calls = viewer.Calls.Count;
                viewer.Parse("\e7"u8.ToArray());
                Assert.AreEqual("esc 7", string.Join(',', viewer.Calls[calls..]), $"in a sequence: {Portions.Readable(played.VisibleBytes)}");
                Assert.IsTrue(IsWhole(played.VisibleBytes), $"in a character: {Portions.Readable(played.VisibleBytes)}");
            }
        }
    }

    [TestMethod]
    [DataRow("\e[2\n;3Hx", "\n", DisplayName = "line feed in a CSI")]
    [DataRow("\e[2\a;3Hx", "\a", DisplayName = "bell in a CSI")]
    [DataRow("\e\n7x", "\n", DisplayName = "line feed in an escape")]
    [DataRow("\e(\n0q", "\n", DisplayName = "line feed before the final")]
    [DataRow("\e[1;2?\nmx", "\n", DisplayName = "line feed in a spoilt CSI")]
    public void Control_inside_a_sequence_is_obeyed_and_released_once(string text, string control)
    {
        foreach (var portions in Portions.Of("ab" + text))
        {
            var played = new PlayedScreen().Feed(portions);

            var viewer = new PlayedScreen().Feed(played.VisibleBytes);
            Assert.AreEqual(1, played.Visible.Split(control).Length - 1, Portions.Readable(portions));
            Assert.AreEqual(played.Lines, viewer.Lines, Portions.Readable(portions));
            Assert.AreEqual(played.Cursor, viewer.Cursor, Portions.Readable(portions));
        }
    }

    [TestMethod]
    [TestCategory("SNP-03")]
    [DataRow("ab\e[6\nncd", "\n", DisplayName = "line feed in a report of the cursor")]
    [DataRow("ab\e[\r>ccd", "\r", DisplayName = "carriage return in DA2")]
    [DataRow("ab\e[>\b0qcd", "\b", DisplayName = "backspace in XTVERSION")]
    public void Control_inside_a_query_is_released_without_the_query(string text, string control)
    {
        foreach (var portions in Portions.Of(text))
        {
            var played = new PlayedScreen().Feed(portions);

            AssertVisible($"ab{control}cd", played, portions);
            Assert.AreNotEqual("", played.Answers);
        }
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    public void Enquiry_inside_a_sequence_is_not_released()
    {
        foreach (var portions in Portions.Of("a\e[1\x05mb"))
        {
            var played = new PlayedScreen().Feed(portions);

            AssertVisible("a\e[1mb", played, portions);
        }
    }

    [TestMethod]
    [DataRow("\e]2;t\e[31mx", "\e]2;t\e\\\e[31mx", DisplayName = "title, by CSI")]
    [DataRow("\e]2;t\e]2;u\ax", "\e]2;t\e\\\e]2;u\ax", DisplayName = "title, by a title")]
    [DataRow("\e]2;t\e7x", "\e]2;t\e\\\e7x", DisplayName = "title, by an escape")]
    [DataRow("\e]2;t\ecx", "\e]2;t\e\\\ecx", DisplayName = "title, by a reset")]
    [DataRow("\e]2;t\eZx", "\e]2;t\e\\x", DisplayName = "title, by a query")]
    [DataRow("\e]2;t\e[6nx", "\e]2;t\e\\x", DisplayName = "title, by a query in a CSI")]
    [DataRow("\ePqabc\e[31mx", "\ePqabc\e\\\e[31mx", DisplayName = "DCS, by CSI")]
    [DataRow("\ePtmux;\e\e[31m\e\\x", "\ePtmux;\e\\\e\e[31m\e\\x", DisplayName = "DCS, by an escape of its own")]
    [DataRow("\e_abc\e[31mx", "\e[31mx", DisplayName = "APC, by CSI")]
    [DataRow("\e]52;c;aGk=\e[31mx", "\e[31mx", DisplayName = "clipboard, by CSI")]
    [DataRow("\e]11;?\e[31mx", "\e[31mx", DisplayName = "query, by CSI")]
    [DataRow("\eP$qm\e[31mx", "\e[31mx", DisplayName = "query in a DCS, by CSI")]
    [DataRow("\e]11;?\e]52;c;aGk=\ex", "\ex", DisplayName = "query, by the clipboard, by an escape")]
    [DataRow("\e]8;;javascript:a\e[31mx", "\e]8;;\e\\\e[31mx", DisplayName = "bad link, by CSI")]
    public void String_ended_by_another_sequence_is_closed_or_taken_out(string text, string expected)
    {
        foreach (var portions in Portions.Of(text))
        {
            var played = new PlayedScreen().Feed(portions);

            AssertVisible(expected, played, portions);
        }
    }

    [TestMethod]
    [DataRow("\e]2;t\x18x", DisplayName = "title, CAN")]
    [DataRow("\e]2;t\x1ax", DisplayName = "title, SUB")]
    [DataRow("\e]11;?\x18x", DisplayName = "query")]
    [DataRow("\eP$qm\x1ax", DisplayName = "query in a DCS")]
    [DataRow("\e[6\x18x", DisplayName = "query in a CSI")]
    [DataRow("\e]4;1;#ff0000\x18x", DisplayName = "colour")]
    public void Sequence_that_was_taken_back_has_no_effect(string text)
    {
        foreach (var portions in Portions.Of(text))
        {
            var played = new PlayedScreen().Feed(portions);

            Assert.AreEqual("x", played.Line(0), Portions.Readable(portions));
            Assert.AreEqual("", played.Screen.Title + played.Answers);
            Assert.IsEmpty(played.Signals);
            Assert.IsEmpty(played.Screen.State.Palette.Changed);
        }
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    [DataRow("\e]52;c;aGVsbG8=\a", DisplayName = "write")]
    [DataRow("\e]52;c;?\e\\", DisplayName = "read")]
    [DataRow("\e]52;;aGVsbG8=\a", DisplayName = "without a selection")]
    [DataRow("\e]52;p;aGVsbG8=\e\\", DisplayName = "primary selection")]
    [DataRow("\e]052;c;aGVsbG8=\a", DisplayName = "leading zero")]
    [DataRow("\e]5\n2;c;aGVsbG8=\a", DisplayName = "a control in the number")]
    [DataRow("\e]52\a", DisplayName = "number alone")]
    [DataRow("\u009d52;c;aGVsbG8=\u009c", DisplayName = "as characters of C1")]
    public void Clipboard_never_reaches_viewers(string text)
    {
        foreach (var portions in Portions.Of($"a{text}b"))
        {
            var played = new PlayedScreen().Feed(portions);

            AssertVisible("ab", played, portions);
            Assert.AreEqual("", played.Answers);
        }
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    [DataRow("javascript:alert(1)")]
    [DataRow("JavaScript:alert(1)")]
    [DataRow("command:workbench.action.quit")]
    [DataRow("data:text/html,x")]
    [DataRow("vbscript:x")]
    [DataRow("ssh://host")]
    [DataRow("example.org")]
    [DataRow(":x")]
    [DataRow(" https://example.org")]
    public void Link_that_editors_should_not_follow_becomes_the_end_of_a_link(string uri)
    {
        foreach (var portions in Portions.Of($"\e]8;;https://example.org\ea\e]8;id=1;{uri}\ab"))
        {
            var played = new PlayedScreen().Feed(portions);

            StringAssert.EndsWith(played.Visible, "a\e]8;;\e\\b", StringComparison.Ordinal, Portions.Readable(portions));
            Assert.AreEqual(0, played.Screen.State.Pen.Link);
        }
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    [DataRow(StringSequences.MaxUriBytes, 250, true, DisplayName = "both at the limit")]
    [DataRow(StringSequences.MaxUriBytes + 1, 1, false, DisplayName = "address too long")]
    [DataRow(20, 251, false, DisplayName = "id too long")]
    public void Link_beyond_the_limits_becomes_the_end_of_a_link(int uriBytes, int idLength, bool isKept)
    {
        var text = $"\e]8;id={new string('i', idLength)};https://{new string('u', uriBytes - 8)}\a";

        var played = new PlayedScreen().Feed(text);

        Assert.AreEqual(isKept ? text : "\e]8;;\e\\", played.Visible);
        Assert.AreEqual(isKept, played.Screen.State.Pen.Link > 0);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public void Title_beyond_the_limit_is_dropped(int number)
    {
        var (longest, tooLong) = (new string('é', WindowTitles.MaxBytes / 2), new string('é', WindowTitles.MaxBytes / 2) + "t");

        var played = new PlayedScreen().Feed($"\e]{number};{longest}\a\e]{number};{tooLong}\a");

        Assert.AreEqual($"\e]{number};{longest}\a", played.Visible);
        Assert.AreEqual(number == 1 ? "" : longest, played.Screen.Title);
        Assert.HasCount(number == 1 ? 0 : 1, played.Signals);
    }

    private static bool IsWhole(byte[] bytes)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).Length >= 0;
        }
        catch (DecoderFallbackException)
        {
            // The last character is cut: what the test asks for.
            return false;
        }
    }

    private static void AssertVisible(string expected, PlayedScreen played, byte[][] portions) =>
        Assert.AreEqual(Portions.Readable(expected), Portions.Readable(played.Visible), Portions.Readable(portions));
}
