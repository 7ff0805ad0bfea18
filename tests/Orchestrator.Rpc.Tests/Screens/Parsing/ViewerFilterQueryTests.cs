using System.Text;

namespace Orchestrator.Rpc.Tests.Screens.Parsing;

/// <summary>Queries: viewers never see them, the program is answered once, however reads cut them.</summary>
[TestClass]
[TestCategory("TRM-06")]
[TestCategory("TRM-07")]
public sealed class ViewerFilterQueryTests
{
    // A query, and what it is answered; nothing for those that terminals like this one leave unanswered.
    private static readonly (string Query, string Answer)[] Queries =
    [
        ("\e[c", "\e[?62;22c"), ("\e[0c", "\e[?62;22c"), ("\e[1c", ""), ("\u009bc", "\e[?62;22c"), ("\eZ", "\e[?62;22c"),
        ("\e[>c", "\e[>0;276;0c"), ("\e[>0c", "\e[>0;276;0c"), ("\e[>1c", ""), ("\e[=c", "\eP!|00000000\e\\"), ("\e[=1c", ""),
        ("\x05", ""),
        ("\e[5n", "\e[0n"), ("\e[6n", "\e[1;2R"), ("\e[?6n", "\e[?1;2R"), ("\e[?996n", "\e[?997;1n"), ("\e[?15n", ""), ("\e[?25n", ""), ("\e[?26n", ""), ("\e[7n", ""),
        ("\e[4$p", "\e[4;2$y"), ("\e[99$p", "\e[99;0$y"), ("\e[?7$p", "\e[?7;1$y"), ("\e[?99999$p", "\e[?99999;0$y"),
        ("\e[>1q", ""), ("\e[?u", "\e[?0u"), ("\e[?4m", "\e[>4;0m"), ("\e[?1m", ""),
        ("\e[18t", "\e[8;24;80t"), ("\e[11t", ""), ("\e[13t", ""), ("\e[14t", ""), ("\e[14;2t", ""), ("\e[15t", ""), ("\e[16t", ""), ("\e[19t", ""), ("\e[20t", ""), ("\e[21t", ""),
        ("\e[x", ""), ("\e[1x", ""), ("\e[?2;1;0S", ""), ("\e[1;1;1;1;2;2*y", ""), ("\e[1$w", ""),
        ("\e]4;1;?\a", "\e]4;1;rgb:cdcd/3131/3131\a"), ("\e]4;1;?\e\\", "\e]4;1;rgb:cdcd/3131/3131\e\\"), ("\e]4;1;?;256;?\a", "\e]4;1;rgb:cdcd/3131/3131\a"), ("\e]5;0;?\a", ""),
        ("\e]10;?\a", "\e]10;rgb:cccc/cccc/cccc\a"), ("\e]11;?\e\\", "\e]11;rgb:1e1e/1e1e/1e1e\e\\"), ("\e]12;?\a", "\e]12;rgb:cccc/cccc/cccc\a"),
        ("\e]11;?;?\a", "\e]11;rgb:1e1e/1e1e/1e1e\a\e]12;rgb:cccc/cccc/cccc\a"), ("\u009d11;?\u009c", "\e]11;rgb:1e1e/1e1e/1e1e\e\\"),
        ("\e]13;?\a", ""), ("\e]14;?\a", ""), ("\e]17;?\a", ""), ("\e]19;?\a", ""), ("\e]52;c;?\a", ""),
        ("\e]7501;?\a", "\e]7501;?\a"), ("\e]7501;?\e\\", "\e]7501;?\e\\"), ("\e]99;i=a:p=?;\e\\", "\e]99;i=a:p=?;o=always:p=title,body\e\\"),
        ("\e]1337;Capabilities\a", ""), ("\e]1337;ReportCellSize\a", ""), ("\e]1337;ReportVariable=bmFtZQ==\a", ""),
        ("\eP$qm\e\\", "\eP1$r0m\e\\"), ("\eP$qr\e\\", "\eP1$r1;24r\e\\"), ("\eP$qz\e\\", "\eP0$r\e\\"), ("\u0090$qm\u009c", "\eP1$r0m\e\\"),
        ("\eP+q5463\e\\", "\eP1+r5463\e\\"), ("\eP+q00\e\\", "\eP0+r00\e\\"),
        ("\e_Ga=q,i=1;AAAA\e\\", ""), ("\e_Gi=1,a=q,s=1\e\\", ""),
    ];

