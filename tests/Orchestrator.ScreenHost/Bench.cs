using System.Text.Json;
using Orchestrator.ScreenHost.Benchmarks;

namespace Orchestrator.ScreenHost;

/// <summary>
/// The verb <c>bench</c>: figures of the screen engine. Its arguments are one measurement; without any it takes one
/// from each line of standard input, words separated by tabs, so that measurements can take turns with those of other
/// programs. Each is answered with one line of JSON; with its <c>problem</c> when it measured nothing.
/// </summary>
internal static class Bench
{
    private static readonly Dictionary<string, Func<string[], object>> Measurements = new()
    {
        ["parse"] = args => ParseBench.Run(args[0]),
        ["snapshot"] = args => SnapshotBench.Run(args[0]),
        ["memory"] = args => MemoryBench.Run(args[0]),
        ["flood"] = args => FloodBench.Run(args[0]),
        ["floods"] = _ => FloodBench.Names,
        ["contents"] = _ => MemoryBench.Names,
    };

    public static int Run(string[] args)
    {
        if (args.Length > 0) return Answer(args);
        while (Console.ReadLine() is { } line)
            if (Answer(line.Split('\t')) is var code and not 0) return code;
        return 0;
    }

    private static int Answer(string[] words)
    {
        if (!Measurements.TryGetValue(words[0], out var measure))
        {
            Console.Error.WriteLine("Orchestrator.ScreenHost bench: expected one of " + string.Join(", ", Measurements.Keys));
            return 64;
        }

        Console.WriteLine(JsonSerializer.Serialize(ResultOf(measure, words[1..]), JsonSerializerOptions.Web));
        return 0;
    }

    private static object ResultOf(Func<string[], object> measure, string[] args)
    {
        try
        {
            return measure(args);
        }
        catch (NoEvidenceException exception)
        {
            // Whoever asked decides whether the others are measured all the same.
            return new { Problem = exception.Message };
        }
    }
}
