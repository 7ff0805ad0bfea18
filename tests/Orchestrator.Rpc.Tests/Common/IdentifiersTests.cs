using Orchestrator.Common;

namespace Orchestrator.Rpc.Tests.Common;

[TestClass]
public sealed class IdentifiersTests
{
    [TestMethod]
    [DataRow("a")]
    [DataRow("0")]
    [DataRow("Session_1-b")]
    [DataRow("0123456789012345678901234567890123456789012345678901234567890123")]
    public void TryParse_of_a_safe_text_is_that_id(string text)
    {
        Assert.IsTrue(SessionId.TryParse(text, out var session));
        Assert.IsTrue(ProjectId.TryParse(text, out var project));

        Assert.AreEqual(text, session.ToString());
        Assert.AreEqual(text, project.Value);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow(".")]
    [DataRow("..")]
    [DataRow("../up")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow("a b")]
    [DataRow("a\n")]
    [DataRow("a\0b")]
    [DataRow("-rf")]
    [DataRow("_a")]
    [DataRow("~")]
    [DataRow("a:b")]
    [DataRow("a*")]
    [DataRow("$HOME")]
    [DataRow("ä")]
    [DataRow("１", DisplayName = "a digit, but not an ASCII one")]
    [DataRow("01234567890123456789012345678901234567890123456789012345678901234", DisplayName = "65 characters")]
    [TestCategory("SEC-01")]
    public void TryParse_of_any_other_text_is_refused(string? text)
    {
        Assert.IsFalse(SessionId.TryParse(text, out var session));
        Assert.IsFalse(ProjectId.TryParse(text, out var project));

        Assert.IsNull(session.Value);
        Assert.IsNull(project.Value);
    }

    [TestMethod]
    public void New_ids_are_valid_and_differ()
    {
        var ids = Enumerable.Range(0, 1_000).Select(_ => SessionId.New().Value).ToList();

        Assert.IsTrue(ids.All(IdentifierText.IsValid));
        Assert.HasCount(1_000, ids.Distinct());
    }
}
