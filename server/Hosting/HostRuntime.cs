using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.Pricing;
using Orchestrator.Agents.Versions;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Rpc;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Enrichment;
using Orchestrator.Storage;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;
using Orchestrator.Terminals.Holding;
using Orchestrator.Workspaces;

namespace Orchestrator.Hosting;

/// <summary>The composition root: builds everything a host consists of, and takes it down in the reverse order.</summary>
internal sealed class HostRuntime : IAsyncDisposable
{
    private static readonly TimeSpan HolderDelay = TimeSpan.FromMilliseconds(300);

    private readonly Store _store;
    private readonly NoticeBoard _notices = new();
    private readonly SettingsFile _settings;
    private readonly ITerminalHolder _holder;
    private readonly CancellationTokenSource _shutdown = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Enricher _enricher;
    private Task _warmingUp = Task.CompletedTask;
    private Task _governing = Task.CompletedTask;
    private Task _enriching = Task.CompletedTask;
    private int _isShutdownWanted;

    private HostRuntime(StateFolder folder, ITerminalHolder holder, SpoolFiles spool, ILoggerFactory loggers, TimeProvider time)
    {
        Folder = folder;
        Loggers = loggers;
        Time = time;
        _store = Store.Open(folder.DatabaseFile, time, loggers);
        _holder = holder;
        var environment = AgentEnvironment.OfThisProcess();
        _settings = new SettingsFile(Path.Combine(folder.Root, SettingsFile.Name), _notices);
        // Before the stored sessions are read: some may be of the user's own agents.
        _settings.Read();
        var agents = new AgentCatalogue(_settings, _notices);
        var programs = new AgentPrograms(agents, environment);
        agents.Changed += programs.Refresh;
        programs.Refresh();
        var colors = new ViewerColors();
        // Clients of an earlier host compare revisions too; no host makes a thousand changes a second all its life.
        var feed = new StateFeed<SessionNews>(time.GetUtcNow().ToUnixTimeMilliseconds());
        var surroundings = new SessionSurroundings(
            _store.Sessions,
            _store.Enrichments,
            new PriceSettings(_settings, _notices),
            _store.Health,
            _notices,
            spool,
            _holder,
            agents,
            programs,
            colors,
            environment,
            feed,
            time,
            loggers.CreateLogger<Session>())
        {
            Hooks = Hooks(folder, loggers),
            Trust = new TrustedFolders(_settings, _notices),
        };
        var sessions = new SessionRegistry(surroundings);
        _enricher = new Enricher(sessions, surroundings);
        var projects = new ProjectRegistry(_store.Projects, time);
        projects.Load();
        Services = new HostServices(
            new HostIdentity(Guid.NewGuid().ToString("N"), ProductVersion.Current, time.GetUtcNow()),
            sessions,
            feed,
            projects,
            agents,
            programs,
            Versions(programs, environment),
            colors,
            new TrafficCounters(),
            _store.Writer,
            _notices,
            () => (_holder as HolderClient)?.Pid,
            Shutdown,
            time,
            loggers);
        StorageNotices.Tell(_store.SetAside, _notices);
        _store.Health.Changed += OnHealthChanged;
        if (holder is HolderClient client) client.SpoolChanged += OnSpoolChanged;
    }

    public StateFolder Folder { get; }

    public ILoggerFactory Loggers { get; }

    public TimeProvider Time { get; }

    public HostServices Services { get; }

    public ConnectionRegistry Connections { get; } = new();

    /// <summary>Cancelled when the host is to end now.</summary>
    public CancellationToken ShutdownToken => _shutdown.Token;

