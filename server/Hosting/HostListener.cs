using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Orchestrator.Common;
using Orchestrator.Rpc;
using Orchestrator.Rpc.Multiplexing;

namespace Orchestrator.Hosting;

/// <summary>Accepts relays and hooks on the host's socket and serves each until it leaves.</summary>
internal sealed class HostListener(
    StateFolder folder, HostServices host, ConnectionRegistry connections, ILogger<HostListener> logger)
{
    private const int MaxConnections = 256;
    private static readonly TimeSpan RetryAccept = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestGreeting = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Task, byte> _serving = new();

    /// <summary>Listens until cancelled; completes when every connection has ended. Only the owner of the lock may call.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var address = LocalSocket.OfHost(folder);
        using var listener = address.Listen();
        logger.LogInformation("Listening on {Path}", address.Path);
        try
        {
            while (true)
            {
                if (await TryAcceptAsync(listener, cancellationToken) is not { } socket) continue;
                var serving = ServeAsync(socket, cancellationToken);
                _serving[serving] = 0;
                _ = serving.ContinueWith(done => _serving.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host stops.
        }

        await Task.WhenAll(_serving.Keys);
    }

    private async Task<Socket?> TryAcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        try
        {
            return await listener.AcceptAsync(cancellationToken);
        }
        catch (SocketException exception)
        {
            // The relay left at once, or descriptors are short for now: no reason to end every session.
            logger.LogWarning(exception, "A relay could not be accepted");
            await Task.Delay(RetryAccept, host.Time, cancellationToken);
            return null;
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var owned = socket;
        await using var stream = new NetworkStream(socket);
        try
        {
            var greeting = await WelcomeAsync(socket, stream, cancellationToken);
            if (greeting is { Hook: { } owner })
            {
                await HookConnection.ServeAsync(host.Sessions.Find(owner.SessionId)?.Asks, owner.Run, stream, cancellationToken);
            }
            else if (greeting is { } relay)
            {
                var exitCode = await ServeClientAsync(stream, relay.Multiplex == true, cancellationToken);
                using var last = new CancellationTokenSource(GuardedMessageHandler.LastAnswers, host.Time);
                await RelayFrames.WriteEndAsync(stream, exitCode, last.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            logger.LogDebug(exception, "A relay went away");
        }
        catch (Exception exception)
        {
            // A fault in one connection must not end the others.
            logger.LogError(exception, "A connection ended with a fault");
        }
    }

    private async Task<int> ServeClientAsync(NetworkStream stream, bool isMultiplexed, CancellationToken cancellationToken)
    {
        var output = RelayFrames.Writer(stream);
        if (isMultiplexed) return await MultiplexedClient.ServeAsync(host, connections, stream, output, cancellationToken);
        await using var connection = new ClientConnection(host, connections.NextId());
        return await connection.RunAsync(
            PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)),
            PipeWriter.Create(output, new StreamPipeWriterOptions(leaveOpen: true)),
            connections,
            cancellationToken);
    }

    // What the relay said of itself; null when it is not served.
    private async Task<RelayGreeting?> WelcomeAsync(Socket socket, NetworkStream stream, CancellationToken cancellationToken)
    {
        if (!PeerIdentity.IsSameUser(socket))
        {
            logger.LogWarning("A process of another user was refused");
            return null;
        }

        using var timeout = new CancellationTokenSource(LongestGreeting, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var greeting = await RelayGreeting.ReadAsync(stream, either.Token);
        if (greeting is null) return null;
        await RelayGreeting.OfHost.WriteAsync(stream, either.Token);
        var isServed = greeting.Hook is not null || connections.All.Length < MaxConnections;
        return greeting.Relay == RelayGreeting.CurrentRelay && isServed ? greeting : null;
    }
}
