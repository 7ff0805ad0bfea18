using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Agents.Versions;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Storage;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;
using Orchestrator.Workspaces;

namespace Orchestrator.Rpc;

/// <summary>Which host this is.</summary>
/// <param name="HostId">Changes with every start.</param>
/// <param name="Version">Version of the program.</param>
/// <param name="StartedAt">When it started.</param>
internal sealed record HostIdentity(string HostId, string Version, DateTimeOffset StartedAt);

/// <summary>What every connection of a host shares.</summary>
/// <param name="Identity">Which host this is.</param>
/// <param name="Sessions">Every session.</param>
/// <param name="Feed">The list of sessions as clients see it.</param>
/// <param name="Projects">The user's projects.</param>
/// <param name="Agents">The agents there are.</param>
/// <param name="Programs">Where the agents' programs are.</param>
/// <param name="Versions">What these programs say of their version.</param>
/// <param name="Colors">The colours that programs are told when they ask.</param>
/// <param name="Traffic">What all connections were sent.</param>
/// <param name="Writer">The store's writer, for its queue.</param>
/// <param name="Notices">What every client is told once.</param>
/// <param name="HolderPid">Process id of the holder, while there is one of its own.</param>
/// <param name="Shutdown">Asks the host to end.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">The log.</param>
internal sealed record HostServices(
    HostIdentity Identity,
    SessionRegistry Sessions,
    StateFeed<SessionNews> Feed,
    ProjectRegistry Projects,
    AgentCatalogue Agents,
    AgentPrograms Programs,
    AgentVersions Versions,
    ViewerColors Colors,
    TrafficCounters Traffic,
    DatabaseWriter Writer,
    NoticeBoard Notices,
    Func<int?> HolderPid,
    Action<ShutdownMode> Shutdown,
    TimeProvider Time,
    ILoggerFactory Loggers);
