using System.Collections;
using System.Collections.Immutable;
using System.Net.Sockets;
using Orchestrator.Common;
using Orchestrator.Terminals;

namespace Orchestrator.Hosting;

/// <summary>
/// Reaches the host of a state folder, and starts one when there is none. Two that start at the same moment end with
/// one host: the second finds the lock taken and leaves, and both callers reach the first.
/// </summary>
internal sealed class HostStarter(StateFolder folder, TimeProvider time)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan PatienceWithOthers = TimeSpan.FromSeconds(2);

    private ProcessIdentity? _started;
    private DateTimeOffset _lastStart;

    /// <summary>A socket to the host, greeted and ready for the client's bytes.</summary>
    /// <exception cref="HostUnreachableException">There is no host and none could be started.</exception>
    /// <exception cref="StateFolderException">There is no host and none can be, in a folder that cannot be written.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var deadline = time.GetUtcNow() + LongestStart;
        while (time.GetUtcNow() < deadline)
        {
            if (await TryConnectAsync(cancellationToken) is { } socket) return socket;
            StartUnlessUnderWay();
            await Task.Delay(Retry, time, cancellationToken);
        }

        throw new HostUnreachableException(
            $"The host did not start within {LongestStart.TotalSeconds:0} s. Its log is in '{folder.LogFolder}'.");
    }

    // A host that stops between the connection and the greeting is the same as none.
    private async Task<Socket?> TryConnectAsync(CancellationToken cancellationToken)
    {
        var socket = HostAddress.NewSocket();
        try
        {
            await socket.ConnectAsync(HostAddress.Of(folder), cancellationToken);
            if (!PeerIdentity.IsSameUser(socket))
                throw new HostUnreachableException("The host's socket belongs to another user. Set ORCHESTRATOR_HOME to a folder of your own.");
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
            socket.Dispose();
            throw;
        }

        socket.Dispose();
        return null;
    }

    private void StartUnlessUnderWay()
    {
        var now = time.GetUtcNow();
        var isUnderWay = _started is not null && ProcessProbe.Check(_started) != ProcessPresence.Gone;
        // One that left at once met another host's lock; that host gets a moment to open its socket.
        if (isUnderWay || now - _lastStart < PatienceWithOthers) return;
        _lastStart = now;
        folder.RequireWritable();
        var environment = Environment.GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .ToImmutableDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "")
            .SetItem("ORCHESTRATOR_HOME", folder.Root);
        try
        {
            _started = DetachedProcess.Start(Environment.ProcessPath!, [.. ProgramArguments(), "host"], environment);
        }
        catch (LaunchFailedException exception)
        {
            throw new HostUnreachableException("The host cannot be started: " + exception.Message);
        }
    }

    // `dotnet orchestrator.dll serve` has to name the assembly again.
    private static string[] ProgramArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(HostStarter).Assembly.Location] : [];

    private static HostUnreachableException OtherVersion(RelayGreeting greeting) => new(
        $"The running host is orchestrator {greeting.Version} and this is {ProductVersion.Current}: they cannot work together. "
        + "Close the other editors' sessions and have that host stop (host/shutdown), or set ORCHESTRATOR_HOME to another folder.");
}

/// <summary>There is no host and none could be started. The message is for the user.</summary>
internal sealed class HostUnreachableException(string message) : Exception(message);
