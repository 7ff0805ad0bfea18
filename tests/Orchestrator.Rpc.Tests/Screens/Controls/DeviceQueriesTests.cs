using Orchestrator.Screens;

namespace Orchestrator.Rpc.Tests.Screens.Controls;

[TestClass]
[TestCategory("TRM-07")]
public sealed class DeviceQueriesTests
{
    [TestMethod]
    [DataRow("", "\e[c", "\e[?62;22c", DisplayName = "DA1")]
    [DataRow("", "\eZ", "\e[?62;22c", DisplayName = "DECID")]
    [DataRow("", "\e[>c", "\e[>0;276;0c", DisplayName = "DA2")]
    [DataRow("", "\e[=c", "\eP!|00000000\e\\", DisplayName = "DA3")]
    [DataRow("", "\e[5n", "\e[0n", DisplayName = "DSR 5")]
    [DataRow("", "\e[6n", "\e[1;1R", DisplayName = "DSR 6")]
    [DataRow("\e[3;5H", "\e[6n", "\e[3;5R", DisplayName = "DSR 6 elsewhere")]
    [DataRow("\e[3;5H", "\e[?6n", "\e[?3;5R", DisplayName = "DECXCPR")]
    [DataRow("1234567890", "\e[6n", "\e[1;10R", DisplayName = "DSR 6 while a wrap is pending")]
    [DataRow("12345678901", "\e[6n", "\e[2;2R", DisplayName = "DSR 6 after it")]
    [DataRow("\e[2;4r\e[?6h", "\e[6n", "\e[1;1R", DisplayName = "DSR 6 in origin mode")]
    [DataRow("\e[2;4r\e[?6h\e[2;3H", "\e[6n", "\e[2;3R", DisplayName = "DSR 6 elsewhere in origin mode")]
    [DataRow("\e[?69h\e[3;6s\e[2;4r\e[?6h\e[2;2H", "\e[6n", "\e[2;2R", DisplayName = "DSR 6 between four margins in origin mode")]
    [DataRow("", "\e[18t", "\e[8;5;10t", DisplayName = "size")]
    [DataRow("", "\eP$qm\e\\", "\eP1$r0m\e\\", DisplayName = "DECRQSS of SGR")]
    [DataRow("\e[1;4:3;31;48;2;1;2;3m", "\eP$qm\e\\", "\eP1$r0;1;4:3;31;48;2;1;2;3m\e\\", DisplayName = "DECRQSS of SGR, set")]
    [DataRow("", "\eP$qr\e\\", "\eP1$r1;5r\e\\", DisplayName = "DECRQSS of DECSTBM")]
    [DataRow("\e[2;4r", "\eP$qr\e\\", "\eP1$r2;4r\e\\", DisplayName = "DECRQSS of DECSTBM, set")]
    [DataRow("", "\eP$qs\e\\", "\eP1$r1;10s\e\\", DisplayName = "DECRQSS of DECSLRM")]
    [DataRow("\e[?69h\e[3;6s", "\eP$qs\e\\", "\eP1$r3;6s\e\\", DisplayName = "DECRQSS of DECSLRM, set")]
    [DataRow("\e[?69h\e[3;6s\e[?69l", "\eP$qs\e\\", "\eP1$r1;10s\e\\", DisplayName = "DECRQSS of DECSLRM, mode off again")]
    [DataRow("\e[4 q", "\eP$q q\e\\", "\eP1$r4 q\e\\", DisplayName = "DECRQSS of DECSCUSR")]
    [DataRow("\e[9 q", "\eP$q q\e\\", "\eP1$r0 q\e\\", DisplayName = "DECRQSS of a style there is not")]
    [DataRow("", "\eP$q\"q\e\\", "\eP1$r0\"q\e\\", DisplayName = "DECRQSS of DECSCA")]
    [DataRow("\e[1\"q", "\eP$q\"q\e\\", "\eP1$r1\"q\e\\", DisplayName = "DECRQSS of DECSCA, set")]
    [DataRow("", "\eP$q\"p\e\\", "\eP1$r62;1\"p\e\\", DisplayName = "DECRQSS of DECSCL")]
    [DataRow("", "\eP$qt\e\\", "\eP0$r\e\\", DisplayName = "DECRQSS of what is not known")]
    [DataRow("", "\eP$q\e\\", "\eP0$r\e\\", DisplayName = "DECRQSS of nothing")]
    [DataRow("", "\eP+q544e\e\\", "\eP1+r544e=787465726D2D323536636F6C6F72\e\\", DisplayName = "XTGETTCAP")]
    [DataRow("", "\eP+q4d73\e\\", "\eP0+r4d73\e\\", DisplayName = "XTGETTCAP of the clipboard")]
    [DataRow("", "\e[?4m", "\e[>4;0m", DisplayName = "modifyOtherKeys")]
    [DataRow("\e[>4;2m", "\e[?4m", "\e[>4;2m", DisplayName = "modifyOtherKeys, set")]
    [DataRow("\e[>4;2m\e[>4m", "\e[?4m", "\e[>4;0m", DisplayName = "modifyOtherKeys, reset by no value")]
    [DataRow("\e[>4;2m\e[>4n", "\e[?4m", "\e[>4;0m", DisplayName = "modifyOtherKeys, disabled")]
    [DataRow("\e[>4;2m\e[>1;2m", "\e[?4m", "\e[>4;2m", DisplayName = "modifyOtherKeys, another resource")]
    [DataRow("\e[>4;1m\ec", "\e[?4m", "\e[>4;0m", DisplayName = "modifyOtherKeys, reset")]
    [DataRow("", "\e]7501;?\a", "\e]7501;?\a", DisplayName = "program status, BEL")]
    [DataRow("", "\e]7501;?\e\\", "\e]7501;?\e\\", DisplayName = "program status, ST")]
    public void Query_is_answered(string before, string query, string answer)
    {
        var played = new PlayedScreen(10, 5).Feed(before);

        Assert.AreEqual(answer, played.Ask(query));
    }

