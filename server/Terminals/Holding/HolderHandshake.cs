using System.Net.Sockets;
using Orchestrator.Common;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Terminals.Holding;

/// <summary>An open way to a holder that speaks a version spoken here.</summary>
/// <param name="Pipe">The way.</param>
/// <param name="Pid">Process id of the holder.</param>
internal sealed record HolderHandshake(HolderPipe Pipe, int Pid)
{
    /// <summary>Opens the way; null when there is no holder, or one that is just going.</summary>
    /// <exception cref="HostUnreachableException">It speaks no version spoken here.</exception>
    public static async Task<HolderHandshake?> TryAsync(StateFolder folder, CancellationToken cancellationToken)
    {
        HolderPipe pipe;
        try
        {
            pipe = new HolderPipe(new NetworkStream(await LocalSocket.OfHolder(folder).ConnectAsync(cancellationToken), ownsSocket: true));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // Nobody listens there.
            return null;
        }

        try
        {
            pipe.Send(new Hello(HolderCodec.LowestVersion, HolderCodec.HighestVersion, ProductVersion.Current));
            if (await pipe.ReceiveAsync(cancellationToken) is Welcome welcome)
                return welcome.Version > 0 ? new HolderHandshake(pipe, welcome.Pid) : throw OtherVersion(welcome);
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }

        await pipe.DisposeAsync();
        return null;
    }

    private static HostUnreachableException OtherVersion(Welcome welcome) => new(
        $"Sessions are held by orchestrator {welcome.Product}, with which this one ({ProductVersion.Current}) cannot speak. "
        + "Stop those sessions with that version, or set ORCHESTRATOR_HOME to another folder.");
}
