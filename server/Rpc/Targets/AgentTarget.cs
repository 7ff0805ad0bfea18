using Orchestrator.Agents;
using Orchestrator.Agents.Versions;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>agent/*</c>.</summary>
internal sealed class AgentTarget(AgentCatalogue agents, AgentPrograms programs, AgentVersions versions, TimeProvider time) : IAgentService
{
    private static readonly TimeSpan LongestRefresh = TimeSpan.FromSeconds(3);

    public async Task<AgentListResult> ListAsync(AgentListParams parameters, CancellationToken cancellationToken)
    {
        if (parameters.Refresh == true) await RefreshAsync(cancellationToken);
        else versions.LearnMissing();
        return new AgentListResult([.. agents.All.Select(Info)]);
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        agents.Refresh();
        programs.Refresh();
        try
        {
            await versions.LearnChangedAsync().WaitAsync(LongestRefresh, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What is not known by then is told by a later list.
        }
    }

    private AgentInfo Info(AgentDefinition agent) => new(
        agent.Id,
        agent.Name,
        Installed: !agent.HasProgram || programs.PathOf(agent.Id) is not null,
        Drivers: [AgentDriver.Terminal],
        CanResume: agent.Resume is not null,
        PermissionModes: [.. agent.PermissionModes.Select(mode => mode.Mode)],
        Version: versions.Of(programs.PathOf(agent.Id)),
        Path: programs.PathOf(agent.Id),
        Install: agent.Install,
        Icon: agent.Icon,
        CanFork: agent.CanFork ? true : null);
}
