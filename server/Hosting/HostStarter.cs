using System.Net.Sockets;
using Orchestrator.Common;
using Orchestrator.Terminals;

namespace Orchestrator.Hosting;

/// <summary>Reaches the host of a state folder, and starts one when there is none.</summary>
internal sealed class HostStarter(StateFolder folder, TimeProvider time)
{
    /// <summary>A socket to the host, greeted and ready for the client's bytes.</summary>
    /// <exception cref="HostUnreachableException">There is no host and none could be started.</exception>
    /// <exception cref="NoMultiplexingException">The host serves no multiplexed clients, and this is one.</exception>
    /// <exception cref="StateFolderException">There is no host and none can be, in a folder that cannot be written.</exception>
    public Task<Socket> ConnectAsync(bool isMultiplexed, CancellationToken cancellationToken) =>
        new BackgroundProcess(folder, "host", time).ConnectAsync(token => TryConnectAsync(isMultiplexed, token), cancellationToken);

    // A host that stops between the connection and the greeting is the same as none.
    private async Task<Socket?> TryConnectAsync(bool isMultiplexed, CancellationToken cancellationToken)
    {
        Socket? socket = null;
        try
        {
            socket = await LocalSocket.OfHost(folder).ConnectAsync(cancellationToken);
            var stream = new NetworkStream(socket);
            await RelayGreeting.OfRelay(isMultiplexed).WriteAsync(stream, cancellationToken);
            if (await RelayGreeting.ReadAsync(stream, cancellationToken) is { } greeting)
            {
                if (greeting.Relay != RelayGreeting.CurrentRelay) throw OtherVersion(greeting);
                return !isMultiplexed || greeting.Multiplex == true ? socket : throw new NoMultiplexingException(greeting.Version);
            }
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

/// <summary>A running host of another version does not know the multiplexed transport.</summary>
internal sealed class NoMultiplexingException(string version) : Exception(
    $"The running host is orchestrator {version} and does not serve --multiplex. Leave the option out, or have that host stop (host/shutdown).")
{
    /// <summary>Exit code of a relay for this one reason, so that a client knows that plain frames will do.</summary>
    public const int ExitCode = 3;
}
