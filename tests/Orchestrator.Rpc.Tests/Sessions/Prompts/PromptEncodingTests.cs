using System.Text;
using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Rpc.Tests.Sessions.Prompts;

[TestClass]
public sealed class PromptEncodingTests
{
    [TestMethod]
    [DataRow("one line", "\e[200~one line\e[201~")]
    [DataRow("two\r\nlines\rand\nmore", "\e[200~two\nlines\nand\nmore\e[201~")]
    [DataRow("tricky\e[201~rm -rf\r", "\e[200~trickyrm -rf\n\e[201~", DisplayName = "the end of a paste inside")]
    [DataRow("\e[20\e[201~1~rm", "\e[200~rm\e[201~", DisplayName = "the end of a paste that taking one out makes")]
    [DataRow("日本 ü", "\e[200~日本 ü\e[201~")]
    [TestCategory("SND-14")]
    public void AsPaste_is_one_paste_that_nothing_inside_can_end(string text, string expected)
    {
        Assert.AreEqual(expected, Encoding.UTF8.GetString(PromptEncoding.AsPaste(text)));
    }

    [TestMethod]
    [DataRow("ls -l", "ls -l")]
    [DataRow("cd /tmp\nls", "cd /tmp\rls")]
    [DataRow("cd /tmp\r\nls\n", "cd /tmp\rls\r")]
    public void AsTyped_has_a_return_for_every_line_break(string text, string expected)
    {
        Assert.AreEqual(expected, Encoding.UTF8.GetString(PromptEncoding.AsTyped(text)));
    }
}
