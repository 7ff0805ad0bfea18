using System.Text;
using Orchestrator.Screens.Parsing;

namespace Orchestrator.Rpc.Tests.Screens.Parsing;

[TestClass]
[TestCategory("TRM-06")]
public sealed class Utf8DecoderTests
{
    [TestMethod]
    [DataRow("41", "A")]
    [DataRow("C2A0", "\u00A0", DisplayName = "first of two bytes that is printed")]
    [DataRow("DFBF", "\u07FF", DisplayName = "last of two bytes")]
    [DataRow("E0A080", "\u0800", DisplayName = "first of three bytes")]
    [DataRow("ED9FBF", "\uD7FF", DisplayName = "last before the surrogates")]
    [DataRow("EE8080", "\uE000", DisplayName = "first behind the surrogates")]
    [DataRow("EFBFBF", "\uFFFF", DisplayName = "last of three bytes")]
    [DataRow("F0908080", "\U00010000", DisplayName = "first of four bytes")]
    [DataRow("F48FBFBF", "\U0010FFFF", DisplayName = "last of all")]
    [DataRow("80", "", DisplayName = "a continuation alone")]
    [DataRow("BF8041", "A", DisplayName = "continuations alone")]
    [DataRow("C080", "", DisplayName = "overlong in two bytes")]
    [DataRow("C1BF41", "A", DisplayName = "overlong in two bytes, the last")]
    [DataRow("E0808041", "A", DisplayName = "overlong in three bytes")]
    [DataRow("E09FBF41", "A", DisplayName = "overlong in three bytes, the last")]
    [DataRow("F080808041", "A", DisplayName = "overlong in four bytes")]
    [DataRow("F08FBFBF41", "A", DisplayName = "overlong in four bytes, the last")]
    [DataRow("EDA08041", "A", DisplayName = "first surrogate")]
    [DataRow("EDBFBF41", "A", DisplayName = "last surrogate")]
    [DataRow("F490808041", "A", DisplayName = "beyond the last of all")]
    [DataRow("F7BFBFBF41", "A", DisplayName = "far beyond the last of all")]
    [DataRow("F88880808041", "A", DisplayName = "five bytes")]
    [DataRow("FC848080808041", "A", DisplayName = "six bytes")]
    [DataRow("FEFF41", "A", DisplayName = "bytes that begin nothing")]
    [DataRow("EFBBBF41", "A", DisplayName = "byte order mark")]
    [DataRow("C341", "A", DisplayName = "cut after one of two")]
    [DataRow("E241", "A", DisplayName = "cut after one of three")]
    [DataRow("E28241", "A", DisplayName = "cut after two of three")]
    [DataRow("F09F9841", "A", DisplayName = "cut after three of four")]
    [DataRow("E282C3A9", "é", DisplayName = "cut by another character")]
    [DataRow("C3C3A9", "é", DisplayName = "cut by its own kind")]
    [DataRow("F09FE282AC", "€", DisplayName = "four bytes cut by three")]
    public void Bytes_that_are_no_character_are_skipped(string hex, string expected)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.AreEqual(expected, Decode(bytes));
        foreach (var text in (string[])["", "é", "中中中中中中中中", "aaaaaaaaaaaaaaaaaaaaaaaa"]) AssertPrints(text, bytes, expected);
    }

    [TestMethod]
    public void Every_character_comes_back()
    {
        var random = new Random(1);
        for (var count = 0; count < 200; count++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Random(random)));

            AssertPrints(text, [], "");
        }
    }

    [TestMethod]
    public void Reset_forgets_half_a_character()
    {
        var decoder = new Utf8Decoder();
        decoder.Take(0xE2, out _);

        decoder.Reset();

        Assert.IsFalse(decoder.IsPending);
        Assert.AreEqual('A', decoder.Take(0x41, out _));
    }

    // With text around it, so that it is met on every path; whole and byte by byte.
    private static void AssertPrints(string around, byte[] bytes, string expected)
    {
        var surroundings = Encoding.UTF8.GetBytes(around);
        byte[] all = [.. surroundings, .. bytes, .. surroundings];
        var calls = around.Length + expected.Length == 0 ? "" : $"print {around}{expected}{around}";

        Assert.AreEqual(calls, string.Join(',', ParserRecorder.Read([all])), "whole");
        Assert.AreEqual(calls, string.Join(',', ParserRecorder.Read(all.Chunk(1))), "byte by byte");
    }

    private static string Decode(byte[] bytes)
    {
        var decoder = new Utf8Decoder();
        var text = new StringBuilder();
        for (var at = 0; at < bytes.Length;)
        {
            var codePoint = decoder.Take(bytes[at], out var isTaken);
            if (codePoint >= 0) text.Append(char.ConvertFromUtf32(codePoint));
            if (isTaken) at++;
        }

        return text.ToString();
    }

    private static string Random(Random random)
    {
        while (true)
        {
            var codePoint = random.Next(4) switch { 0 => random.Next(0x20, 0x7F), 1 => random.Next(0xA0, 0x800), 2 => random.Next(0x800, 0x10000), _ => random.Next(0x10000, 0x110000) };
            if (codePoint is not (>= 0xD800 and <= 0xDFFF or 0xFEFF)) return char.ConvertFromUtf32(codePoint);
        }
    }
}
