using System.Net.Sockets;
using Orchestrator.Agents.Hooks;
using Orchestrator.Common;

namespace Orchestrator.Hosting;

/// <summary>The end of a hook that asks: hands the host what the agent asks, and waits for what to say to it.</summary>
internal static class HookQuestion
{
    // A host that does not greet is busy or stopped; the agent's own dialog is there all the same.
    private static readonly TimeSpan LongestGreeting = TimeSpan.FromSeconds(1);

    /// <summary>What to say; null for nothing, at once when no host is there.</summary>
    /// <param name="log">File of the run whose hook it is.</param>
    /// <param name="hostSocket">Path of the host's socket.</param>
    /// <param name="line">What the agent handed it, as a line.</param>
    public static async Task<byte[]?> AskAsync(string log, string hostSocket, byte[] line)
    {
        using var socket = LocalSocket.TryConnect(hostSocket);
        if (socket is null) return null;
        try
        {
            return await AskAsync(socket, new HookOwner(HookLog.SessionOf(log), HookLog.RunOf(log)), line);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
        {
            // Nobody answers, or no more.
            return null;
        }
    }

    private static async Task<byte[]?> AskAsync(Socket socket, HookOwner owner, byte[] line)
    {
        await using var stream = new NetworkStream(socket);
        using var timeout = new CancellationTokenSource(LongestGreeting);
        await RelayGreeting.OfHook(owner).WriteAsync(stream, timeout.Token);
        if (await RelayGreeting.ReadAsync(stream, timeout.Token) is not { Relay: RelayGreeting.CurrentRelay, Hooks: true }) return null;
        await stream.WriteAsync((byte[])[.. line, (byte)'\n'], CancellationToken.None);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        return answer.Length == 0 ? null : answer.ToArray();
    }
}
