using System.Buffers;
using System.Text;
using Orchestrator.Screens;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Rpc.Tests.Screens.Reports;

[TestClass]
public sealed class KittyNotificationsTests
{
    private readonly KittyNotifications _notifications = new();

    [TestMethod]
    [DataRow("Hello; world", "", ";Hello; world")]
    [DataRow("Hello", "", "i=1:p=title;Hello")]
    [DataRow("", "Text", "p=body;Text")]
    [DataRow("Hello", "", "e=1;SGVsbG8=")]
    [DataRow("Hello", "Text", "i=1:d=0;Hello", "i=1:d=1:p=body;Text")]
    [DataRow("Hello", "Text", "d=0;Hello", "p=body;Text", DisplayName = "no id")]
    [DataRow("Hello", "", "i=1:d=0;Hel", "i=1:d=0;lo", "i=1:p=icon;AAAA", DisplayName = "chunks, and a part that is not shown")]
    [DataRow("ä", "", "i=1:d=0:e=1;ww", "i=1:e=1;pA", DisplayName = "a character in two chunks")]
    [DataRow("two", "", "i=1:d=0;one", "i=2;two", DisplayName = "another notification")]
    [DataRow("Hello", "", " i = 1 : d = 0 ;Hello", "i=1;", DisplayName = "blanks")]
    [DataRow("Hello", "", "i=1:d=0;Hello", "i=1:p=close;", "i=1:p=?;", "i=1;", DisplayName = "requests between parts")]
    public void Read_of_the_last_part_tells_all_of_it(string title, string body, params string[] parts)
    {
        var told = parts.Select(part => _notifications.Read(part)).ToList();

        Assert.AreEqual(new ScreenSignal.Notified(title, body), told[^1]);
        Assert.IsTrue(told.SkipLast(1).All(notified => notified is null));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(";")]
    [DataRow("i=1")]
    [DataRow("e=1;%%%")]
    [DataRow("p=what;text")]
    [DataRow("p=close;text")]
    [DataRow(":::===;")]
    public void Read_of_garbage_gives_nothing(string payload)
    {
        Assert.IsNull(_notifications.Read(payload));
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Read_of_endless_parts_bounds_them()
    {
        var chunk = new string('x', 2048);
        for (var count = 0; count < 1000; count++)
        {
            _notifications.Read($"i=1:d=0;{chunk}");
            _notifications.Read($"i=1:d=0:p=body:e=1;{Convert.ToBase64String(Encoding.UTF8.GetBytes(chunk))}");
        }

        var notified = _notifications.Read("i=1;")!;

        Assert.AreEqual(ReportText.MaxTitle, notified.Title.Length);
        Assert.AreEqual(ReportText.MaxBody, notified.Body.Length);
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Read_of_endless_ids_forgets_the_oldest()
    {
        for (var id = 0; id <= KittyNotifications.MaxUnfinished; id++) _notifications.Read($"i={id}:d=0;text");

        Assert.IsNull(_notifications.Read("i=0;"));
        Assert.IsNotNull(_notifications.Read($"i={KittyNotifications.MaxUnfinished};"));
    }

    [TestMethod]
    public void Reset_forgets_what_is_unfinished()
    {
        _notifications.Read("i=1:d=0;text");

        _notifications.Reset();

        Assert.IsNull(_notifications.Read("i=1;"));
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    [DataRow("i=opentui-notifications:p=?;", "opentui-notifications")]
    [DataRow("p=?:i=a.b+c;", "a.b+c")]
    [DataRow("p=?;", "0")]
    [DataRow("p=?", "0")]
    [DataRow("i=rm -rf\r:p=?;", "0", DisplayName = "an id that would be typed")]
    public void Query_is_answered_with_its_id(string payload, string id)
    {
        var answer = new ArrayBufferWriter<byte>();

        KittyNotifications.WriteAnswer(payload, answer);

        Assert.IsTrue(KittyNotifications.IsQuery(payload));
        Assert.AreEqual($"\e]99;i={id}:p=?;o=always:p=title,body\e\\", Encoding.ASCII.GetString(answer.WrittenSpan));
    }

    [TestMethod]
    [DataRow(";p=?")]
    [DataRow("i=1;Hello")]
    [DataRow("")]
    public void Notification_is_no_query(string payload)
    {
        Assert.IsFalse(KittyNotifications.IsQuery(payload));
    }
}
