using System.Text;
using Orchestrator.Screens;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Rpc.Tests.Screens.Reports;

[TestClass]
public sealed class OscReportsTests
{
    [TestMethod]
    [DataRow(7, "file://box/srv/my%20repo", "WorkingFolderChanged { Path = /srv/my repo, Host = box }")]
    [DataRow(7, "file:///srv/%E6%97%A5", "WorkingFolderChanged { Path = /srv/日, Host =  }")]
    [DataRow(7, "FILE://box/100%", "WorkingFolderChanged { Path = /100%, Host = box }", DisplayName = "percent sign that was not encoded")]
    [DataRow(7, "file:///C:/work", "WorkingFolderChanged { Path = C:/work, Host =  }")]
    [DataRow(7, "kitty-shell-cwd://box/a%20b", "WorkingFolderChanged { Path = /a%20b, Host = box }")]
    [DataRow(9, "9;\"C:\\work\"", "WorkingFolderChanged { Path = C:\\work, Host =  }")]
    [DataRow(9, "9;\\\\box\\share", "WorkingFolderChanged { Path = \\\\box\\share, Host =  }")]
    [DataRow(633, "P;Cwd=C:\\\\work\\x3bb", "WorkingFolderChanged { Path = C:\\work;b, Host =  }")]
    [DataRow(1337, "CurrentDir=/srv/a", "WorkingFolderChanged { Path = /srv/a, Host =  }")]
    public void Read_of_a_folder_tells_it(int number, string payload, string expected)
    {
        Assert.AreEqual(expected, OscReports.Read(number, payload)?.ToString());
    }

    [TestMethod]
    [DataRow(9, "Build done; all well", "Notified { Title = , Body = Build done; all well }")]
    [DataRow(9, "4 tests failed", "Notified { Title = , Body = 4 tests failed }", DisplayName = "a number in a text is no command")]
    [DataRow(777, "notify;Build;ok; go", "Notified { Title = Build, Body = ok; go }")]
    [DataRow(777, "notify;Build", "Notified { Title = Build, Body =  }")]
    [DataRow(9, "4;1;42", "ProgressChanged { State = Running, Percent = 42 }")]
    [DataRow(9, "4;2", "ProgressChanged { State = Failed, Percent = 0 }")]
    [DataRow(9, "4;3;50", "ProgressChanged { State = Indeterminate, Percent = 0 }")]
    [DataRow(9, "4;0;", "ProgressChanged { State = None, Percent = 0 }")]
    [DataRow(9, "4;4;1000", "ProgressChanged { State = Paused, Percent = 100 }")]
    public void Read_of_a_notification_or_progress_tells_it(int number, string payload, string expected)
    {
        Assert.AreEqual(expected, OscReports.Read(number, payload)?.ToString());
    }

    [TestMethod]
    [DataRow(133, "A;k=s;aid=1", "PromptMarked { Kind = PromptStart, ExitCode = , CommandLine =  }")]
    [DataRow(133, "B", "PromptMarked { Kind = InputStart, ExitCode = , CommandLine =  }")]
    [DataRow(133, "C;cmdline=ls", "PromptMarked { Kind = OutputStart, ExitCode = , CommandLine =  }")]
    [DataRow(133, "D", "PromptMarked { Kind = CommandEnd, ExitCode = , CommandLine =  }")]
    [DataRow(133, "D;130;aid=1", "PromptMarked { Kind = CommandEnd, ExitCode = 130, CommandLine =  }")]
    [DataRow(133, "D;3221225786", "PromptMarked { Kind = CommandEnd, ExitCode = -1073741510, CommandLine =  }")]
    [DataRow(133, "D;;aid=1", "PromptMarked { Kind = CommandEnd, ExitCode = , CommandLine =  }")]
    [DataRow(633, "D;1", "PromptMarked { Kind = CommandEnd, ExitCode = 1, CommandLine =  }")]
    [DataRow(633, "E;a \\x3b b\\\\c;nonce", "PromptMarked { Kind = CommandLine, ExitCode = , CommandLine = a ; b\\c }")]
    [DataRow(633, "E;one\\x0atwo", "PromptMarked { Kind = CommandLine, ExitCode = , CommandLine = one\ntwo }")]
    [DataRow(633, "E;a\\x1b[31mb", "PromptMarked { Kind = CommandLine, ExitCode = , CommandLine = a[31mb }", DisplayName = "escaped control character")]
    [DataRow(633, "E;\\xZZ\\x4\\", "PromptMarked { Kind = CommandLine, ExitCode = , CommandLine = \\xZZ\\x4\\ }", DisplayName = "broken escapes")]
    [DataRow(633, "E", "PromptMarked { Kind = CommandLine, ExitCode = , CommandLine =  }")]
    public void Read_of_a_mark_tells_it(int number, string payload, string expected)
    {
        Assert.AreEqual(expected, OscReports.Read(number, payload)?.ToString());
    }