    /// <summary>Builds a host and reads its state. The caller holds the folder's lock.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="isEmbedded">True to hold the terminals in this process, which then end with it.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HostRuntime> StartAsync(
        StateFolder folder, bool isEmbedded, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var spool = new SpoolFiles(folder.TerminalFolder);
        ITerminalHolder holder = isEmbedded
            ? new InProcessHolder(time, loggers.CreateLogger<InProcessHolder>())
            : new HolderClient(folder, spool, time, loggers.CreateLogger<HolderClient>());
        var host = new HostRuntime(folder, holder, spool, loggers, time);
        await host.Services.Sessions.LoadAsync(cancellationToken);
        host._warmingUp = host.WarmUpAsync();
        host._governing = host.GovernAsync();
        host._enriching = host._enricher.RunAsync(host._ending.Token);
        return host;
    }

    /// <summary>True when the host was asked to end as soon as no session runs.</summary>
    public bool IsShutdownWanted => Volatile.Read(ref _isShutdownWanted) == 1;

    /// <summary>Asks the host to end.</summary>
    public void Shutdown(ShutdownMode mode)
    {
        Volatile.Write(ref _isShutdownWanted, 1);
        if (mode == ShutdownMode.Now || !Services.Sessions.HasRunning) _shutdown.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_warmingUp, _governing, _enriching);
        _enricher.Dispose();
        if (_holder.EndsWithHost) await Services.Sessions.StopAllAsync();
        await Services.Sessions.StoreLastAsync();
        await Services.Sessions.DisposeAsync();
        await Services.Versions.DisposeAsync();
        await _holder.DisposeAsync();
        Services.Projects.Dispose();
        await _store.CloseAsync(Services.Sessions.IsDurable);
        _shutdown.Dispose();
        _ending.Dispose();
    }

    // Without hooks less is known of some agents, and everything else works.
    private static HookFolder? Hooks(StateFolder folder, ILoggerFactory loggers)
    {
        var program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "orchestrator.exe" : "orchestrator");
        if (!File.Exists(program)) return null;
        try
        {
            Directory.CreateDirectory(folder.HookFolder);
            return new HookFolder(folder.HookFolder, program, LocalSocket.OfHost(folder).Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            loggers.CreateLogger<HostRuntime>().LogWarning(exception, "Agents are given no hooks");
            return null;
        }
    }

    private async Task WarmUpAsync()
    {
        await Task.Yield();
        WarmUp.Run(Time.GetUtcNow());
        if (_holder is HolderClient holder) await PrepareAsync(holder);
        Services.Versions.Prepare();
    }

    private async Task PrepareAsync(HolderClient holder)
    {
        try
        {
            // The client that had this host started waits for its list first; nothing depends on the pause.
            await Task.Delay(HolderDelay, Time, _ending.Token);
            await holder.PrepareAsync(_ending.Token);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The host ends before anybody needed one.
        }
        catch (LaunchFailedException exception)
        {
            // The first session tries again, and tells its user.
            Loggers.CreateLogger<HostRuntime>().LogWarning(exception, "The holder of the terminals could not be started");
        }
    }

    private AgentVersions Versions(AgentPrograms programs, ImmutableDictionary<string, string> environment)
    {
        var logger = Loggers.CreateLogger<AgentVersions>();
        var probe = new VersionProbe(environment, Time, logger);
        return new AgentVersions(() => programs.BuiltInPaths, probe.AskAsync, new AgentVersionFile(Path.Combine(Folder.Root, AgentVersionFile.Name), logger), logger);
    }

    private Task GovernAsync() => new SessionGovernor(
        _settings, Services.Agents, () => Services.Sessions.All, Time, Loggers.CreateLogger<SessionGovernor>()).RunAsync(_ending.Token);

    private void OnSpoolChanged(string? failure)
    {
        const string Subject = "output of sessions";
        if (failure is null) _notices.Resolve(Subject, "What sessions print is stored again.");
        else _notices.Post(Subject, $"What sessions print cannot be stored, and is shown to those who look, but a crash would lose it: {failure}");
    }

    private void OnHealthChanged()
    {
        StorageNotices.Tell(_store.Health.Trouble, Path.GetFileName(Folder.Root), _notices);
        if (_store.Health.IsWell) Services.Sessions.StoreAgain();
    }
}
