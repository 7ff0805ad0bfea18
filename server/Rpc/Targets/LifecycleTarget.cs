using Orchestrator.Protocol;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves the life of one connection; what may come when was asked before.</summary>
internal sealed class LifecycleTarget(ClientConnection connection, HostIdentity host, ClientIdentity client, ViewerColors colors)
    : ILifecycleService
{
    private const int MaxLiveSessions = 16;

    public Task<InitializeResult> InitializeAsync(InitializeParams parameters, CancellationToken cancellationToken)
    {
        client.Params = parameters;
        // An editor must not be kept out by a colour it writes differently.
        if (Checked.Colors(parameters.Capabilities?.Terminal?.Colors) is { } told) colors.Current = told;
        connection.Subscribe();
        return Task.FromResult(new InitializeResult(
            new PeerInfo("orchestrator", host.Version),
            ProtocolVersion.Current,
            host.HostId,
            new ServerCapabilities(Agents: true, Worktrees: false, Transcript: false, Search: false, Multiplex: true),
            connection.Limits));
    }

    public async Task<ClientConfigureResult> ConfigureAsync(ClientConfigureParams parameters, CancellationToken cancellationToken)
    {
        if (parameters.LiveSessions is { } limit)
            await connection.ChangeLiveLimitAsync(Checked.Range(limit, "liveSessions", 1, MaxLiveSessions, limit), cancellationToken);
        return new ClientConfigureResult(connection.Limits);
    }

    public Task InitializedAsync()
    {
        connection.Begin();
        return Task.CompletedTask;
    }

    public Task ShutdownAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task ExitAsync()
    {
        connection.End();
        return Task.CompletedTask;
    }

    public Task SetTraceAsync(SetTraceParams parameters, CancellationToken cancellationToken)
    {
        connection.Trace = parameters.Value;
        return Task.CompletedTask;
    }
}
