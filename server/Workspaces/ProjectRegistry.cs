using System.Collections.Immutable;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Storage;

namespace Orchestrator.Workspaces;

/// <summary>The user's projects, in memory and in the store. Any thread may call.</summary>
internal sealed class ProjectRegistry(ProjectTable table, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _changing = new(1);
    private ImmutableDictionary<string, Project> _byId = ImmutableDictionary<string, Project>.Empty;

    /// <summary>All projects, by name.</summary>
    public ImmutableArray<Project> All =>
        [.. _byId.Values.OrderBy(project => project.Name, StringComparer.OrdinalIgnoreCase).ThenBy(project => project.Path, StringComparer.Ordinal)];

    public Project? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads the stored projects.</summary>
    public void Load() => _byId = table.LoadAll().Select(FromRow).ToImmutableDictionary(project => project.Id);

    /// <summary>Adds a folder; one that is a project already answers that project.</summary>
    public async Task<Project> AddAsync(string path, string? name, string? defaultAgent, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_byId.Values.FirstOrDefault(project => project.Path == path) is { } existing) return existing;
            var shown = name ?? DisplayText.OneLine(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)), 200);
            var row = new ProjectRow(ProjectId.New().Value, path, shown.Length > 0 ? shown : path, defaultAgent, time.GetUtcNow());
            await table.AddAsync(row, CancellationToken.None);
            _byId = _byId.Add(row.Id, FromRow(row));
            return _byId[row.Id];
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Forgets a project; its folder and its sessions stay.</summary>
    /// <exception cref="OrchestratorException">There is no such project (-32602).</exception>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (!_byId.ContainsKey(id)) throw NotFound(id);
            await table.RemoveAsync(id, CancellationToken.None);
            _byId = _byId.Remove(id);
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    /// <summary>The refusal for an id that names no project.</summary>
    public static OrchestratorException NotFound(string id) =>
        new(ErrorCode.InvalidParams, $"'projectId' is invalid: there is no project '{DisplayText.OneLine(id, 100)}'. List the projects again.");

    private static Project FromRow(ProjectRow row) => new(row.Id, row.Name, row.Path, row.CreatedAt, row.DefaultAgent);
}
