using System.Text;
using Orchestrator.Screens;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Rpc.Tests.Screens.Reports;

[TestClass]
public sealed class ProgramStatusReportsTests
{
    [TestMethod]
    [DataRow("state=idle:app=claude-code", "idle", null, "claude-code", null, null, null, null)]
    [DataRow("state=blocked:kind=permission:msg=YXBwcm92ZSBCYXNo", "blocked", null, null, "permission", "approve Bash", null, null)]
    [DataRow("state=working:id=a1:title=RmluZCBpdA==", "working", "a1", null, null, null, "Find it", null)]
    [DataRow("state=clear:id=a1", "clear", "a1", null, null, null, null, null)]
    [DataRow("state=working:progress=42", "working", null, null, null, null, null, 42)]
    [DataRow("state=working:progress=4200", "working", null, null, null, null, null, 100)]
    [DataRow("state=working:progress=x:msg=%%:later=1:novalue", "working", null, null, null, null, null, null, DisplayName = "broken fields")]
    [DataRow("state=error:msg=w6Q", "error", null, null, null, "ä", null, null, DisplayName = "no padding")]
    [DataRow("state=idle:state=working", "working", null, null, null, null, null, null, DisplayName = "the last one counts")]
    [DataRow("state=idle:id=:app=:msg=", "idle", null, null, null, null, null, null, DisplayName = "empty values")]
    public void Read_of_a_report_tells_all_of_it(
        string payload, string state, string? id, string? app, string? kind, string? message, string? title, int? percent)
    {
        var report = ProgramStatusReports.Read(payload)?.Report;

        Assert.AreEqual(new ProgramStatus(state, id, app, kind, message, title, percent), report);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("?")]
    [DataRow("app=codex")]
    [DataRow("state=")]
    [DataRow("state=\u0007")]
    [DataRow("state")]
    [DataRow("state=working:id=a\u001bb", DisplayName = "control character in the id")]
    public void Read_of_garbage_gives_nothing(string payload)
    {
        Assert.IsNull(ProgramStatusReports.Read(payload));
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Read_of_texts_cleans_and_bounds_them()
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes("a\u001b[2J\u0007\u202E" + new string('日', 100_000)));

        var report = ProgramStatusReports.Read($"state={new string('s', 500)}:msg={text}:title={text}")!.Report;

        Assert.AreEqual(ReportText.MaxWord, report.State.Length);
        StringAssert.StartsWith(report.Message, "a[2J日日", StringComparison.Ordinal);
        StringAssert.EndsWith(report.Message, "日", StringComparison.Ordinal);
        Assert.IsTrue(report.Message!.Length is > ReportText.MaxBody - 10 and <= ReportText.MaxBody);
        Assert.AreEqual(ReportText.MaxTitle, report.Title!.Length);
        Assert.IsNull(ProgramStatusReports.Read($"state=idle:id={new string('i', ReportText.MaxId + 1)}"));
        Assert.IsNull(ProgramStatusReports.Read(string.Concat(Enumerable.Repeat("a=b:", 10_000)) + "state=idle"));
    }

    [TestMethod]
    [DataRow("?", true)]
    [DataRow("?;more", true)]
    [DataRow("state=idle", false)]
    [DataRow("", false)]
    public void IsQuery_knows_the_question(string payload, bool expected)
    {
        Assert.AreEqual(expected, ProgramStatusReports.IsQuery(payload));
    }
}
