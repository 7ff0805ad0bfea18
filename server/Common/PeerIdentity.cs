using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Orchestrator.Common;

/// <summary>Tells whether the process at the other end of a local socket belongs to the same user.</summary>
internal static partial class PeerIdentity
{
    // struct ucred of SO_PEERCRED on Linux: pid, uid, gid.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    public static bool IsSameUser(Socket socket)
    {
        if (OperatingSystem.IsWindows())
        {
            // The socket lies in the user's own local application data, which nobody else may enter.
            return true;
        }

        if (OperatingSystem.IsMacOS())
            return GetPeerId((int)socket.SafeHandle.DangerousGetHandle(), out var peer, out _) == 0 && peer == GetUserId();

        Span<byte> credentials = stackalloc byte[12];
        return socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == credentials.Length
            && MemoryMarshal.Read<uint>(credentials[4..]) == GetUserId();
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetUserId();

    [LibraryImport("libc", EntryPoint = "getpeereid")]
    private static partial int GetPeerId(int socket, out uint user, out uint group);
}
