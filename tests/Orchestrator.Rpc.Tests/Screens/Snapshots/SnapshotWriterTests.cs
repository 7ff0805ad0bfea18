using System.Text;
using Orchestrator.Rpc.Tests.Screens.Parsing;
using Orchestrator.Screens;

namespace Orchestrator.Rpc.Tests.Screens.Snapshots;

/// <summary>
/// What a snapshot leads to: the same snapshot again, byte for byte, and the same answers and lines to whatever the
/// program does next. On a screen of 10 by 4, fresh or in any state.
/// </summary>
[TestClass]
public sealed class SnapshotWriterTests
{
    private const int Columns = 10, Rows = 4;

    // Asks and shows everything that no snapshot may lose.
    private const string Rest =
        "\u0301x\t\e[6n\eP$qm\e\\\eP$qr\e\\\eP$qs\e\\\eP$q q\e\\\eP$q\"q\e\\\e[4$p\e[20$p\e[?u\e[?4m\e]4;1;?;200;?\a\e]10;?;?;?\a" +
        "\e8y\e[6n\eP$qm\e\\qq\x0Eq\x0Fq\enq\eoq\x0F\r\n\n0123456789ab中\e[2b\e[?1049h\e[?u\e8z\e[6nqq\t|\eP$qr\e\\\eP$qs\e\\\r\n\n\n\nw\e[?1049l\e[?u\e8v\e[6n\eP$qr\e\\\eP$qs\e\\" +
        "\e[23t\e[23t\e[23t";

    private static readonly int[] PrivateModes = [1, 5, 6, 7, 9, 12, 25, 45, 66, 69, 1000, 1002, 1003, 1004, 1006, 1007, 1016, 2004, 2027, 2031];

