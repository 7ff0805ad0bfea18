using System.Net.Sockets;
using Orchestrator.Common;
using Orchestrator.Terminals;

namespace Orchestrator.Hosting;

/// <summary>Reaches the host of a state folder, and starts one when there is none.</summary>
internal sealed class HostStarter(StateFolder folder, TimeProvider time)
{
    /// <summary>A socket to the host, greeted and ready for the client's bytes.</summary>
    /// <exception cref="HostUnreachableException">There is no host and none could be started.</exception>
    /// <exception cref="StateFolderException">There is no host and none can be, in a folder that cannot be written.</exception>
    public Task<Socket> ConnectAsync(CancellationToken cancellationToken) =>
        new BackgroundProcess(folder, "host", time).ConnectAsync(TryConnectAsync, cancellationToken);

    // A host that stops between the connection and the greeting is the same as none.
    private async Task<Socket?> TryConnectAsync(CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = await LocalSocket.OfHost(folder).ConnectAsync(cancellationToken);
            var stream = new NetworkStream(socket);
            await RelayGreeting.Mine.WriteAsync(stream, cancellationToken);
            if (await RelayGreeting.ReadAsync(stream, cancellationToken) is { } greeting)
                return greeting.Relay == RelayGreeting.CurrentRelay ? socket : throw OtherVersion(greeting);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // No host, or one that is just going.
        }
        catch
        {
            socket?.Dispose();
            throw;
        }

        socket?.Dispose();
        return null;
    }

    private static HostUnreachableException OtherVersion(RelayGreeting greeting) => new(
        $"The running host is orchestrator {greeting.Version} and this is {ProductVersion.Current}: they cannot work together. "
        + "Close the other editors' sessions and have that host stop (host/shutdown), or set ORCHESTRATOR_HOME to another folder.");
}
