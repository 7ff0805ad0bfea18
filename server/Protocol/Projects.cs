using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>A folder that sessions are grouped by.</summary>
/// <param name="Id">Identifies the project.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Path">Absolute folder.</param>
/// <param name="CreatedAt">When it was added, RFC 3339 UTC.</param>
/// <param name="DefaultAgent">Agent offered first for new sessions; never used for existing ones.</param>
public sealed record Project(string Id, string Name, string Path, DateTimeOffset CreatedAt, string? DefaultAgent = null);

/// <summary>Params of <c>project/list</c>.</summary>
public sealed record ProjectListParams;

/// <summary>Answer to <c>project/list</c>.</summary>
/// <param name="Projects">All projects, by name.</param>
public sealed record ProjectListResult(ImmutableArray<Project> Projects);

/// <summary>Params of <c>project/add</c>; a folder that is a project already answers that project.</summary>
/// <param name="Path">Absolute folder that exists.</param>
/// <param name="Name">Name shown to people, 1 to 200 characters; default the folder's.</param>
/// <param name="DefaultAgent">Agent offered first for new sessions (1101 when there is none).</param>
public sealed record ProjectAddParams(string Path, string? Name = null, string? DefaultAgent = null);

/// <summary>Answer to <c>project/add</c>.</summary>
/// <param name="Project">The project.</param>
public sealed record ProjectResult(Project Project);

/// <summary>Params of <c>project/remove</c>; sessions of the project stay, without it.</summary>
/// <param name="ProjectId">Project to forget; its folder is not touched.</param>
public sealed record ProjectRemoveParams(string ProjectId);
