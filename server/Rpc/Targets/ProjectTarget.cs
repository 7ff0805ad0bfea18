using Orchestrator.Agents;
using Orchestrator.Protocol;
using Orchestrator.Workspaces;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>project/*</c>.</summary>
internal sealed class ProjectTarget(ProjectRegistry projects, AgentCatalogue agents) : IProjectService
{
    public Task<ProjectListResult> ListAsync(ProjectListParams parameters, CancellationToken cancellationToken) =>
        Task.FromResult(new ProjectListResult(projects.All));

    public async Task<ProjectResult> AddAsync(ProjectAddParams parameters, CancellationToken cancellationToken)
    {
        var path = Checked.Folder(parameters.Path, "path");
        if (parameters.DefaultAgent is { } agent && agents.FindAnew(agent) is null)
            throw SessionCreation.UnknownAgent(agent);
        var name = parameters.Name is null ? null : Checked.Title(parameters.Name, "name");
        return new ProjectResult(await projects.AddAsync(path, name, parameters.DefaultAgent, cancellationToken));
    }

    public async Task<Empty> RemoveAsync(ProjectRemoveParams parameters, CancellationToken cancellationToken)
    {
        await projects.RemoveAsync(parameters.ProjectId, cancellationToken);
        return Empty.Value;
    }
}