    [TestMethod]
    public void Version_is_that_of_the_product()
    {
        var answer = new PlayedScreen().Ask("\e[>q");

        StringAssert.Matches(answer, new(@"^\eP>\|Orchestrator\([^+()]+\)\e\\$"));
        Assert.AreEqual(answer, new PlayedScreen().Ask("\e[>0q"));
    }

    [TestMethod]
    [DataRow("", "\e]10;?\a", "\e]10;rgb:1111/2222/3333\a", DisplayName = "foreground")]
    [DataRow("", "\e]11;?\e\\", "\e]11;rgb:fefe/fefe/fefe\e\\", DisplayName = "background")]
    [DataRow("", "\e]12;?\a", "\e]12;rgb:4444/5555/6666\a", DisplayName = "cursor")]
    [DataRow("", "\e]4;0;?;15;?\a", "\e]4;0;rgb:0000/0000/0000\a\e]4;15;rgb:0f0f/0f0f/0f0f\a", DisplayName = "first and last of the 16")]
    [DataRow("", "\e]4;16;?;231;?;232;?;255;?\a", "\e]4;16;rgb:0000/0000/0000\a\e]4;231;rgb:ffff/ffff/ffff\a\e]4;232;rgb:0808/0808/0808\a\e]4;255;rgb:eeee/eeee/eeee\a", DisplayName = "cube and greys")]
    [DataRow("\e]11;#000000\a", "\e]11;?\a", "\e]11;rgb:0000/0000/0000\a", DisplayName = "background, set")]
    [DataRow("\e]11;#000000\a\e]111\a", "\e]11;?\a", "\e]11;rgb:fefe/fefe/fefe\a", DisplayName = "background, set back")]
    [DataRow("\e]10;#000000;#111111;#222222\a", "\e]10;?;?;?\a", "\e]10;rgb:0000/0000/0000\a\e]11;rgb:1111/1111/1111\a\e]12;rgb:2222/2222/2222\a", DisplayName = "three at once")]
    [DataRow("\e]4;1;rgb:a/b/c\a", "\e]4;1;?\a", "\e]4;1;rgb:aaaa/bbbb/cccc\a", DisplayName = "one of the 256, set")]
    [DataRow("\e]4;1;#ffffff;2;#ffffff\a\e]104;1\a", "\e]4;1;?;2;?\a", "\e]4;1;rgb:0101/0101/0101\a\e]4;2;rgb:ffff/ffff/ffff\a", DisplayName = "one of two set back")]
    [DataRow("\e]4;1;#ffffff\a\e]104\a", "\e]4;1;?\a", "\e]4;1;rgb:0101/0101/0101\a", DisplayName = "all set back")]
    [DataRow("\e]4;1;#ffffff\a\e]12;#ffffff\a\ec", "\e]4;1;?\a\e]12;?\a", "\e]4;1;rgb:0101/0101/0101\a\e]12;rgb:4444/5555/6666\a", DisplayName = "reset")]
    [DataRow("", "\e[?996n", "\e[?997;2n", DisplayName = "light")]
    [DataRow("\e]11;#000000\a", "\e[?996n", "\e[?997;1n", DisplayName = "dark, by the program")]
    public void Colors_are_those_of_the_client_until_the_program_sets_them(string before, string query, string answer)
    {
        var played = new PlayedScreen();
        played.Screen.Colors = new ScreenColors(0x112233, 0xFEFEFE, 0x445566, [.. Enumerable.Range(0, 16).Select(index => index * 0x010101)]);

        Assert.AreEqual(answer, played.Feed(before).Ask(query));
    }

