using System.Text;
using Orchestrator.Screens;

namespace Orchestrator.Rpc.Tests.Screens;

[TestClass]
public sealed class DeviceQueriesTests
{
    [TestMethod]
    [DataRow("\e[c", DisplayName = "DA1")]
    [DataRow("\e[0c", DisplayName = "DA1 with its number")]
    [DataRow("\e[>c", DisplayName = "DA2")]
    [DataRow("\e[>0c", DisplayName = "DA2 with its number")]
    [DataRow("\e[=c", DisplayName = "DA3")]
    [DataRow("\e[5n", DisplayName = "DSR 5")]
    [DataRow("\e[6n", DisplayName = "DSR 6")]
    [DataRow("\e[?6n", DisplayName = "DECXCPR")]
    [DataRow("\e[?996n", DisplayName = "colour scheme")]
    [DataRow("\e[?2026$p", DisplayName = "DECRQM, private mode")]
    [DataRow("\e[4$p", DisplayName = "DECRQM, ANSI mode")]
    [DataRow("\eP$qm\e\\", DisplayName = "DECRQSS, pen")]
    [DataRow("\eP$q q\e\\", DisplayName = "DECRQSS, cursor style")]
    [DataRow("\e[>q", DisplayName = "XTVERSION")]
    [DataRow("\e[>0q", DisplayName = "XTVERSION with its number")]
    [DataRow("\eP+q4d73\e\\", DisplayName = "XTGETTCAP")]
    [DataRow("\e[?u", DisplayName = "kitty keyboard")]
    [DataRow("\e[14t", DisplayName = "size in pixels")]
    [DataRow("\e[18t", DisplayName = "size in cells")]
    [DataRow("\e]4;1;?\a", DisplayName = "OSC 4")]
    [DataRow("\e]4;0;?;1;?\e\\", DisplayName = "OSC 4, two colours")]
    [DataRow("\e]10;?\a", DisplayName = "OSC 10")]
    [DataRow("\e]11;?\e\\", DisplayName = "OSC 11")]
    [DataRow("\e]12;?\a", DisplayName = "OSC 12")]
    [DataRow("\e]7501;?\e\\", DisplayName = "program status")]
    [DataRow("\e]52;c;?\a", DisplayName = "clipboard read")]
    [DataRow("\e]99;i=opentui-notifications:p=?;\e\\", DisplayName = "notification support")]
    [DataRow("\e]1337;Capabilities\a", DisplayName = "iTerm2 capabilities")]
    [DataRow("\e_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\e\\", DisplayName = "kitty graphics")]
    [DataRow("\x05", DisplayName = "ENQ")]
    [TestCategory("TRM-07")]
    public void Remove_takes_a_query_out_and_leaves_its_neighbours(string query)
    {
        var removed = Remove($"before{query}after");

        Assert.AreEqual("beforeafter", removed);
    }

    [TestMethod]
    [DataRow("\e[31mred\e[0m", DisplayName = "pen")]
    [DataRow("\e[2 q", DisplayName = "cursor style")]
    [DataRow("\e[!p", DisplayName = "soft reset")]
    [DataRow("\e[>4;2m\e[>4n", DisplayName = "modify other keys")]
    [DataRow("\e[>7u\e[<u\e[=5;1u\e[u", DisplayName = "keyboard push, pop, set; restore cursor")]
    [DataRow("\e[?2004h\e[?1049l\e[?2026h", DisplayName = "modes")]
    [DataRow("\e[8;24;80t\e[22;0t", DisplayName = "resize, push title")]
    [DataRow("\e]0;title?\a\e]2;10;?\a", DisplayName = "titles with a question mark")]
    [DataRow("\e]8;;https://example.com/?q=c\e\\link\e]8;;\e\\", DisplayName = "link with a question mark")]
    [DataRow("\e]11;rgb:00/00/00\a\e]4;1;#ff0000\a", DisplayName = "colours that are set")]
    [DataRow("\e]104\a\e]52;c;aGVsbG8=\a", DisplayName = "colours reset, clipboard write")]
    [DataRow("\e]133;A\a\e]9;4;1;50\a\e]1337;SetMark\a", DisplayName = "shell marks, progress")]
    [DataRow("\e_Ga=T,f=100;AAAA\e\\", DisplayName = "a picture")]
    [DataRow("plain [c and ?u and 6n\r\n", DisplayName = "text")]
    [DataRow("\e[?2", DisplayName = "a sequence that is cut")]
    [TestCategory("TRM-01")]
    public void Remove_leaves_everything_that_asks_nothing(string output)
    {
        Assert.AreEqual(output, Remove(output));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [TestCategory("TRM-01")]
    public void Remove_leaves_random_bytes_without_escapes_untouched(int seed)
    {
        var bytes = new byte[200_000];
        new Random(seed).NextBytes(bytes);
        for (var at = 0; at < bytes.Length; at++)
            if (bytes[at] is 0x1b or 0x05) bytes[at] = (byte)'.';

        var removed = DeviceQueries.Remove(bytes);

        CollectionAssert.AreEqual(bytes, removed);
    }

    [TestMethod]
    public void Remove_from_random_escapes_gives_a_part_of_them_in_order()
    {
        const string alphabet = "\e\e\e[]P_?;$>=\\\a019cnqutpG4";
        var random = new Random(1);
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(_ => alphabet[random.Next(alphabet.Length)]));

        var removed = Remove(text);

        var at = 0;
        foreach (var character in text)
            if (at < removed.Length && removed[at] == character) at++;
        Assert.AreEqual(removed.Length, at);
    }

    private static string Remove(string output) => Encoding.UTF8.GetString(DeviceQueries.Remove(Encoding.UTF8.GetBytes(output)));
}