    [TestMethod]
    [DataRow(7, "")]
    [DataRow(7, "/srv/a")]
    [DataRow(7, "http://box/srv")]
    [DataRow(7, "file://box")]
    [DataRow(7, "file://box/a%00b", DisplayName = "NUL")]
    [DataRow(7, "file://box/a%0Ab", DisplayName = "line feed")]
    [DataRow(9, "")]
    [DataRow(9, "\u0007\u001b")]
    [DataRow(9, "4")]
    [DataRow(9, "4;5;1")]
    [DataRow(9, "4;11;1")]
    [DataRow(9, "4;1;-1")]
    [DataRow(9, "4;1;99999999999")]
    [DataRow(9, "9;relative")]
    [DataRow(9, "12;x")]
    [DataRow(133, "")]
    [DataRow(133, "AB")]
    [DataRow(133, "L")]
    [DataRow(633, "P;IsWindows=True")]
    [DataRow(633, "P;Cwd=")]
    [DataRow(777, "notify")]
    [DataRow(777, "notify;;")]
    [DataRow(777, "other;a;b")]
    [DataRow(1337, "Capabilities")]
    [DataRow(1337, "CurrentDir=..")]
    [DataRow(52, "c;YQ==")]
    [DataRow(-1, "file:///a")]
    public void Read_of_garbage_gives_nothing(int number, string payload)
    {
        Assert.IsNull(OscReports.Read(number, payload));
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    public void Read_of_a_long_text_bounds_it()
    {
        var text = new string('x', 1_000_000);

        var notified = (ScreenSignal.Notified)OscReports.Read(777, $"notify;{text};{text}")!;
        var marked = (ScreenSignal.PromptMarked)OscReports.Read(633, $"E;{text}")!;

        Assert.AreEqual(ReportText.MaxTitle, notified.Title.Length);
        Assert.AreEqual(ReportText.MaxBody, notified.Body.Length);
        Assert.AreEqual(ReportText.MaxBody, marked.CommandLine!.Length);
        Assert.IsNull(OscReports.Read(7, $"file:///{text}"));
        Assert.IsNull(OscReports.Read(1337, $"CurrentDir=/{text}"));
        Assert.IsNull(OscReports.Read(633, $"P;Cwd=/{text}"));
    }

    [TestMethod]
    [TestCategory("TRM-10")]
    [DataRow("a\u001b]0;x\u0007b", "a]0;xb", DisplayName = "a sequence")]
    [DataRow("exe\u202Ecod.txt", "execod.txt", DisplayName = "right-to-left override")]
    [DataRow("a\u009d52;c\u009c", "a52;c", DisplayName = "eight-bit controls")]
    public void Read_of_a_text_cleans_it(string text, string expected)
    {
        var notified = (ScreenSignal.Notified)OscReports.Read(777, $"notify;{text.Replace(';', ',')};{text}")!;

        Assert.AreEqual(expected.Replace(';', ','), notified.Title);
        Assert.AreEqual(expected, notified.Body);
    }

    [TestMethod]
    public void Read_of_random_payloads_never_throws()
    {
        var random = new Random(7501);
        const string Alphabet = ";:=?%\\xABCDEP0149abcmsgfile:/\"~\u0007\u001b\ud83d\ude00é";
        var payload = new StringBuilder();

        for (var round = 0; round < 20_000; round++)
        {
            payload.Clear();
            for (var length = random.Next(40); length > 0; length--) payload.Append(Alphabet[random.Next(Alphabet.Length)]);
            foreach (var number in new[] { 7, 9, 133, 633, 777, 1337, 7501 }) OscReports.Read(number, payload.ToString());
        }
    }
}