    [TestMethod]
    [DataRow("", 0, DisplayName = "nothing")]
    [DataRow("\e[>5u", 5, DisplayName = "push")]
    [DataRow("\e[>5u\e[>1u", 1, DisplayName = "push twice")]
    [DataRow("\e[>5u\e[>1u\e[<u", 5, DisplayName = "pop")]
    [DataRow("\e[>5u\e[>1u\e[<2u", 0, DisplayName = "pop both")]
    [DataRow("\e[>5u\e[<99u", 0, DisplayName = "pop more than there are")]
    [DataRow("\e[=3u", 3, DisplayName = "set")]
    [DataRow("\e[=3u\e[=4;1u", 4, DisplayName = "set again")]
    [DataRow("\e[=3u\e[=4;2u", 7, DisplayName = "add")]
    [DataRow("\e[=7u\e[=2;3u", 5, DisplayName = "remove")]
    [DataRow("\e[=3u\e[>8u\e[<u", 3, DisplayName = "pop brings back what was set")]
    [DataRow("\e[>255u", 31, DisplayName = "only flags there are")]
    [DataRow("\e[>5u\e[?1049h", 0, DisplayName = "the alternate screen has its own")]
    [DataRow("\e[?1049h\e[>5u\e[?1049l", 0, DisplayName = "the primary screen too")]
    [DataRow("\e[>5u\e[?1049h\e[>1u\e[?1049l", 5, DisplayName = "back to the primary screen")]
    [DataRow("\e[>5u\ec", 0, DisplayName = "reset")]
    public void Keyboard_flags_are_told(string before, int flags)
    {
        var played = new PlayedScreen().Feed(before);

        Assert.AreEqual($"\e[?{flags}u", played.Ask("\e[?u"));
    }

    [TestMethod]
    public void Keyboard_stack_drops_the_oldest_when_it_is_full()
    {
        var played = new PlayedScreen().Feed(string.Concat(Enumerable.Range(1, 20).Select(flags => $"\e[>{flags}u")));

        Assert.AreEqual("\e[?20u", played.Ask("\e[?u"));
        Assert.AreEqual("\e[?5u", played.Ask("\e[<15u\e[?u"));
        Assert.AreEqual("\e[?0u", played.Ask("\e[<99u\e[?u"));
    }
}