    private static readonly Dictionary<string, string> Programs = new()
    {
        ["nothing"] = "",
        ["text"] = "abc\r\n中é😀e\u0301",
        ["scrollback"] = "1\r\n2\r\n3\r\n4\r\n5\r\n6",
        ["scrollback that is full"] = string.Concat(Enumerable.Range(0, 1010).Select(number => $"{number}\r\n")),
        ["scrollback that begins in a wrapped line"] = new string('w', Columns * 1010),
        ["wrapped lines"] = "0123456789abcdefghijklm\r\nx",
        ["a wide character that wrapped"] = "012345678中x",
        ["pending wrap"] = "0123456789",
        ["pending wrap in the last line"] = "\e[4;1H0123456789",
        ["pending wrap behind a wide character"] = "01234567中",
        ["pending wrap in a style of its own"] = "012345678\e[31m9\e[32m",
        ["pending wrap in origin mode"] = "\e[2;3r\e[?6h\e[2;1H0123456789",
        ["cursor elsewhere"] = "abc\e[3;5H",
        ["a mark to come"] = "abe",
        ["a mark to come, on a wide character"] = "ab中",
        ["nothing to join"] = "abe\e[m",
        ["erased cells"] = "\e[44m\e[2;3H\e[K\e[m\e[3;3H\e[41m\e[3X",
        ["pen"] = "\e[1;2;3;4:3;5;7;8;9;53;38;2;1;2;3;48;5;200;58:2::7:8:9m",
        ["pen that is guarded"] = "\e[1\"qab",
        ["styles"] = "\e[31ma\e[1mb\e[48;2;1;2;3mc\e[0;4:4md\e[m e",
        ["link"] = "\e]8;id=1;https://example.org/a\aab\e]8;;\acd",
        ["link that goes on"] = "ab\e]8;;https://example.org/é\acd",
        ["margins"] = "a\e[2;3rb",
        ["tab stops"] = "\e[3g\e[4G\eH\e[7G\eH\e[H",
        ["tab stops, none"] = "\e[3g",
        ["charset"] = "\e(0qq",
        ["charsets"] = "\e(A\e)0\e*K\e+R\x0Eq",
        ["charset shifted to G2"] = "\e*0\en",
        ["charset shifted to G3"] = "\e+0\eo",
        ["charset after DECRC"] = "\e(0\e7\e(B\e8q",
        ["ascii after DECRC"] = "\e7\e(0\e8q",
        ["saved cursor"] = "\e[31m\e[2;3H\e7\e[m\e[H",
        ["saved cursor with a set"] = "\e(0\e[2;3H\e7\e(B\e[H",
        ["saved cursor while a wrap is pending"] = "0123456789\e7\e[H",
        ["saved cursor above the screen"] = "\e7\r\n\n\n\n\n\n",
        ["alternate screen"] = "primary\e[?1049halternate\e[2;2H",
        ["alternate screen by 47"] = "primary\e[?47halternate",
        ["alternate screen with all of its own"] = "\e[2;3r\e[3g\e[2;2H\e7\e[?1049h\e[1;2r\e[5G\eH\e[3;3H\e7\e[31mab",
        ["alternate screen that was left"] = "ab\e[?1049h\e[3;3H\e7\e[?1049lcd",
        ["keyboard flags"] = "\e[=3u\e[>5u\e[>1u",
        ["keyboard flags of a full stack"] = string.Concat(Enumerable.Range(1, 20).Select(flags => $"\e[>{flags}u")),
        ["keyboard flags of both screens"] = "\e[>5u\e[?1049h\e[>1u\e[>2u",
        ["keyboard flags of the screen that was left"] = "\e[>5u\e[?1049h\e[>1u\e[?1049l",
        ["modifyOtherKeys"] = "\e[>4;2m",
        ["cursor style"] = "\e[5 q",
        ["modes of ANSI"] = "\e[4;20hab",
        ["insert mode and a mark to come"] = "abcde\e[4h\e[1;2HX",
        ["palette"] = "\e]4;1;#010203;200;#040506\a\e]10;#070809;#0a0b0c;#0d0e0f\a",
        ["title"] = "\e]2;title é\a",
        ["title and icon"] = "\e]1;icon\a\e]2;title\a",
        ["title stack"] = "\e]2;a\a\e[22t\e]2;b\a\e[22;2t\e]0;c\a\e[22;1t\e]2;d\a",
        ["title stack that is full"] = string.Concat(Enumerable.Range(0, 12).Select(number => $"\e]0;{number}\a\e[22t")),
        ["working folder"] = "\e]7;file://host/some%20folder/%C3%A9%25\a",
        ["working folder of Windows"] = "\e]9;9;C:\\some folder\a",
        ["progress"] = "\e]9;4;1;50\a",
        ["progress that ended"] = "\e]9;4;1;50\a\e]9;4;0\a",
        ["clusters"] = "\e[?2027h\U0001F469\u200D\U0001F469\u200D\U0001F467x\u2764\uFE0Fy\U0001F1E9\U0001F1EA",
        ["clusters, laid out by code point"] = "\U0001F469\u200D\U0001F469\u200D\U0001F467x\u2764\uFE0Fy",
        ["clusters after the mode was turned off"] = "\e[?2027h\U0001F469\u200D\U0001F469x\u2764\uFE0F\e[?2027ly",
        ["a cluster to come"] = "\e[?2027hab\U0001F469\u200D",
        ["left and right margins"] = "0123456789\e[?69h\e[3;6s",
        ["left and right margins, wrap pending"] = "\e[?69h\e[3;6s\e[2;3Habcd",
        ["left and right margins on both screens"] = "\e[?69h\e[3;6s\e[?1049h\e[2;5s\e[1;2H",
        ["left and right margins on one screen"] = "\e[?69h\e[3;6s\e[?1049h",
        ["left and right margins in origin mode"] = "\e[?69h\e[3;6s\e[2;3r\e[?6h\e[2;2Hx",
        ["synchronized output under way"] = "ab\e[?2026hcd",
        ["an unfinished sequence"] = "ab\e[31",
        ["after a soft reset"] = "1\r\n2\r\n3\r\n4\r\n5\e[31m\e[2;3r\e7\e[!p",
        ["after a reset"] = "1\r\n2\r\n3\r\n4\r\n5\e[31m\e[2;3r\e7\e(0\ecab",
    };

