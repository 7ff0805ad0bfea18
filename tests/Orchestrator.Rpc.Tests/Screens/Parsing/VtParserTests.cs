using System.Text;

namespace Orchestrator.Rpc.Tests.Screens.Parsing;

[TestClass]
[TestCategory("TRM-06")]
public sealed class VtParserTests
{
    [TestMethod]
    [DataRow("ab", "print ab", DisplayName = "text")]
    [DataRow("aé中😀b", "print aé中😀b", DisplayName = "text beyond ASCII")]
    [DataRow("a\x7f" + "b", "print ab", DisplayName = "DEL is nothing")]
    [DataRow("a\r\nb", "print a,execute 0D,execute 0A,print b", DisplayName = "single controls")]
    [DataRow("\u0085", "execute 85", DisplayName = "a control of C1")]
    [DataRow("\e7\eD", "esc 7,esc D", DisplayName = "escapes")]
    [DataRow("\e#8\e(0", "esc #8,esc (0", DisplayName = "escapes with an intermediate")]
    [DataRow("\e[m", "csi 0 m", DisplayName = "no number")]
    [DataRow("\e[1;22;m", "csi 1;22;0 m", DisplayName = "numbers")]
    [DataRow("\e[38:2::1:2:3;4m", "csi 38:2:-1:1:2:3;4 m", DisplayName = "numbers with colons")]
    [DataRow("\e[?25h", "csi 25 ?h", DisplayName = "private marker")]
    [DataRow("\e[2 q\e[!p\e[?7$p", "csi 2  q,csi 0 !p,csi 7 ?$p", DisplayName = "intermediates")]
    [DataRow("\u009b1m", "csi 1 m", DisplayName = "CSI as one character")]
    [DataRow("\e[1\n;2Hx", "execute 0A,csi 1;2 H,print x", DisplayName = "a control inside is obeyed at once")]
    [DataRow("\e[1\x7f;2H", "csi 1;2 H", DisplayName = "DEL inside is nothing")]
    [DataRow("\e[1;2?mx", "print x", DisplayName = "a marker behind numbers spoils the sequence")]
    [DataRow("\e[ 1mx", "print x", DisplayName = "a number behind an intermediate spoils it")]
    [DataRow("\e[1\x18mx", "execute 18,print mx", DisplayName = "CAN ends a sequence")]
    [DataRow("\e[1\x1amx", "execute 1A,print mx", DisplayName = "SUB ends a sequence")]
    [DataRow("\e[1\e[2m", "csi 2 m", DisplayName = "ESC begins another sequence")]
    [DataRow("\e[1中mx", "print mx", DisplayName = "a character that does not belong there ends it")]
    [DataRow("\e]2;a b\a", "osc 2;a b bel", DisplayName = "OSC ended by BEL")]
    [DataRow("\e]2;é中\e\\x", "osc 2;é中,esc \\,print x", DisplayName = "OSC ended by ST")]
    [DataRow("\u009d2;a\u009cx", "osc 2;a,print x", DisplayName = "OSC and ST as one character")]
    [DataRow("\e]2;a\nb\tc\ax", "osc 2;abc bel,print x", DisplayName = "controls inside an OSC are nothing")]
    [DataRow("\e]2;a\e[1mx", "osc 2;a,csi 1 m,print x", DisplayName = "OSC ended by another sequence")]
    [DataRow("\e]2;a\e]2;b\a", "osc 2;a,osc 2;b bel", DisplayName = "OSC ended by another OSC")]
    [DataRow("\e]2;a\x18x", "execute 18,print x", DisplayName = "CAN takes an OSC back")]
    [DataRow("\e]2;a\x1ax", "execute 1A,print x", DisplayName = "SUB takes an OSC back")]
    [DataRow("\eP$qm\e\\x", "dcs 0 $q m,esc \\,print x", DisplayName = "DCS")]
    [DataRow("\eP1;2qa\nb\ac\e\\", "dcs 1;2 q a\\x0ab\\x07c,esc \\", DisplayName = "controls inside a DCS are part of it")]
    [DataRow("\eP$qm\x18x", "execute 18,print x", DisplayName = "CAN takes a DCS back")]
    [DataRow("\eP1;2?qx\e\\y", "esc \\,print y", DisplayName = "a DCS that is spoilt")]
    [DataRow("\e_Gabc\e\\x", "string Gabc,esc \\,print x", DisplayName = "APC")]
    [DataRow("\e^abc\e\\\eXdef\e\\", "string abc,esc \\,string def,esc \\", DisplayName = "PM and SOS")]
    [DataRow("\e_abc\ax\e\\", "string abcx,esc \\", DisplayName = "BEL does not end an APC")]
    public void Parse_calls_the_same_however_it_is_cut(string text, string expected)
    {
        foreach (var portions in Portions.Of(text))
        {
            var calls = ParserRecorder.Read(portions);

            Assert.AreEqual(expected, string.Join(',', calls), Portions.Readable(portions));
        }
    }

