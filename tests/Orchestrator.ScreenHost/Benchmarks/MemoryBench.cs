using System.Text;
using Orchestrator.Screens;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>What one live screen holds on to, by what it has shown; measured on many, since one is too small to see.</summary>
internal static class MemoryBench
{
    private const int Screens = 200;

    private static readonly Dictionary<string, Func<byte[]>> Contents = new()
    {
        ["prompt"] = () => Encoding.UTF8.GetBytes(Prompt),
        ["text"] = () => FullLines(static (_, column) => ((char)('a' + column % 26)).ToString()),
        ["colours"] = () => FullLines(static (line, column) =>
            (column % 8 == 0 ? FormattableString.Invariant($"\e[38;2;{line % 40};{column};{line % 7 * 30}m") : "") + (char)('a' + column % 26)),
        ["clusters"] = () => FullLines(static (_, column) => column % 2 == 0 ? "a" : "e\u0301"),
    };

    // A folder, marks around the prompt, a title and colours: what an interactive shell prints first.
    private const string Prompt =
        "\e]0;user@machine: ~/work\a\e]7;file://machine/work\a\e[?2004h\e]133;A\a" +
        "\e[01;32muser@machine\e[00m:\e[01;34m~/work\e[00m$ \e]133;B\a";

    /// <param name="BytesPerScreen">Bytes of the screen, without its output.</param>
    internal sealed record Result(long BytesPerScreen);

    public static IEnumerable<string> Names => Contents.Keys;

    public static Result Run(string name)
    {
        var content = Contents[name]();
        // What is made once for all screens is no part of any.
        var output = new ScreenOutput();
        Make(content, output);
        var screens = new Screen[Screens];

        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var index = 0; index < Screens; index++) screens[index] = Make(content, output);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        // All were alive until here, and had reason to be as large as they are.
        foreach (var screen in screens) Evidence.Require(screen, minLines: 1);
        return new Result((after - before) / Screens);
    }

    private static Screen Make(byte[] content, ScreenOutput output)
    {
        var screen = new Screen(ParseBench.Columns, ParseBench.Rows);
        foreach (var portion in content.Chunk(Feeder.PortionBytes)) screen.Feed(portion, output);
        return screen;
    }

    /// <summary>As many full lines as a screen keeps, visible ones and scrollback.</summary>
    private static byte[] FullLines(Func<int, int, string> cell)
    {
        var text = new StringBuilder();
        for (var line = 0; line < Screen.ScrollbackLines + ParseBench.Rows; line++)
        {
            if (line > 0) text.Append("\r\n");
            for (var column = 0; column < ParseBench.Columns; column++) text.Append(cell(line, column));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
