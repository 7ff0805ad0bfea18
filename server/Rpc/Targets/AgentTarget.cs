using Orchestrator.Agents;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>agent/*</c>.</summary>
internal sealed class AgentTarget(AgentPrograms programs) : IAgentService
{
    public Task<AgentListResult> ListAsync(AgentListParams parameters, CancellationToken cancellationToken)
    {
        if (parameters.Refresh == true) programs.Refresh();
        return Task.FromResult(new AgentListResult([.. AgentCatalogue.All.Select(Info)]));
    }

    private AgentInfo Info(AgentDefinition agent) => new(
        agent.Id,
        agent.Name,
        Installed: agent.IsBuiltIn || programs.PathOf(agent.Id) is not null,
        Drivers: [AgentDriver.Terminal],
        CanResume: agent.Resume is not null,
        PermissionModes: [.. agent.PermissionModes.Select(mode => mode.Mode)],
        Path: programs.PathOf(agent.Id));
}
