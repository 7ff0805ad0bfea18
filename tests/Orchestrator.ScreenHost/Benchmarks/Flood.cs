using System.Text;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>Output that no sensible program prints, and what it may cost.</summary>
/// <param name="Title">What is printed, for people.</param>
/// <param name="MaxMegabytes">Most that the screen may hold on to afterwards; far below what was printed where it matters.</param>
/// <param name="Print">Prints it.</param>
internal sealed record Flood(string Title, int MaxMegabytes, Action<Feeder> Print)
{
    private const int Million = 1_000_000;
    private const int Megabyte = 1024 * 1024;

    /// <summary>A screen full of plain cells, with all of its scrollback, and room to spare.</summary>
    private const int Usual = 4;

    /// <summary>Every cell that is kept has a style of its own: 125,000 of them.</summary>
    private const int Styles = 24;

    public static readonly IReadOnlyDictionary<string, Flood> All = new Dictionary<string, Flood>
    {
        ["lines"] = new("100 MiB of y and line feed", Usual, feeder => Repeat(feeder, "y\n"u8.ToArray(), 50 * Megabyte)),
        ["line"] = new("10 MiB on one line", Usual, feeder => Repeat(feeder, "x"u8.ToArray(), 10 * Megabyte)),
        ["string"] = new("1,000,000 bytes of an OSC that never ends", Usual, feeder =>
        {
            feeder.Write("\e]0;"u8);
            Repeat(feeder, "t"u8.ToArray(), Million);
        }),
        ["titles"] = new("1,000,000 titles, each pushed", Usual, feeder => Each(feeder, number => $"\e]0;title {number}\a\e[22;0t")),
        ["marks"] = new("1,000,000 combining marks on one cell", Usual, feeder =>
        {
            feeder.Write("e"u8);
            Repeat(feeder, "\u0301"u8.ToArray(), Million);
        }),
        ["links"] = new("1,000,000 links, each another", Usual, feeder => Each(feeder, number => $"\e]8;;https://example.com/{number}\e\\l")),
        ["colours"] = new("1,000,000 colours, each another", Styles, feeder =>
            Each(feeder, number => $"\e[38;2;{number & 0xFF};{number >> 8 & 0xFF};{number >> 16}mc")),
    };

    private static void Repeat(Feeder feeder, byte[] bytes, int times)
    {
        for (var time = 0; time < times; time++) feeder.Write(bytes);
    }

    private static void Each(Feeder feeder, Func<int, FormattableString> print)
    {
        for (var number = 0; number < Million; number++)
            feeder.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant(print(number))));
    }
}
