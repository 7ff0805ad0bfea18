using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Orchestrator.FakeAgent;

/// <summary>The behaviours that tests need of an agent, one tiny command each. Each answers the exit code.</summary>
internal static class Commands
{
    public static readonly IReadOnlyDictionary<string, Func<string[], int>> All = new Dictionary<string, Func<string[], int>>
    {
        ["args"] = Args,
        ["ask"] = Ask,
        ["cwd"] = _ => Print(Environment.CurrentDirectory),
        ["echo"] = Echo,
        ["env"] = args => Print(Environment.GetEnvironmentVariable(args[0]) ?? "(not set)"),
        ["exit"] = args => Number(args[0]),
        ["fail"] = Fail,
        ["flood"] = Flood,
        ["fullscreen"] = _ => FullScreen.Run(),
        ["grandchild"] = _ => Grandchild.Run(),
        ["ignore-interrupts"] = IgnoreInterrupts,
        ["journal"] = args => Journal.Run(args[0]),
        ["lines"] = args => Lines.Run(args[0]),
        ["silent"] = _ => Stay(),
        ["size"] = Size,
    };

    public static int Usage()
    {
        Console.Error.WriteLine("fake-agent: expected one of " + string.Join(", ", All.Keys));
        return 64;
    }

    /// <summary>Blocks until the process is ended from outside.</summary>
    public static int Stay()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
        return 0;
    }

    public static int Print(string line)
    {
        Write(line + "\n");
        return 0;
    }

    public static void Write(string text)
    {
        using var output = Streams.Output;
        output.Write(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Prints each argument as one line of JSON, so that a test sees exactly what arrived.</summary>
    private static int Args(string[] args)
    {
        foreach (var argument in args)
            Print(JsonSerializer.Serialize(argument));
        return 0;
    }

    /// <summary>Asks for a permission the way an agent's dialog does; exits 0 on y, 1 on anything else.</summary>
    private static int Ask(string[] args)
    {
        Write("Allow this command? [y/n] ");
        using var input = new StreamReader(Streams.Input);
        var isAllowed = input.ReadLine() is "y";
        Print(isAllowed ? "allowed" : "denied");
        return isAllowed ? 0 : 1;
    }

    /// <summary>Says "ready", then answers every line with <c>echo: LINE</c>; "bye" ends it.</summary>
    private static int Echo(string[] args)
    {
        using var input = new StreamReader(Streams.Input);
        Print("ready");
        while (input.ReadLine() is { } line && line != "bye")
            Print("echo: " + line);
        return 0;
    }

    private static int Fail(string[] args)
    {
        using var error = Streams.Error;
        foreach (var line in new[] { "cannot reach the model", "the key was refused", "giving up" })
            error.Write(Encoding.UTF8.GetBytes($"fake-agent: {line}\n"));
        return 3;
    }

    /// <summary>Writes exactly N bytes of numbered lines with nothing between them and the terminal.</summary>
    private static int Flood(string[] args)
    {
        using var output = Streams.Output;
        var rest = Number(args[0]);
        for (var line = 0; rest > 0; line++)
        {
            var bytes = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"line {line:D9}\n"));
            var count = Math.Min(rest, bytes.Length);
            output.Write(bytes, 0, count);
            rest -= count;
        }

        return 0;
    }

    private static int IgnoreInterrupts(string[] args)
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        var ignored = signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Print($"ignored {signal}");
        })).ToList();
        Print("ready");
        Stay();
        ignored.ForEach(registration => registration.Dispose());
        return 0;
    }

    /// <summary>Prints <c>COLUMNSxROWS</c> now and whenever it changes.</summary>
    private static int Size(string[] args)
    {
        using var changed = OperatingSystem.IsWindows()
            ? null // A Windows program is told of its size by its console input, which this one does not read.
            : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => PrintSize());
        PrintSize();
        return Stay();
    }

    private static void PrintSize() => Print(string.Create(CultureInfo.InvariantCulture, $"{Console.WindowWidth}x{Console.WindowHeight}"));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
