using System.Globalization;
using System.Text;

namespace Orchestrator.Agents.Hooks;

/// <summary>
/// What an agent hands its hook, as a line: with the time, and otherwise as it is. Nothing is parsed here, because the agent
/// waits and a parser takes as long to load as the rest of the program. Pure.
/// </summary>
internal static class HookLine
{
    /// <summary>Most bytes of a hook's input that are kept; a prompt with a file in it is in there whole.</summary>
    public const int MaxInputBytes = 1024 * 1024;

    /// <summary>The line for the log, without its end; null when the input can be no JSON object.</summary>
    public static byte[]? Of(ReadOnlySpan<byte> input, DateTimeOffset now)
    {
        var text = input.Trim(" \t\r\n"u8);
        if (text.Length is < 2 or > MaxInputBytes || text[0] != '{' || text[^1] != '}') return null;
        var head = Encoding.UTF8.GetBytes("{\"at\":\"" + now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) + "\",\"input\":");
        var line = new byte[head.Length + text.Length + 1];
        head.CopyTo(line.AsSpan());
        text.CopyTo(line.AsSpan(head.Length));
        line[^1] = (byte)'}';
        // Between the members of an object they are white space; within texts JSON has none.
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        return line;
    }
}
