using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

[TestClass]
public sealed class RecordedPromptTests
{
    [TestMethod]
    [DataRow("do\tit ", DisplayName = "white space is expanded, and added")]
    [DataRow("do\r\n  it", DisplayName = "lines end otherwise")]
    [DataRow("do it\u001b", DisplayName = "control characters are lost")]
    [DataRow("<pasted_content id=\"1\">\ndo it\n</pasted_content>", DisplayName = "a paste is put between tags")]
    public void What_agents_make_of_a_text_is_still_the_same(string recorded) =>
        Assert.AreEqual(RecordedPrompt.FingerprintOf("do it"), RecordedPrompt.FingerprintOf(recorded));

    [TestMethod]
    [DataRow("do it.")]
    [DataRow("Do it")]
    [DataRow("it do")]
    [DataRow("")]
    public void Another_text_is_another(string other) => Assert.AreNotEqual(RecordedPrompt.FingerprintOf("do it"), RecordedPrompt.FingerprintOf(other));

    [TestMethod]
    [DataRow("do it", true)]
    [DataRow("\n  what is 1/2?", true)]
    [DataRow("/compact", false)]
    [DataRow(" !ls", false)]
    [DataRow("# remember", false)]
    [DataRow(" \n", false)]
    public void Commands_to_the_program_are_no_prompts(string text, bool isPrompt) => Assert.AreEqual(isPrompt, RecordedPrompt.IsPrompt(text));
}
