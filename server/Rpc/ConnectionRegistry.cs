using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Orchestrator.Rpc;

/// <summary>The open connections of a host. Any thread may call.</summary>
internal sealed class ConnectionRegistry
{
    private readonly ConcurrentDictionary<long, ClientConnection> _open = new();
    private long _lastId;

    /// <summary>Called after a connection came or went.</summary>
    public event Action? Changed;

    public ImmutableArray<ClientConnection> All => [.. _open.Values];

    public long NextId() => Interlocked.Increment(ref _lastId);

    public void Add(ClientConnection connection)
    {
        _open[connection.Id] = connection;
        Changed?.Invoke();
    }

    // By its own number: a late end of an old connection never takes out a newer one.
    public void Remove(ClientConnection connection)
    {
        _open.TryRemove(connection.Id, out _);
        Changed?.Invoke();
    }

    public ImmutableDictionary<string, long> Counters() => ImmutableDictionary<string, long>.Empty
        .Add("connectionsOpened", Interlocked.Read(ref _lastId))
        .Add("connectionsOpen", _open.Count);
}
