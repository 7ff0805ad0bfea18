using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Pricing;
using Orchestrator.Common;
using Orchestrator.Storage;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions;

/// <summary>What every session of a host shares.</summary>
/// <param name="Store">Where states and events go.</param>
/// <param name="Enrichments">Where goes what was read of the agents' records.</param>
/// <param name="Prices">What models cost.</param>
/// <param name="Health">Whether the store takes what happens.</param>
/// <param name="Notices">Where the user is told what concerns more than one session.</param>
/// <param name="Spool">Where the output of ended terminals goes.</param>
/// <param name="Holder">Starts processes in terminals.</param>
/// <param name="Agents">The agents there are.</param>
/// <param name="Programs">Where the agents' programs are.</param>
/// <param name="Colors">The colours that programs are told when they ask.</param>
/// <param name="HostEnvironment">The environment that sessions' own variables are laid over.</param>
/// <param name="Feed">Where new summaries are published.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log; prompts and environment values never go there.</param>
internal sealed record SessionSurroundings(
    SessionTable Store,
    EnrichmentTable Enrichments,
    PriceSettings Prices,
    StorageHealth Health,
    NoticeBoard Notices,
    SpoolFiles Spool,
    ITerminalHolder Holder,
    AgentCatalogue Agents,
    AgentPrograms Programs,
    ViewerColors Colors,
    ImmutableDictionary<string, string> HostEnvironment,
    StateFeed<SessionNews> Feed,
    TimeProvider Time,
    ILogger Logger)
{
    /// <summary>Which session has which conversation.</summary>
    public NativeIds NativeIds { get; } = new();

    /// <summary>Where agents' hooks tell what they are told; null where none are given to agents.</summary>
    public HookFolder? Hooks { get; init; }

    /// <summary>The folders that agents may trust by the user's settings; null for none.</summary>
    public TrustedFolders? Trust { get; init; }

    /// <summary>Where the users are.</summary>
    public UserPresence Presence { get; } = new();
}
