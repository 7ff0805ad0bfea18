using System.Text;
using Orchestrator.Screens;

namespace Orchestrator.Rpc.Tests.Screens;

[TestClass]
public sealed class PlainTextTests
{
    [TestMethod]
    [DataRow("one\r\ntwo\r\n", "one\ntwo")]
    [DataRow("\e[1;31merror:\e[0m no key\r\n", "error: no key", DisplayName = "colours")]
    [DataRow("\e]0;title\adone\e]8;;http://x\e\\link\e]8;;\e\\", "donelink", DisplayName = "title and link")]
    [DataRow("10%\r55%\r100%\r\nend", "100%\nend", DisplayName = "a line that was overwritten")]
    [DataRow("\r\n\r\n  \r\nlast\r\n\r\n", "last", DisplayName = "empty lines")]
    [DataRow("\e(B\e=\e7text\e8", "text", DisplayName = "short sequences")]
    [DataRow("\eP$qm\e\\text\e_Gdata\e\\", "text", DisplayName = "strings to the terminal")]
    [DataRow("text\e]0;never ended", "text", DisplayName = "a string that is cut")]
    [DataRow("bell\a null\0 日本", "bell null 日本", DisplayName = "control characters")]
    public void LastLines_show_what_a_person_reads(string output, string expected)
    {
        Assert.AreEqual(expected, PlainText.LastLines(Encoding.UTF8.GetBytes(output), 10));
    }

    [TestMethod]
    public void LastLines_of_many_are_the_last_that_say_something()
    {
        var output = string.Concat(Enumerable.Range(1, 100).Select(line => $"line {line}\r\n\r\n"));

        Assert.AreEqual("line 98\nline 99\nline 100", PlainText.LastLines(Encoding.UTF8.GetBytes(output), 3));
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    public void Lines_of_random_bytes_hold_no_control_character()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[2_000];
            random.NextBytes(bytes);
            for (var at = 0; at < bytes.Length; at += 20) bytes[at] = 0x1b;

            var text = string.Concat(PlainText.Lines(bytes));

            Assert.IsFalse(text.Any(character => char.IsControl(character) && character != '\t'));
        }
    }
}
