using System.Text;
using System.Text.RegularExpressions;
using Orchestrator.Common;

namespace Orchestrator.Screens;

/// <summary>Reads text out of what a terminal was sent, for tooltips and searches: no screen, only the lines.</summary>
internal static partial class PlainText
{
    /// <summary>The last lines that say something, without colours and other control.</summary>
    public static string LastLines(ReadOnlySpan<byte> output, int count)
    {
        var lines = Lines(output).Where(line => line.Length > 0).TakeLast(count);
        return string.Join('\n', lines);
    }

    /// <summary>All lines, without colours and other control; of a line that was overwritten what was written last.</summary>
    public static IEnumerable<string> Lines(ReadOnlySpan<byte> output)
    {
        var text = Sequences().Replace(Encoding.UTF8.GetString(output), "");
        return text.Split('\n').Select(line => DisplayText.Lines(LastOverwrite(line)));
    }

    private static string LastOverwrite(string line)
    {
        var trimmed = line.TrimEnd('\r');
        return trimmed[(trimmed.LastIndexOf('\r') + 1)..];
    }

    // OSC, DCS, SOS, PM and APC strings with their end; CSI sequences; other escape sequences.
    [GeneratedRegex(@"\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]")]
    private static partial Regex Sequences();
}
