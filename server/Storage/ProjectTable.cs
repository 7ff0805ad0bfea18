using System.Globalization;

namespace Orchestrator.Storage;

/// <summary>A stored project.</summary>
internal sealed record ProjectRow(string Id, string Path, string Name, string? DefaultAgent, DateTimeOffset CreatedAt);

/// <summary>Projects in the database.</summary>
internal sealed class ProjectTable(Database database, DatabaseWriter writer)
{
    /// <summary>Every stored project; read once, before the first write.</summary>
    public List<ProjectRow> LoadAll() => database.Connection.Query(
        "SELECT id, path, name, default_agent, created_at FROM projects",
        row => new ProjectRow(
            row.GetString(0),
            row.GetString(1),
            row.GetString(2),
            row.IsDBNull(3) ? null : row.GetString(3),
            DateTimeOffset.Parse(row.GetString(4), CultureInfo.InvariantCulture)));

    public Task AddAsync(ProjectRow project, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            connection => connection.Execute(
                "INSERT INTO projects (id, path, name, default_agent, created_at) VALUES ($id, $path, $name, $agent, $at)",
                ("$id", project.Id),
                ("$path", project.Path),
                ("$name", project.Name),
                ("$agent", project.DefaultAgent),
                ("$at", project.CreatedAt.ToString("O", CultureInfo.InvariantCulture))),
            cancellationToken);

    public Task RemoveAsync(string projectId, CancellationToken cancellationToken) =>
        writer.WriteAsync(
            connection => connection.Execute("DELETE FROM projects WHERE id = $id", ("$id", projectId)), cancellationToken);
}
