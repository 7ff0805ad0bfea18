using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Protocol;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>host/*</c> to one connection.</summary>
internal sealed class HostTarget(HostServices host, ConnectionRegistry connections, ClientConnection caller) : IHostService
{
    public Task<HostStatus> StatusAsync(HostStatusParams parameters, CancellationToken cancellationToken)
    {
        var open = connections.All;
        return Task.FromResult(new HostStatus(
            host.Identity.HostId,
            host.Identity.Version,
            Environment.ProcessId,
            host.Identity.StartedAt,
            Environment.WorkingSet,
            SessionsByPhase(),
            [.. open.Select(connection => connection.Status(connection == caller))],
            [
                new QueueStatus("store", host.Writer.Waiting, 0, DatabaseWriter.MaxWaiting),
                .. open.SelectMany(connection => connection.Queues()),
            ],
            connections.Counters().AddRange(host.Traffic.Counts),
            host.HolderPid()));
    }

    public Task<Empty> ShutdownAsync(HostShutdownParams parameters, CancellationToken cancellationToken)
    {
        host.Shutdown(parameters.Mode);
        return Task.FromResult(Empty.Value);
    }

    private ImmutableDictionary<string, int> SessionsByPhase() => host.Sessions.All
        .GroupBy(session => session.State.Phase)
        .ToImmutableDictionary(group => JsonNamingPolicy.CamelCase.ConvertName(group.Key.ToString()), group => group.Count());
}
