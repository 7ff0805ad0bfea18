using System.Text;

namespace Orchestrator.Terminals.Windows;

/// <summary>Writes arguments so that a Windows program's own parser reads them back as they were given.</summary>
internal static class CommandLine
{
    /// <exception cref="LaunchFailedException">A batch file would read an argument as a command.</exception>
    public static string Write(string program, IReadOnlyList<string> arguments)
    {
        var isBatch = Path.GetExtension(program).ToUpperInvariant() is ".BAT" or ".CMD";
        var line = new StringBuilder();
        Append(line, program);
        foreach (var argument in arguments)
        {
            // The command interpreter runs batch files and expands these even inside quotes.
            if (isBatch && argument.AsSpan().ContainsAny("\"%!\r\n"))
                throw new LaunchFailedException($"'{program}' is a batch file and cannot be given an argument with a quote, a percent sign, an exclamation mark or a line break. Start the program behind it instead.");
            Append(line.Append(' '), argument);
        }

        return line.ToString();
    }

    /// <summary>Such as <c>NAME=value\0OTHER=value\0\0</c>, sorted, as Windows expects its environment block.</summary>
    public static string WriteEnvironment(IReadOnlyDictionary<string, string> environment)
    {
        var block = new StringBuilder();
        foreach (var (name, value) in environment.OrderBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase))
            block.Append(name).Append('=').Append(value).Append('\0');
        return block.Append('\0').ToString();
    }

    // Backslashes are literal except before a quote, where each must be doubled.
    private static void Append(StringBuilder line, string argument)
    {
        line.Append('"');
        var backslashes = 0;
        foreach (var character in argument)
        {
            if (character == '"')
                line.Append('\\', backslashes + 1);
            backslashes = character == '\\' ? backslashes + 1 : 0;
            line.Append(character);
        }

        line.Append('\\', backslashes).Append('"');
    }
}
