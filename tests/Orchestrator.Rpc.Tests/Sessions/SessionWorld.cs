using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Agents.Pricing;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;
using Orchestrator.Storage;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>All that sessions need of a host, on a folder of its own. A second one on the same folder is the next host.</summary>
internal sealed class SessionWorld : IAsyncDisposable
{
    private readonly Store _store;
    private bool _isDisposed;

    public SessionWorld(
        string folder,
        ITerminalHolder? holder = null,
        TimeProvider? time = null,
        string? spoolFolder = null,
        ImmutableDictionary<string, string>? environment = null)
    {
        Time = time ?? TimeProvider.System;
        _store = Orchestrator.Storage.Store.Open(Path.Combine(folder, "orchestrator.db"), Time, NullLoggerFactory.Instance);
        Holder = holder ?? new InProcessHolder(TimeProvider.System, NullLogger<InProcessHolder>.Instance);
        Settings = new SettingsFile(Path.Combine(folder, SettingsFile.Name), Notices);
        Settings.Read();
        Agents = new AgentCatalogue(Settings, Notices);
        Surroundings = new SessionSurroundings(
            Store,
            _store.Enrichments,
            new PriceSettings(Settings, Notices),
            Health,
            Notices,
            new SpoolFiles(spoolFolder ?? Path.Combine(folder, "terminals")),
            Holder,
            Agents,
            new AgentPrograms(Agents, environment ?? TestAgent.Environment),
            Colors,
            environment ?? TestAgent.Environment,
            Feed,
            Time,
            NullLogger.Instance)
        {
            Trust = new TrustedFolders(Settings, Notices),
        };
        Registry = new SessionRegistry(Surroundings);
        Health.Changed += () =>
        {
            if (Health.IsWell) Registry.StoreAgain();
        };
    }

    public StateFeed<SessionNews> Feed { get; } = new();

    public SettingsFile Settings { get; }

    public AgentCatalogue Agents { get; }

    public TimeProvider Time { get; }

    public ViewerColors Colors { get; } = new();

    public DatabaseWriter Writer => _store.Writer;

    public SessionTable Store => _store.Sessions;

    public StorageHealth Health => _store.Health;

    public NoticeBoard Notices { get; } = new();

    public ITerminalHolder Holder { get; }

    public SessionSurroundings Surroundings { get; }

    public SessionRegistry Registry { get; }

    /// <summary>The fact that creates a session which runs <paramref name="command"/>.</summary>
    public static SessionCreated Created(string id, params string[] command) => new(
        TimeProvider.System.GetUtcNow(),
        id,
        new SessionLaunch(
            BuiltInAgents.CommandId,
            "Command",
            AgentDriver.Terminal,
            Path.GetTempPath(),
            ProjectId: null,
            [.. command],
            ImmutableDictionary<string, string>.Empty,
            Prompt: null,
            Model: null,
            PermissionMode: null,
            TerminalSize.Default.Columns,
            TerminalSize.Default.Rows),
        Title: id,
        TitleSource.Default);

    /// <summary>The news of a session that was just created.</summary>
    public static SessionNews News(string id, Func<SessionSummary, SessionSummary> change) =>
        SessionNews.Of(SessionFold.Create(Created(id, "program")), change);

    /// <summary>A session without a process in a phase that has one: a test writes its terminal's log itself.</summary>
    public Session Running(string id, SessionPhase phase = SessionPhase.Detached) =>
        new(SessionFold.Create(Created(id, "none")) with { Phase = phase }, Surroundings);

    public Task<Session> CreateAsync(string id, params string[] command) =>
        Registry.CreateAsync(Created(id, command), CancellationToken.None);

    /// <summary>Completes when the session's state is as wanted, with that state.</summary>
    public async Task<SessionState> StateAsync(Session session, Func<SessionState, bool> isWanted, CancellationToken cancellationToken)
    {
        using var changed = new SemaphoreSlim(0);
        using var reader = Feed.Subscribe(() => changed.Release());
        while (!isWanted(session.State)) await changed.WaitAsync(cancellationToken);
        return session.State;
    }

    public Task<SessionState> PhaseAsync(Session session, SessionPhase phase, CancellationToken cancellationToken) =>
        StateAsync(session, state => state.Phase == phase, cancellationToken);

    /// <summary>Completes when the session's terminal shows <paramref name="text"/>.</summary>
    public static async Task ShownAsync(Session session, string text, CancellationToken cancellationToken)
    {
        using var changed = new SemaphoreSlim(0);
        using var watch = session.Terminal.Log.Watch(() => changed.Release());
        while (!TextOf(session).Contains(text, StringComparison.Ordinal)) await changed.WaitAsync(cancellationToken);
    }

    public static string TextOf(Session session) =>
        Encoding.UTF8.GetString(session.Terminal.Log.ReadTail(TerminalLog.CapacityBytes).Bytes);

    /// <summary>Ends everything as a host does that was told to; again does nothing.</summary>
    public ValueTask DisposeAsync() => EndAsync(isClean: true);

    /// <summary>Ends everything and leaves the database as a host does that was killed.</summary>
    public ValueTask CrashAsync() => EndAsync(isClean: false);

    private async ValueTask EndAsync(bool isClean)
    {
        if (_isDisposed) return;
        _isDisposed = true;
        await Registry.DisposeAsync();
        await Holder.DisposeAsync();
        await _store.CloseAsync(isClean && Registry.IsDurable);
    }
}
