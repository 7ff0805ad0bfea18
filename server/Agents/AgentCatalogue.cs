using System.Collections.Immutable;
using Orchestrator.Agents.Own;
using Orchestrator.Common;

namespace Orchestrator.Agents;

/// <summary>
/// Every agent there is: those the server knows by itself, and the user's own, which their settings describe. Told from
/// memory; what is wrong with the settings the user is told. Any thread may call.
/// </summary>
internal sealed class AgentCatalogue
{
    private const string Subject = "own agents";

    private readonly SettingsFile _settings;
    private readonly NoticeBoard _notices;
    private readonly Lock _gate = new();
    private ImmutableArray<AgentDefinition> _all = BuiltInAgents.All;
    private volatile ImmutableDictionary<string, AgentDefinition> _own = ImmutableDictionary<string, AgentDefinition>.Empty;

    public AgentCatalogue(SettingsFile settings, NoticeBoard notices)
    {
        _settings = settings;
        _notices = notices;
        settings.Changed += Take;
        Take();
    }

    /// <summary>Told when there are other agents than before. Must not throw.</summary>
    public event Action? Changed;

    /// <summary>The built-in agents, and behind them the user's own in the order of the settings.</summary>
    public ImmutableArray<AgentDefinition> All
    {
        get
        {
            lock (_gate) return _all;
        }
    }

    /// <summary>The agent with this id; null when there is none.</summary>
    public AgentDefinition? Find(string id) => BuiltInAgents.Find(id) ?? _own.GetValueOrDefault(id);

    /// <summary>As <see cref="Find"/>, but looks into the settings before it says that there is none.</summary>
    public AgentDefinition? FindAnew(string id)
    {
        if (Find(id) is { } known) return known;
        Refresh();
        return Find(id);
    }

    /// <summary>Reads the settings again.</summary>
    public void Refresh() => _settings.Read();

    private void Take()
    {
        lock (_gate)
        {
            var (agents, problems) = OwnAgents.Read(_settings.Current.Agents);
            _all = [.. BuiltInAgents.All, .. agents];
            _own = agents.ToImmutableDictionary(agent => agent.Id);
            if (problems.IsEmpty) _notices.Resolve(Subject, $"The agents in '{SettingsFile.Name}' are in order again.");
            else _notices.Post(Subject, $"'{SettingsFile.Name}': {string.Join(' ', problems)} Everything else in it is in force.");
        }

        Changed?.Invoke();
    }
}