    [TestMethod]
    [DataRow("\e]2;", "\a", DisplayName = "OSC")]
    [DataRow("\eP+q", "\e\\", DisplayName = "DCS")]
    [DataRow("\e_G", "\e\\", DisplayName = "APC")]
    [DataRow("\e[", "m", DisplayName = "CSI")]
    [DataRow("\eP", "q\e\\", DisplayName = "numbers of a DCS")]
    [DataRow("\e[1;2?", "m", DisplayName = "spoilt CSI")]
    [DataRow("\eP1;2?", "\e\\", DisplayName = "spoilt DCS")]
    public void Parse_of_a_sequence_that_is_too_long_has_no_effect_and_shows_nothing(string begin, string end)
    {
        var bytes = Encoding.ASCII.GetBytes($"a\r{begin}{new string('1', 300 * 1024)}{end}b\e[1mc\e]2;t\a");
        foreach (var size in (int[])[997, 64 * 1024])
        {
            var recorder = new ParserRecorder();

            foreach (var portion in bytes.Chunk(size)) recorder.Parse(portion);

            var calls = string.Join(',', recorder.Calls.Where(call => call != "esc \\"));
            Assert.IsLessThan(200, calls.Length, $"obeyed in portions of {size}");
            StringAssert.EndsWith(calls, "execute 0D,print b,csi 1 m,print c,osc 2;t bel", StringComparison.Ordinal);
            Assert.AreEqual("a\rb\e[1mc\e]2;t\a".Length, recorder.Visible.Length, $"seen in portions of {size}");
        }
    }

    [TestMethod]
    [DataRow("\e]2;", "\a", DisplayName = "OSC")]
    [DataRow("\eP+q", "\e\\", DisplayName = "DCS")]
    [DataRow("\e_G", "\e\\", DisplayName = "APC")]
    [DataRow("\e[", "m", DisplayName = "CSI")]
    public void Parse_draws_the_line_at_the_same_length_however_it_is_cut(string begin, string end)
    {
        const int Most = 256 * 1024;
        for (var length = Most - 8; length <= Most + 8; length++)
        {
            var bytes = Encoding.ASCII.GetBytes(begin + new string('1', length) + end);
            var (whole, cut) = (new ParserRecorder(), new ParserRecorder());

            whole.Parse(bytes);
            cut.Parse(bytes[..^end.Length]);
            cut.Parse(bytes[^end.Length..]);

            Assert.AreEqual(whole.Visible.Length, cut.Visible.Length, $"seen, with {length} characters inside");
            Assert.HasCount(whole.Calls.Count, cut.Calls, $"obeyed, with {length} characters inside");
        }
    }

    [TestMethod]
    [DataRow("\e]2;", DisplayName = "OSC")]
    [DataRow("\eP+q", DisplayName = "DCS")]
    [DataRow("\e_G", DisplayName = "APC")]
    [DataRow("\e[", DisplayName = "CSI")]
    public void Parse_of_a_sequence_without_an_end_keeps_bounded_memory(string begin)
    {
        const int Portion = 64 * 1024, Count = 512, MaxAllocated = 4 * 1024 * 1024;
        var recorder = new ParserRecorder();
        var endless = Encoding.ASCII.GetBytes(new string('1', Portion));
        recorder.Parse(Encoding.ASCII.GetBytes(begin));
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var count = 0; count < Count; count++) recorder.Parse(endless);

        Assert.IsLessThan(MaxAllocated, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.AreEqual("", recorder.Visible);
    }
}