    // States that a viewer may be in: nothing but what the program that is shown could have left there.
    private static readonly Dictionary<string, string> Before = new()
    {
        ["fresh"] = "",
        ["every mode the other way"] = "\e[?1;5;6;9;45;66;69;1004;1006;1007;1049;2004;2026;2027;2031h\e[?7;25l\e[4;20h",
        ["full, with margins, sets, pen and link"] =
            "\e[1;31;44m\e]8;;https://example.org/old\a" + "old old old old old old old old old old old old\e[1\"q\e(0\e)0\x0E\e[?69h\e[2;5s\e[2;3r\e[?6h\e[3g\e[2;2H\e7",
        ["on the alternate screen"] = "old\e7\e[>1u\e[?1049hold\e[2;3r\e[3g\e7\e[31m",
        ["with colours and keys"] = "\e]4;1;#ffffff;77;#ffffff\a\e]10;#ffffff;#ffffff;#ffffff\a\e[>4;2m\e[=7u\e[>9u\e[3 q",
        ["in the middle of a CSI"] = "\e[31;4",
        ["in the middle of an OSC"] = "\e]2;old",
        ["in the middle of a DCS"] = "\ePqold",
    };

    public static IEnumerable<object[]> ProgramNames => Programs.Keys.Concat(PrivateModes.SelectMany(mode => new[] { $"{mode} on", $"{mode} off" })).Select(name => new object[] { name });

    [TestMethod]
    [TestCategory("SNP-09")]
    [TestCategory("SNP-11")]
    [TestCategory("SNP-12")]
    [TestCategory("SNP-14")]
    [DynamicData(nameof(ProgramNames))]
    public void Snapshot_of_a_snapshot_is_the_same(string name)
    {
        var snapshot = Play(name).Snapshot();

        foreach (var (state, text) in Before)
        {
            var viewer = new PlayedScreen(Columns, Rows).Feed(text).Feed(snapshot);

            Assert.AreEqual(Portions.Readable(snapshot), Portions.Readable(viewer.Snapshot()), $"viewer: {state}");
            Assert.AreEqual(Portions.Readable(snapshot), Portions.Readable(viewer.Feed(snapshot).Snapshot()), $"applied twice; viewer: {state}");
        }
    }

    [TestMethod]
    [TestCategory("SNP-03")]
    [TestCategory("SNP-12")]
    [DynamicData(nameof(ProgramNames))]
    public void Snapshot_and_what_follows_lead_to_the_same(string name)
    {
        var snapshot = Play(name).Snapshot();
        var modes = string.Concat(PrivateModes.Select(mode => $"\e[?{mode}$p"));
        foreach (var (state, text) in Before)
        {
            var (live, viewer) = (Play(name), new PlayedScreen(Columns, Rows).Feed(text).Feed(snapshot));
            // What the program left unfinished is kept back from viewers and comes with what follows.
            if (name == "an unfinished sequence") viewer.Feed("\e[31");

            var (answers, expected) = (viewer.Ask(modes + Rest), live.Ask(modes + Rest));

            Assert.AreEqual(Portions.Readable(expected), Portions.Readable(answers), $"viewer: {state}");
            Assert.AreEqual(live.Lines, viewer.Lines, $"viewer: {state}");
            Assert.AreEqual(live.Scrollback, viewer.Scrollback, $"viewer: {state}");
            Assert.AreEqual(live.Screen.Title, viewer.Screen.Title, $"viewer: {state}");
            Assert.AreEqual(live.Screen.WorkingFolder, viewer.Screen.WorkingFolder, $"viewer: {state}");
        }
    }

