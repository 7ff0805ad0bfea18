using Orchestrator.Agents.Hooks;

namespace Orchestrator.Hosting;

/// <summary>
/// <c>orchestrator hook FILE</c>: agents call it with what has happened on its standard input. It is run before anything
/// else of the program is loaded, because the agent waits for it; it never fails and never says anything, because an agent
/// would show that, or take it for an answer.
/// </summary>
internal static class HookVerb
{
    public const string Name = "hook";

    public static int Run(ReadOnlySpan<string> arguments)
    {
        var input = ReadInput();
        if (arguments.Length == 1 && HookLine.Of(input, TimeProvider.System.GetUtcNow()) is { } line) HookLog.Append(arguments[0], line);
        return 0;
    }

    // To its end in any case: a program that nobody reads from would be told of a broken pipe.
    private static byte[] ReadInput()
    {
        try
        {
            using var input = Console.OpenStandardInput();
            using var read = new MemoryStream();
            var portion = new byte[64 * 1024];
            for (var count = input.Read(portion); count > 0; count = input.Read(portion))
                if (read.Length <= HookLine.MaxInputBytes) read.Write(portion, 0, count);
            return read.ToArray();
        }
        catch (IOException)
        {
            // There is nothing to read, or no more.
            return [];
        }
    }
}
