using System.Globalization;
using System.Text;

namespace Orchestrator.FakeAgent;

/// <summary>
/// Prints numbered lines for ever. In each style every line has the same number of bytes and ends as a row
/// <c>line NNNNNNNNN</c> of the screen, so that a position of the output tells which lines came before it.
/// </summary>
internal static class Lines
{
    private static readonly Dictionary<string, Style> Styles = new()
    {
        ["plain"] = new("line {0}\n", LinesAtOnce: 2, TimeSpan.FromMilliseconds(100)),
        ["bursts"] = new("line {0}\n", LinesAtOnce: 700, TimeSpan.FromSeconds(1)),
        ["colours"] = new("\e[1;32mline\e[0m \e[48;2;10;20;30m{0}\e[0m ✓ é 漢\n", LinesAtOnce: 3, TimeSpan.FromMilliseconds(150)),
        // What a progress display does: writes, goes back, erases, writes over it.
        ["moves"] = new("waiting for it\r\e[2K\e7xxxx {0} too long\e8line\e[10C\e[K\n", LinesAtOnce: 3, TimeSpan.FromMilliseconds(150)),
    };

    public static int Run(string name)
    {
        var (format, linesAtOnce, pause) = Styles[name];
        using var output = Streams.Output;
        var text = new StringBuilder();
        for (var line = 0; ; Thread.Sleep(pause))
        {
            text.Clear();
            for (var end = line + linesAtOnce; line < end; line++)
                text.AppendFormat(CultureInfo.InvariantCulture, format, line.ToString("D9", CultureInfo.InvariantCulture));
            output.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    private sealed record Style(string Format, int LinesAtOnce, TimeSpan Pause);
}