    [TestMethod]
    [TestCategory("SNP-10")]
    [DynamicData(nameof(ProgramNames))]
    public void Snapshot_ends_outside_any_sequence_and_begins_no_synchronized_output(string name)
    {
        var snapshot = Play(name).Snapshot();

        var reader = new ParserRecorder();
        reader.Parse(snapshot);
        var calls = reader.Calls.Count;
        reader.Parse("\e7"u8.ToArray());
        Assert.AreEqual("esc 7", string.Join(',', reader.Calls[calls..]));
        Assert.DoesNotContain("\e[?2026h", Encoding.Latin1.GetString(snapshot));
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    [DynamicData(nameof(ProgramNames))]
    public void Snapshot_asks_nothing_and_reaches_viewers_whole(string name)
    {
        var snapshot = Play(name).Snapshot();

        var viewer = new PlayedScreen(Columns, Rows).Feed(snapshot);

        Assert.AreEqual("", Portions.Readable(viewer.Answers));
        Assert.AreEqual(Portions.Readable(snapshot), Portions.Readable(viewer.VisibleBytes));
    }

    // What a program has set, and what only a reset takes back: a viewer may have seen the one and not the other.
    [TestMethod]
    [TestCategory("SNP-09")]
    [TestCategory("SNP-11")]
    [DataRow("\e[?12h", DisplayName = "blinking of the cursor")]
    [DataRow("\e]9;4;1;50\a", DisplayName = "progress")]
    [DataRow("\e]4;1;#ffffff\a", DisplayName = "colours")]
    [DataRow("\e[?1003h", DisplayName = "mouse")]
    [DataRow("\e[>4;2m\e[>5u", DisplayName = "keys")]
    public void Snapshot_after_a_reset_takes_back_what_the_viewer_had(string text)
    {
        var snapshot = new PlayedScreen(Columns, Rows).Feed(text + "\ec").Snapshot();

        var viewer = new PlayedScreen(Columns, Rows).Feed(text).Feed(snapshot);
        Assert.AreEqual(Portions.Readable(snapshot), Portions.Readable(viewer.Snapshot()));
        Assert.AreEqual(ProgressState.None, viewer.Screen.State.Progress?.State ?? ProgressState.None);
        Assert.AreEqual("\e[?12;2$y", viewer.Ask("\e[?12$p"));
    }

    [TestMethod]
    [TestCategory("SNP-09")]
    public void Snapshot_takes_back_the_keyboard_flags_of_the_screen_that_is_not_shown()
    {
        var snapshot = Play("text").Snapshot();

        var viewer = new PlayedScreen(Columns, Rows).Feed("\e[?1049h\e[>5u\e[?1049l").Feed(snapshot);

        Assert.AreEqual("\e[?0u", viewer.Ask("\e[?1049h\e[?u"));
    }

    [TestMethod]
    [TestCategory("SNP-14")]
    public void Snapshot_changes_nothing()
    {
        foreach (var name in Programs.Keys)
        {
            var played = Play(name);

            Assert.AreEqual(Portions.Readable(played.Snapshot()), Portions.Readable(played.Snapshot()), name);
        }
    }

    [TestMethod]
    [DataRow(0, "", DisplayName = "none")]
    [DataRow(2, "2|3", DisplayName = "some")]
    [DataRow(100, "1|2|3", DisplayName = "all")]
    public void Snapshot_has_as_much_scrollback_as_was_asked_for(int lines, string scrollback)
    {
        var snapshot = new PlayedScreen(Columns, Rows).Feed("1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7").Snapshot(lines);

        var viewer = new PlayedScreen(Columns, Rows).Feed(snapshot);
        Assert.AreEqual(scrollback, viewer.Scrollback);
        Assert.AreEqual("4|5|6|7", viewer.Lines);
    }

    private static PlayedScreen Play(string name)
    {
        var screen = new PlayedScreen(Columns, Rows);
        if (Programs.TryGetValue(name, out var program)) return screen.Feed(program);
        var (mode, isOn) = (name[..name.IndexOf(' ', StringComparison.Ordinal)], name.EndsWith("on", StringComparison.Ordinal));
        return screen.Feed($"abc\e[?{mode}{(isOn ? 'h' : 'l')}de");
    }
}
