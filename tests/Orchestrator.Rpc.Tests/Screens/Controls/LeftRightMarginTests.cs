namespace Orchestrator.Rpc.Tests.Screens.Controls;

/// <summary>
/// DECLRMM and DECSLRM as xterm has them (ctlseqs, and its cursor.c, tabs.c and util.c); xterm.js has none. Columns 3 to
/// 6 of a full screen of 8 by 4 are the region.
/// </summary>
[TestClass]
public sealed class LeftRightMarginTests
{
    private const string Full = "abcdefgh\r\nijklmnop\r\nqrstuvwx\r\nyzABCDEF";
    private const string Untouched = "abcdefgh|ijklmnop|qrstuvwx|yzABCDEF";
    private const string Up = "abklmngh|ijstuvop|qrABCDwx|yz    EF";
    private const string Down = "ab    gh|ijcdefop|qrklmnwx|yzstuvEF";
    private const string Region = "\e[?69h\e[3;6s";

    [TestMethod]
    [DataRow("", Untouched, "1;1", DisplayName = "DECSLRM goes home")]
    [DataRow("\e[2;4H\e[L", "abcdefgh|ij    op|qrklmnwx|yzstuvEF", "3;2", DisplayName = "IL")]
    [DataRow("\e[2;4H\e[2L", "abcdefgh|ij    op|qr    wx|yzklmnEF", "3;2", DisplayName = "IL of two")]
    [DataRow("\e[2;4H\e[99L", "abcdefgh|ij    op|qr    wx|yz    EF", "3;2", DisplayName = "IL of many")]
    [DataRow("\e[2;2H\e[L", Untouched, "2;2", DisplayName = "IL left of the region")]
    [DataRow("\e[2;7H\e[L", Untouched, "7;2", DisplayName = "IL right of the region")]
    [DataRow("\e[2;4H\e[M", "abcdefgh|ijstuvop|qrABCDwx|yz    EF", "3;2", DisplayName = "DL")]
    [DataRow("\e[2;2H\e[M", Untouched, "2;2", DisplayName = "DL left of the region")]
    [DataRow("\e[2;7H\e[M", Untouched, "7;2", DisplayName = "DL right of the region")]
    [DataRow("\e[2;4H\e[@", "abcdefgh|ijk lmop|qrstuvwx|yzABCDEF", "4;2", DisplayName = "ICH")]
    [DataRow("\e[2;4H\e[99@", "abcdefgh|ijk   op|qrstuvwx|yzABCDEF", "4;2", DisplayName = "ICH of many")]
    [DataRow("\e[2;2H\e[@", Untouched, "2;2", DisplayName = "ICH left of the region")]
    [DataRow("\e[2;7H\e[@", Untouched, "7;2", DisplayName = "ICH right of the region")]
    [DataRow("\e[2;4H\e[P", "abcdefgh|ijkmn op|qrstuvwx|yzABCDEF", "4;2", DisplayName = "DCH")]
    [DataRow("\e[2;4H\e[99P", "abcdefgh|ijk   op|qrstuvwx|yzABCDEF", "4;2", DisplayName = "DCH of many")]
    [DataRow("\e[2;2H\e[P", Untouched, "2;2", DisplayName = "DCH left of the region")]
    [DataRow("\e[2;7H\e[P", Untouched, "7;2", DisplayName = "DCH right of the region")]
    [DataRow("\e[S", Up, "1;1", DisplayName = "SU")]
    [DataRow("\e[T", Down, "1;1", DisplayName = "SD")]
    [DataRow("\e[2;3r\e[S", "abcdefgh|ijstuvop|qr    wx|yzABCDEF", "1;1", DisplayName = "SU between four margins")]
    [DataRow("\e[2;3r\e[T", "abcdefgh|ij    op|qrklmnwx|yzABCDEF", "1;1", DisplayName = "SD between four margins")]
    [DataRow("\e[4;4H\eD", Up, "4;4", DisplayName = "IND at the bottom")]
    [DataRow("\e[4;1H\eD", Untouched, "1;4", DisplayName = "IND left of the region")]
    [DataRow("\e[4;8H\eD", Untouched, "8;4", DisplayName = "IND right of the region")]
    [DataRow("\e[4;4H\n", Up, "4;4", DisplayName = "LF at the bottom")]
    [DataRow("\e[4;1H\n", Untouched, "1;4", DisplayName = "LF left of the region")]
    [DataRow("\e[4;8H\n", Untouched, "8;4", DisplayName = "LF right of the region")]
    [DataRow("\e[2;3r\e[3;4H\n", "abcdefgh|ijstuvop|qr    wx|yzABCDEF", "4;3", DisplayName = "LF between four margins")]
    [DataRow("\e[4;4H\eE", Up, "3;4", DisplayName = "NEL")]
    [DataRow("\e[1;4H\eM", Down, "4;1", DisplayName = "RI at the top")]
    [DataRow("\e[1;1H\eM", Untouched, "1;1", DisplayName = "RI left of the region")]
    [DataRow("\e[1;8H\eM", Untouched, "8;1", DisplayName = "RI right of the region")]
    [DataRow("\e[2;4H\e['}", "abc degh|ijk lmop|qrs tuwx|yzA BCEF", "4;2", DisplayName = "DECIC")]
    [DataRow("\e[2;2H\e['}", Untouched, "2;2", DisplayName = "DECIC left of the region")]
    [DataRow("\e[2;8H\e['}", Untouched, "8;2", DisplayName = "DECIC right of the region")]
    [DataRow("\e[2;4H\e['~", "abcef gh|ijkmn op|qrsuv wx|yzACD EF", "4;2", DisplayName = "DECDC")]
    [DataRow("\e[2;2H\e['~", Untouched, "2;2", DisplayName = "DECDC left of the region")]
    [DataRow("\e[2;8H\e['~", Untouched, "8;2", DisplayName = "DECDC right of the region")]
    [DataRow("\e[2;4H\e[ @", "abdef gh|ijlmn op|qrtuv wx|yzBCD EF", "4;2", DisplayName = "SL")]
    [DataRow("\e[2;4H\e[ A", "ab cdegh|ij klmop|qr stuwx|yz ABCEF", "4;2", DisplayName = "SR")]
    [DataRow("\e[2;4H\e[K", "abcdefgh|ijk|qrstuvwx|yzABCDEF", "4;2", DisplayName = "EL knows no margins")]
    [DataRow("\e[2;4H\e[99X", "abcdefgh|ijk|qrstuvwx|yzABCDEF", "4;2", DisplayName = "ECH knows no margins")]
    [DataRow("\e[2;4H\e[J", "abcdefgh|ijk||", "4;2", DisplayName = "ED knows no margins")]
    [DataRow("\e[?69l\e[2;4H\e[P", "abcdefgh|ijkmnop|qrstuvwx|yzABCDEF", "4;2", DisplayName = "nothing after the mode was turned off")]
    [DataRow("\e[?69l\e[?69h\e[2;4H\e[P", "abcdefgh|ijkmnop|qrstuvwx|yzABCDEF", "4;2", DisplayName = "the whole width after it was turned on again")]
    [DataRow("\e[!p\e[2;4H\e[P", "abcdefgh|ijkmnop|qrstuvwx|yzABCDEF", "4;2", DisplayName = "nothing after a soft reset")]
    public void Editing_stays_within_the_region(string text, string lines, string cursor)
    {
        var played = new PlayedScreen(8, 4).Feed(Full + Region + text);

        Assert.AreEqual(lines, played.Lines);
        Assert.AreEqual(cursor, played.Cursor);
    }

