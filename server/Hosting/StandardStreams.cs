namespace Orchestrator.Hosting;

/// <summary>The standard streams as a wire.</summary>
internal static class StandardStreams
{
    /// <summary>
    /// Takes the standard input and output for frames alone, before anything can log: whatever writes to the console
    /// from here on writes to the standard error.
    /// </summary>
    public static (Stream Input, Stream Output) Claim()
    {
        var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        return (Console.OpenStandardInput(), output);
    }
}
