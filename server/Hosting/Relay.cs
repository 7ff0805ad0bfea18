using System.Net.Sockets;
using Orchestrator.Common;

namespace Orchestrator.Hosting;

/// <summary>
/// The <c>serve</c> process: passes bytes between the editor's standard streams and the host, and starts the host
/// when none runs. It owns nothing, so its end ends nothing but the connection.
/// </summary>
internal sealed class Relay(StateFolder folder, TimeProvider time, TextWriter log)
{
    // Answers that are on their way when the editor goes still arrive.
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Relays until either end is gone; answers the exit code of the connection. Whether the bytes are those of a
    /// multiplexed stream is of no concern here, and told to the host.
    /// </summary>
    public async Task<int> RunAsync(bool isMultiplexed, Stream input, Stream output, CancellationToken cancellationToken)
    {
        using var socket = await new HostStarter(folder, time).ConnectAsync(isMultiplexed, cancellationToken);
        await using var stream = new NetworkStream(socket);
        var fromHost = RelayFrames.CopyAsync(stream, output, cancellationToken);
        var fromEditor = ForwardAsync(input, stream, socket, cancellationToken);
        if (await Task.WhenAny(fromHost, fromEditor) == fromEditor)
            await Task.WhenAny(fromHost, Task.Delay(LastAnswers, time, cancellationToken));
        // Nothing of the host's end within that time: the connection ends as if by 'exit' without 'shutdown'.
        if (!fromHost.IsCompleted) return 1;
        if (await fromHost is { } exitCode) return exitCode;

        await log.WriteLineAsync("orchestrator: the host is gone. Reconnecting starts a new one, which finds the sessions that run.");
        return 1;
    }

    private static async Task ForwardAsync(Stream input, NetworkStream host, Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(host, cancellationToken);
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Either end is gone; the other direction says which.
        }
    }
}