    [TestMethod]
    [DataRow("\e[2;3HWX", "abcdefgh|ijWXmnop|qrstuvwx|yzABCDEF", DisplayName = "inside")]
    [DataRow("\e[2;3HWXYZ", "abcdefgh|ijWXYZop|qrstuvwx|yzABCDEF", DisplayName = "to the right margin")]
    [DataRow("\e[2;3HWXYZ12", "abcdefgh|ijWXYZop|qr12uvwx|yzABCDEF", DisplayName = "beyond the right margin")]
    [DataRow("\e[4;3HWXYZ12", "abklmngh|ijstuvop|qrWXYZwx|yz12  EF", DisplayName = "beyond the last line")]
    [DataRow("\e[2;1H123456789", "abcdefgh|123456op|qr789vwx|yzABCDEF", DisplayName = "from the left of the region")]
    [DataRow("\e[2;7HXY", "abcdefgh|ijklmnXY|qrstuvwx|yzABCDEF", DisplayName = "right of the region")]
    [DataRow("\e[2;5H中中", "abcdefgh|ijkl中op|qr中uvwx|yzABCDEF", DisplayName = "wide characters")]
    [DataRow("\e[2;4H中中", "abcdefgh|ijk中 op|qr中uvwx|yzABCDEF", DisplayName = "a wide character that does not fit")]
    [DataRow("\e[2;6He\u0301f", "abcdefgh|ijklme\u0301op|qrftuvwx|yzABCDEF", DisplayName = "a mark on the last column")]
    [DataRow("\e[?7l\e[2;3HWXYZ12", "abcdefgh|ijWXY2op|qrstuvwx|yzABCDEF", DisplayName = "without wrapping")]
    [DataRow("\e[4h\e[2;3HX", "abcdefgh|ijXklmop|qrstuvwx|yzABCDEF", DisplayName = "in insert mode")]
    [DataRow("\e[2;3HX\e[5b", "abcdefgh|ijXXXXop|qrXXuvwx|yzABCDEF", DisplayName = "repeated")]
    public void Printing_wraps_at_the_right_margin(string text, string lines)
    {
        foreach (var portions in Portions.Of(text))
        {
            var played = new PlayedScreen(8, 4).Feed(Full + Region).Feed(portions);

            Assert.AreEqual(lines, played.Lines, Portions.Readable(portions));
        }
    }