    [TestMethod]
    public void Query_is_answered_once_and_viewers_see_nothing_of_it()
    {
        foreach (var (query, answer) in Queries)
            foreach (var portions in Portions.Of($"a{query}b"))
            {
                var played = new PlayedScreen().Feed(portions);

                Assert.AreEqual("ab", Portions.Readable(played.Visible), Portions.Readable(portions));
                Assert.AreEqual(Portions.Readable(answer), Portions.Readable(played.Answers), Portions.Readable(portions));
                Assert.AreEqual("ab", played.Line(0), Portions.Readable(portions));
            }
    }

    [TestMethod]
    public void Queries_in_a_row_are_answered_in_order()
    {
        foreach (var portions in Portions.Of("\e[c\e[6nab\e[6n\e[5n\e]11;?\a"))
        {
            var played = new PlayedScreen().Feed(portions);

            Assert.AreEqual("ab", Portions.Readable(played.Visible));
            Assert.AreEqual(Portions.Readable("\e[?62;22c\e[1;1R\e[1;3R\e[0n\e]11;rgb:1e1e/1e1e/1e1e\a"), Portions.Readable(played.Answers));
        }
    }

    [TestMethod]
    public void Query_is_not_seen_while_it_is_unfinished()
    {
        foreach (var (query, _) in Queries)
        {
            var played = new PlayedScreen();

            foreach (var value in Encoding.UTF8.GetBytes(query)) Assert.AreEqual("", Portions.Readable(played.Feed([value]).Visible));
        }
    }

    [TestMethod]
    [DataRow("\e]4;1;#ff0000;2;?\a", "\e]4;1;#ff0000\e\\", "\e]4;2;rgb:0d0d/bcbc/7979\a", DisplayName = "set, then ask another")]
    [DataRow("\e]4;2;?;1;#ff0000\e\\", "\e]4;1;#ff0000\e\\", "\e]4;2;rgb:0d0d/bcbc/7979\e\\", DisplayName = "ask, then set another")]
    [DataRow("\e]4;1;#ff0000;1;?\a", "\e]4;1;#ff0000\e\\", "\e]4;1;rgb:ffff/0000/0000\a", DisplayName = "set, then ask the same")]
    [DataRow("\e]4;1;?;1;#ff0000\a", "\e]4;1;#ff0000\e\\", "\e]4;1;rgb:cdcd/3131/3131\a", DisplayName = "ask, then set the same")]
    [DataRow("\e]4;1;?;2;?;3;#00ff00;4;?\a", "\e]4;3;#00ff00\e\\", "\e]4;1;rgb:cdcd/3131/3131\a\e]4;2;rgb:0d0d/bcbc/7979\a\e]4;4;rgb:2424/7272/c8c8\a", DisplayName = "one set among many")]
    [DataRow("\e]10;?;#000000\a", "\e]10;;#000000\e\\", "\e]10;rgb:cccc/cccc/cccc\a", DisplayName = "ask foreground, set background")]
    [DataRow("\e]10;#000000;?\a", "\e]10;#000000\e\\", "\e]11;rgb:1e1e/1e1e/1e1e\a", DisplayName = "set foreground, ask background")]
    public void Command_that_sets_and_asks_keeps_what_it_sets(string text, string visible, string answers)
    {
        foreach (var portions in Portions.Of(text))
        {
            var played = new PlayedScreen().Feed(portions);

            var viewer = new PlayedScreen().Feed(played.VisibleBytes);
            Assert.AreEqual(Portions.Readable(visible), Portions.Readable(played.Visible), Portions.Readable(portions));
            Assert.AreEqual(Portions.Readable(answers), Portions.Readable(played.Answers), Portions.Readable(portions));
            CollectionAssert.AreEqual(played.Screen.State.Palette.Changed.ToList(), viewer.Screen.State.Palette.Changed.ToList());
        }
    }
}
