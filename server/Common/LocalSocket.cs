using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Common;

/// <summary>
/// Where a background process of a state folder is reached: a Unix domain socket that only its owner can open. Both
/// ends check whose process the other one is.
/// </summary>
/// <param name="folder">The state folder.</param>
/// <param name="name">Name of the socket's file.</param>
internal sealed class LocalSocket(StateFolder folder, string name)
{
    // The kernel's limit for the path of a socket is 104 bytes on macOS and 108 on Linux.
    private const int MaxPathBytes = 100;

    private const int MaxWaiting = 256;

    /// <summary>The host's.</summary>
    public static LocalSocket OfHost(StateFolder folder) => new(folder, "host.sock");

    /// <summary>The holder's.</summary>
    public static LocalSocket OfHolder(StateFolder folder) => new(folder, "hold.sock");

    /// <summary>The socket's path: in the state folder, or under the temporary folder when that path is too long.</summary>
    public string Path
    {
        get
        {
            var path = System.IO.Path.Combine(folder.Root, name);
            return Encoding.UTF8.GetByteCount(path) <= MaxPathBytes ? path : ShortPath();
        }
    }

    /// <summary>Connects to whoever listens there.</summary>
    /// <exception cref="SocketException">Nobody does.</exception>
    /// <exception cref="ForeignSocketException">It is a process of another user.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = New();
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path), cancellationToken);
            return PeerIdentity.IsSameUser(socket)
                ? socket
                : throw new ForeignSocketException($"The socket '{name}' belongs to another user. Set ORCHESTRATOR_HOME to a folder of your own.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Connects to whoever of the same user listens at a path; null when nobody does. It blocks, and answers at once: what
    /// waits without blocking takes longer to load than some callers may take.
    /// </summary>
    public static Socket? TryConnect(string path)
    {
        if (!File.Exists(path)) return null;
        var socket = New();
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            if (PeerIdentity.IsSameUser(socket)) return socket;
        }
        catch (SocketException)
        {
            // It was left behind by a process that is gone.
        }

        socket.Dispose();
        return null;
    }

    /// <summary>Listens there. Only the owner of the role's lock may call: a socket that is there is one that was left behind.</summary>
    public Socket Listen()
    {
        var path = Path;
        File.Delete(path);
        var listener = New();
        listener.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        listener.Listen(MaxWaiting);
        return listener;
    }

    private static Socket New() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    // Whoever makes this folder first cannot pose as one of ours: both ends check whose process the other one is.
    private string ShortPath()
    {
        var place = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..16];
        return System.IO.Path.Combine(StateFolder.Open(System.IO.Path.Combine(System.IO.Path.GetTempPath(), "orchestrator-" + place)).Root, name);
    }
}

/// <summary>A socket in the state folder belongs to another user. The message is for the user.</summary>
internal sealed class ForeignSocketException(string message) : Exception(message);
