using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Common;

namespace Orchestrator.Hosting;

/// <summary>Where the host of a state folder is reached: a Unix domain socket that only its owner can open.</summary>
internal static class HostAddress
{
    // The kernel's limit for the path of a socket is 104 bytes on macOS and 108 on Linux.
    private const int MaxPathBytes = 100;

    /// <summary>The socket's path: in the state folder, or under the temporary folder when that path is too long.</summary>
    public static UnixDomainSocketEndPoint Of(StateFolder folder)
    {
        var path = Path.Combine(folder.Root, "host.sock");
        return new UnixDomainSocketEndPoint(Encoding.UTF8.GetByteCount(path) <= MaxPathBytes ? path : ShortPath(folder));
    }

    public static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    // Whoever makes this folder first cannot pose as the host: both ends check whose process the other one is.
    private static string ShortPath(StateFolder folder)
    {
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..16];
        return Path.Combine(StateFolder.Open(Path.Combine(Path.GetTempPath(), "orchestrator-" + name)).Root, "host.sock");
    }
}
