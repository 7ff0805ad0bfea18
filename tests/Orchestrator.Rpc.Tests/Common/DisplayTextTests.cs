using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class DisplayTextTests
{
    [TestMethod]
    [DataRow("plain", "plain")]
    [DataRow("  two\r\n\t lines  ", "two lines")]
    [DataRow("a\u001b[31mred\u0007", "a[31mred", DisplayName = "escape and bell")]
    [DataRow("c1\u009b31m", "c131m", DisplayName = "eight-bit control")]
    [DataRow("exe\u202Ecod.txt", "execod.txt", DisplayName = "right-to-left override")]
    [DataRow("\u2066iso\u2069late", "isolate", DisplayName = "isolates")]
    [DataRow("\uFEFFmark", "mark", DisplayName = "byte order mark")]
    [DataRow("line\u2028separator", "line separator")]
    [DataRow("naïve 日本 👩‍💻", "naïve 日本 👩‍💻", DisplayName = "other scripts and joined emoji stay")]
    [DataRow("\u0000\u0001\u007f", "", DisplayName = "nothing visible")]
    public void OneLine_keeps_what_is_seen_and_nothing_else(string text, string expected)
    {
        Assert.AreEqual(expected, DisplayText.OneLine(text, 100));
    }

    [TestMethod]
    [DataRow("abcdef", 3, "abc")]
    [DataRow("ab cd", 3, "ab")]
    [DataRow("a😀b", 2, "a", DisplayName = "a pair is not cut")]
    [DataRow("😀😀", 1, "")]
    public void OneLine_of_a_long_text_is_never_longer_than_asked(string text, int maxLength, string expected)
    {
        Assert.AreEqual(expected, DisplayText.OneLine(text, maxLength));
    }

    [TestMethod]
    [DataRow("one\n\ttwo  \nthree\u001b[0m\n", "one\n\ttwo  \nthree[0m")]
    [DataRow("a\rb", "ab")]
    public void Lines_keep_breaks_and_indentation(string text, string expected)
    {
        Assert.AreEqual(expected, DisplayText.Lines(text));
    }
}
