using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>Params of <c>agent/list</c>.</summary>
/// <param name="Refresh">
/// True to read the user's own agents and look for the programs again, and to ask those for their version that are new or have changed; the answer waits
/// for that, but for three seconds at most. Without it the answer is what is known.
/// </param>
public sealed record AgentListParams(bool? Refresh = null);

/// <summary>Answer to <c>agent/list</c>.</summary>
/// <param name="Agents">Every agent the server knows, also those that are not installed; the user's own come last.</param>
public sealed record AgentListResult(ImmutableArray<AgentInfo> Agents);

/// <summary>An agent the server knows.</summary>
/// <param name="Id">Id for <c>session/create</c>.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Installed">True when its program was found on the host's PATH.</param>
/// <param name="Drivers">How the server can speak to it.</param>
/// <param name="CanResume">True when a session whose program has run can be resumed, once its <c>nativeSessionId</c> is known.</param>
/// <param name="PermissionModes">Values for <c>permissionMode</c>; empty when it has none.</param>
/// <param name="Version">Version of the program, when known. It is asked for in the background after the first list.</param>
/// <param name="Path">Where the program was found.</param>
/// <param name="Install">How to install it, on one line: a command, or an address that begins with <c>https://</c>; absent where it is not known.</param>
/// <param name="Icon">Name of an icon for it, as VS Code has them (codicons); absent for that of any agent.</param>
/// <param name="CanFork">True when its sessions can be forked, once their <c>nativeSessionId</c> is known; absent otherwise.</param>
public sealed record AgentInfo(
    string Id,
    string Name,
    bool Installed,
    ImmutableArray<AgentDriver> Drivers,
    bool CanResume,
    ImmutableArray<string> PermissionModes,
    string? Version = null,
    string? Path = null,
    string? Install = null,
    string? Icon = null,
    bool? CanFork = null);