    [TestMethod]
    [DataRow("\e[2;4H\r", "3;2", DisplayName = "CR inside")]
    [DataRow("\e[2;8H\r", "3;2", DisplayName = "CR right of the region")]
    [DataRow("\e[2;2H\r", "1;2", DisplayName = "CR left of the region")]
    [DataRow("\e[2;4H\e[99C", "6;2", DisplayName = "CUF inside")]
    [DataRow("\e[2;1H\e[99C", "6;2", DisplayName = "CUF left of the region")]
    [DataRow("\e[2;7H\e[99C", "8;2", DisplayName = "CUF right of the region")]
    [DataRow("\e[2;5H\e[99D", "3;2", DisplayName = "CUB inside")]
    [DataRow("\e[2;8H\e[99D", "3;2", DisplayName = "CUB right of the region")]
    [DataRow("\e[2;2H\e[99D", "1;2", DisplayName = "CUB left of the region")]
    [DataRow("\e[2;4H\b\b\b\b", "3;2", DisplayName = "BS stops at the left margin")]
    [DataRow("\e[2;2H\b\b\b\b", "1;2", DisplayName = "BS left of the region")]
    [DataRow("\e[2;4H\e[E", "3;3", DisplayName = "CNL")]
    [DataRow("\e[2;4H\e[F", "3;1", DisplayName = "CPL")]
    [DataRow("\e[2;4H\t", "6;2", DisplayName = "HT stops at the right margin")]
    [DataRow("\e[2;4H\e[9I", "6;2", DisplayName = "CHT stops at the right margin")]
    [DataRow("\e[2;7H\t", "8;2", DisplayName = "HT right of the region goes on")]
    [DataRow("\e[2;8H\t", "8;2", DisplayName = "HT never goes back")]
    [DataRow("\e[99;99H", "8;4", DisplayName = "CUP knows no margins")]
    [DataRow("\e[8G", "8;1", DisplayName = "CHA knows no margins")]
    [DataRow("\e[2;3r\e[?6h", "3;2", DisplayName = "origin mode begins at the corner")]
    [DataRow("\e[2;3r\e[?6h\e[2;2H", "4;3", DisplayName = "CUP counts from the corner in origin mode")]
    [DataRow("\e[2;3r\e[?6h\e[99;99H", "6;3", DisplayName = "CUP stays in the region in origin mode")]
    [DataRow("\e[2;3r\e[?6h\e[99G", "6;2", DisplayName = "CHA stays in the region in origin mode")]
    [DataRow("\e[2;3r\e[?6h\e[99a", "6;2", DisplayName = "HPR stays in the region in origin mode")]
    [DataRow("\e[3;3H\e[5;5s", "3;3", DisplayName = "DECSLRM of one column does nothing")]
    [DataRow("\e[3;3H\e[6;5s", "3;3", DisplayName = "DECSLRM backwards does nothing")]
    [DataRow("\e[3;3H\e[2;99s\e[1;3H\e[99C", "8;1", DisplayName = "DECSLRM beyond the edge means the edge")]
    [DataRow("\e[s\e[1;4H\e[99C", "8;1", DisplayName = "DECSLRM without numbers means the whole width")]
    [DataRow("\e[?69l\e[3;3H\e[s\e[H\e[u", "3;3", DisplayName = "CSI s saves the cursor while the mode is off")]
    public void Cursor_stops_at_the_margins(string text, string cursor)
    {
        var played = new PlayedScreen(8, 4).Feed(Region + text);

        Assert.AreEqual(cursor, played.Cursor);
    }

    [TestMethod]
    [DataRow("a中defgh", "ijklmnop", "a klmngh|ij    op", "\e[S", DisplayName = "scrolled over its half")]
    [DataRow("ijklmnop", "a中defgh", "ij defop|a     gh", "\e[S", DisplayName = "its half scrolled away")]
    [DataRow("ijklmnop", "abcde中h", "ijcde op|ab     h", "\e[S", DisplayName = "its half at the right margin scrolled away")]
    [DataRow("abcde中h", "", "ab cde h|", "\e[1;3H\e[@", DisplayName = "pushed over the right margin")]
    [DataRow("abcde中h", "", "abde   h|", "\e[1;3H\e[P", DisplayName = "drawn in from the right margin")]
    [DataRow("a中defgh", "", "a   degh|", "\e[1;3H\e[@", DisplayName = "inserted into, at the left margin")]
    [DataRow("a中defgh", "", "a def gh|", "\e[1;3H\e[P", DisplayName = "deleted from, at the left margin")]
    public void Wide_character_across_a_margin_leaves_no_half(string first, string second, string lines, string text)
    {
        var played = new PlayedScreen(8, 2).Feed($"{first}\r\n{second}{Region}{text}");

        Assert.AreEqual(lines, played.Lines);
    }
}
