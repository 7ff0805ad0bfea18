using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Rpc;
using Orchestrator.Sessions;
using Orchestrator.Storage;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;
using Orchestrator.Workspaces;

namespace Orchestrator.Hosting;

/// <summary>The composition root: builds everything a host consists of, and takes it down in the reverse order.</summary>
internal sealed class HostRuntime : IAsyncDisposable
{
    private readonly Store _store;
    private readonly NoticeBoard _notices = new();
    private readonly InProcessHolder _holder;
    private readonly CancellationTokenSource _shutdown = new();
    private Task _warmingUp = Task.CompletedTask;
    private int _isShutdownWanted;

    private HostRuntime(StateFolder folder, ILoggerFactory loggers, TimeProvider time)
    {
        Folder = folder;
        Loggers = loggers;
        Time = time;
        _store = Store.Open(folder.DatabaseFile, time, loggers);
        _holder = new InProcessHolder(loggers.CreateLogger<InProcessHolder>());
        var environment = AgentEnvironment.OfThisProcess();
        var programs = new AgentPrograms(environment);
        programs.Refresh();
        var colors = new ViewerColors();
        // Clients of an earlier host compare revisions too; no host makes a thousand changes a second all its life.
        var feed = new StateFeed<SessionSummary>(time.GetUtcNow().ToUnixTimeMilliseconds());
        var sessions = new SessionRegistry(new SessionSurroundings(
            _store.Sessions,
            _store.Health,
            _notices,
            new SpoolFiles(folder.TerminalFolder),
            _holder,
            programs,
            colors,
            environment,
            feed,
            time,
            loggers.CreateLogger<Session>()));
        var projects = new ProjectRegistry(_store.Projects, time);
        projects.Load();
        Services = new HostServices(
            new HostIdentity(Guid.NewGuid().ToString("N"), ProductVersion.Current, time.GetUtcNow()),
            sessions,
            feed,
            projects,
            programs,
            colors,
            _store.Writer,
            _notices,
            Shutdown,
            time,
            loggers);
        StorageNotices.Tell(_store.SetAside, _notices);
        _store.Health.Changed += OnHealthChanged;
    }

    public StateFolder Folder { get; }

    public ILoggerFactory Loggers { get; }

    public TimeProvider Time { get; }

    public HostServices Services { get; }

    public ConnectionRegistry Connections { get; } = new();

    /// <summary>Cancelled when the host is to end now.</summary>
    public CancellationToken ShutdownToken => _shutdown.Token;

    /// <summary>Builds a host and reads its state. The caller holds the folder's lock.</summary>
    public static async Task<HostRuntime> StartAsync(
        StateFolder folder, ILoggerFactory loggers, TimeProvider time, CancellationToken cancellationToken)
    {
        var host = new HostRuntime(folder, loggers, time);
        await host.Services.Sessions.LoadAsync(cancellationToken);
        host._warmingUp = host.WarmUpAsync();
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
        await _warmingUp;
        await Services.Sessions.StopAllAsync();
        await Services.Sessions.StoreLastAsync();
        await Services.Sessions.DisposeAsync();
        await _holder.DisposeAsync();
        Services.Projects.Dispose();
        await _store.CloseAsync(Services.Sessions.IsDurable);
        _shutdown.Dispose();
    }

    private async Task WarmUpAsync()
    {
        await Task.Yield();
        WarmUp.Run(Time.GetUtcNow());
    }

    private void OnHealthChanged()
    {
        StorageNotices.Tell(_store.Health.Trouble, Path.GetFileName(Folder.Root), _notices);
        if (_store.Health.IsWell) Services.Sessions.StoreAgain();
    }
}
