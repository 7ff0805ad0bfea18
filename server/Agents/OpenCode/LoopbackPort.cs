using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Orchestrator.Agents.OpenCode;

/// <summary>Finds ports of the loopback address for programs that take a while until they listen.</summary>
internal static class LoopbackPort
{
    // Below the ports that systems give to outgoing connections: a program that finds its port taken ends at once, and one
    // from that range can be taken at any moment.
    private const int First = 20_000;
    private const int End = 32_000;

    private const int MaxTries = 20;

    /// <summary>A port on which nobody listens; null when none was found.</summary>
    public static int? Find() =>
        Enumerable.Range(0, MaxTries).Select(_ => RandomNumberGenerator.GetInt32(First, End)).Where(IsFree).Select(port => (int?)port).FirstOrDefault();

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            // Somebody has it, or the system keeps it from us.
            return false;
        }
    }
}
