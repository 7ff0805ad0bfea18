using Orchestrator.Agents.Hooks;

namespace Orchestrator.Hosting;

/// <summary>
/// <c>orchestrator hook FILE [SOCKET]</c>: agents call it with what has happened on its standard input, or, with the host's
/// socket, with what they ask. It is run before anything else of the program is loaded, because the agent waits for it; it
/// never fails, and says nothing but the answer to what was asked, because an agent would show that, or take it for one.
/// </summary>
internal static class HookVerb
{
    public const string Name = "hook";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var input = ReadInput();
        if (arguments.Length is 0 or > 2 || HookLine.Of(input, TimeProvider.System.GetUtcNow()) is not { } line) return 0;
        if (arguments.Length == 1) HookLog.Append(arguments[0], line);
        else if (await HookQuestion.AskAsync(arguments[0], arguments[1], line) is { } answer) Say(answer);
        return 0;
    }

    private static void Say(byte[] answer)
    {
        try
        {
            using var output = Console.OpenStandardOutput();
            output.Write(answer);
        }
        catch (IOException)
        {
            // The agent has gone on without it.
        }
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
