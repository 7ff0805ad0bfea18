using System.Text.RegularExpressions;

namespace Orchestrator.Screens;

/// <summary>
/// Recognises what programs ask of a terminal. In output that is shown a second time the questions have to go,
/// because the viewer's answers would be typed into the program.
/// </summary>
internal static partial class DeviceQueries
{
    /// <summary>The bytes of <paramref name="output"/> without device queries.</summary>
    public static byte[] Remove(ReadOnlySpan<byte> output)
    {
        // One character a byte: nothing but the queries changes.
        var text = System.Text.Encoding.Latin1.GetString(output);
        return System.Text.Encoding.Latin1.GetBytes(Query().Replace(text, ""));
    }

    // CSI: device attributes (c), status reports (n), mode (DECRQM, $p), version (>q), kitty keyboard (?u), sizes (t),
    // parameters (x). OSC: colours 4, 10 to 19, program status 7501 and clipboard 52 with a question mark as their value;
    // notification support (99) and iTerm2's capabilities (1337). APC: kitty graphics (a=q). DCS: settings ($q) and
    // terminfo (+q). ENQ.
    [GeneratedRegex(@"\x1b\[[>=?]?[\d;]*c|\x1b\[\??[\d;]*n|\x1b\[\??[\d;]*\$p|\x1b\[>[\d;]*q|\x1b\[\?u|\x1b\[(?:1[1-9]|2[01])t|\x1b\[\d*x|\x1b\](?:4;\d+|1\d|7501|52;\w*);\?[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\](?:99;[^\x07\x1b;]*p=\?|1337;Capabilities)[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b_G(?:[^\x1b;]*,)?a=q[^\x1b]*\x1b\\|\x1bP[$+]q[^\x1b]*\x1b\\|\x05")]
    private static partial Regex Query();
}
