using System.IO.Pipelines;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Multiplexing;
using Orchestrator.Rpc.Targets;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals;
using StreamJsonRpc;
using StreamJsonRpc.Protocol;

namespace Orchestrator.Rpc;

/// <summary>
/// One client from its first byte to its last: builds what serves it, and takes all of it down again however the
/// connection ends. Sessions do not notice.
/// </summary>
internal sealed class ClientConnection : System.IAsyncDisposable
{
    /// <summary>Sessions that receive content at once, until the client asks for another limit.</summary>
    private const int LiveSessions = 4;

    /// <summary>Terminal bytes sent beyond the last acknowledgement.</summary>
    private const int WindowBytes = 256 * 1024;

    /// <summary>A connection that never says what it is must not stay for ever.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ParentCheck = TimeSpan.FromMilliseconds(500);

    private readonly HostServices _host;
    private readonly ConnectionLifecycle _lifecycle = new();
    private readonly RequestBudget _budget = new();
    private readonly ClientIdentity _client = new();
    private readonly LargeAnswers _answers = new();
    private readonly AsyncAutoResetEvent _wake = new();
    private readonly TaskCompletionSource _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LiveSet _live;
    private readonly MultiplexedClient? _channels;
    private readonly ILogger _logger;
    private AttentionLane? _attention;
    private OutboundPump? _pump;
    private IDisposable? _notices;

    /// <param name="host">What every connection shares.</param>
    /// <param name="id">Number of the connection.</param>
    /// <param name="channels">The channels that terminal output travels on; null for frames among the others.</param>
    public ClientConnection(HostServices host, long id, MultiplexedClient? channels = null)
    {
        _host = host;
        Id = id;
        _channels = channels;
        _live = new LiveSet(LiveSessions, (IOutputCarrier?)channels ?? new FramedOutput(WindowBytes), host.Traffic, host.Time, _wake.Set);
        _logger = host.Loggers.CreateLogger<ClientConnection>();
    }

    /// <summary>Number of the connection since the host's start.</summary>
    public long Id { get; }

    /// <summary>How much the client wants to be told of the traffic.</summary>
    public TraceLevel Trace { get; set; }

    /// <summary>Bounds in force for the connection.</summary>
    public ServerLimits Limits => new(_live.Limit, WindowBytes, GuardedMessageHandler.MaxMessageBytes, Screens.Screen.ScrollbackLines);

    /// <summary>Serves the client until it leaves; answers the exit code its relay ends with.</summary>
    public async Task<int> RunAsync(
        PipeReader input, PipeWriter output, ConnectionRegistry connections, CancellationToken cancellationToken)
    {
        var handler = new GuardedMessageHandler(output, input, _lifecycle, _budget, OnWritten, _host.Time, _logger);
        // Made before the RPC connection, so that it outlives its last event.
        using var end = new CancellationTokenSource();
        using var rpc = new ClientRpc(handler, _lifecycle, _budget, TellTrace, _host.Time, _logger)
        {
            // What still waits for its turn would be answered to nobody.
            CancelLocallyInvokedMethodsWhenConnectionIsClosed = true,
        };
        Serve(rpc, connections);
        connections.Add(this);
        rpc.Disconnected += (_, _) => end.Cancel();
        // The host stops: what it was asked before, such as to stop, is still answered.
        await using var stop = cancellationToken.Register(End);
        try
        {
            rpc.StartListening();
            await Task.WhenAll(PumpAsync(rpc, end), WatchExitAsync(end), WatchParentAsync(end), WatchSilenceAsync(end));
        }
        finally
        {
            connections.Remove(this);
        }

        _logger.LogInformation("Connection {Connection} ended with exit code {ExitCode}", Id, _lifecycle.ExitCode);
        return _lifecycle.ExitCode;
    }

    /// <summary>The client said what it is: from here on no change of a session is missed.</summary>
    public void Subscribe()
    {
        Trace = _client.Params?.Trace ?? TraceLevel.Off;
        var attention = _attention = new AttentionLane(_host.Feed, Id, _host.Traffic, _host.Time, _wake.Set);
        _live.Answer = make => attention.Answer(make, result => result.Attention);
        _pump = new OutboundPump(attention, _live, _wake, _host.Time);
        _known.TrySetResult();
    }

    /// <summary>The client is ready for notifications.</summary>
    public void Begin()
    {
        if (!_begun.TrySetResult()) return;
        _host.Sessions.Presence.Join(Id);
        _notices = _host.Notices.Subscribe(notice => _pump?.Post(ClientNotifications.LogMessage, new LogMessageParams((int)notice.Level, notice.Text)));
    }

    /// <summary>Changes how many sessions receive content at once.</summary>
    public Task ChangeLiveLimitAsync(int limit, CancellationToken cancellationToken) => _live.ChangeLimitAsync(limit, cancellationToken);

    /// <summary>Ends the connection once what was asked before is answered.</summary>
    public void End() => _exit.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        _host.Sessions.Presence.Leave(Id);
        _notices?.Dispose();
        _pump?.Dispose();
        await _live.DisposeAsync();
        _answers.Dispose();
        _budget.Dispose();
    }

    /// <summary>Makes an answer that tells requests, and has what was told of them before leave first.</summary>
    public async Task<T> AnswerAsync<T>(Func<T> make, Func<T, IEnumerable<AttentionRequest>> requestsOf, CancellationToken cancellationToken)
        where T : class
    {
        var answer = _attention!.Answer(make, requestsOf);
        await SettleAsync(cancellationToken);
        return answer;
    }

    /// <summary>Completes when what the attention lane has told has left.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) => _pump!.SettleAsync(cancellationToken);

    /// <summary>The connection as <c>host/status</c> tells it.</summary>
    public ConnectionStatus Status(bool isCaller) => new(
        Id, [.. _live.Ids], isCaller, _live.Limit, [.. _live.Status], _client.Params?.ClientInfo);

    /// <summary>The connection's bounded queues.</summary>
    public IEnumerable<QueueStatus> Queues() =>
    [
        new QueueStatus($"requests/{Id}", _budget.UnderWay, 0, RequestBudget.MaxRequests),
        new QueueStatus($"messages/{Id}", _pump?.WaitingMessages ?? 0, 0, OutboundPump.MaxMessages),
        .. _channels is null ? [] : new[] { new QueueStatus($"channels/{Id}", _channels.OpenChannels, 0, MultiplexedClient.MaxOpenChannels) },
    ];

    private void Serve(ClientRpc rpc, ConnectionRegistry connections)
    {
        var creation = new SessionCreation(_host.Agents, _host.Programs, _host.Projects, _host.Time);
        rpc.Serve<ILifecycleService>(new LifecycleTarget(this, _host.Identity, _client, _host.Colors));
        rpc.Serve<IAgentService>(new AgentTarget(_host.Agents, _host.Programs, _host.Versions, _host.Time));
        rpc.Serve<IProjectService>(new ProjectTarget(_host.Projects, _host.Agents));
        var user = new ConnectionUser(_host.Sessions, Id, _client);
        rpc.Serve<ISessionService>(new SessionTarget(_host.Sessions, new SessionListing(_host.Feed), creation, _live, _answers, this, user));
        rpc.Serve<IAttentionService>(new AttentionTarget(_host.Sessions, _answers, this, user));
        rpc.Serve<ITerminalService>(new TerminalTarget(_host.Sessions, _live, _answers, user));
        rpc.Serve<IHostService>(new HostTarget(_host, connections, this));
    }

    private void OnWritten(JsonRpcMessage message)
    {
        if (message is not JsonRpcResult answer) return;
        if (answer.Result is RevealResult result) _live.Start(result);
        _attention?.Resume(answer.Result);
        _answers.OnSent(answer.Result);
    }

    private void TellTrace(string method, TimeSpan took)
    {
        if (Trace is TraceLevel.Messages or TraceLevel.Verbose)
        {
            _pump?.Post(ClientNotifications.LogTrace, new LogTraceParams(
                $"Handled '{method}'.", Trace == TraceLevel.Verbose ? $"It took {took.TotalMilliseconds:0.0} ms." : null));
        }
    }

    private Task PumpAsync(ClientRpc rpc, CancellationTokenSource end) => UntilEndAsync(end, async () =>
    {
        await _begun.Task.WaitAsync(end.Token);
        await _pump!.RunAsync(rpc, end.Token);
    });

    private Task WatchExitAsync(CancellationTokenSource end) => UntilEndAsync(end, async () =>
    {
        await _exit.Task.WaitAsync(end.Token);
        await _budget.WaitUntilEmptyAsync(GuardedMessageHandler.LastAnswers, _host.Time);
    });

    private Task WatchParentAsync(CancellationTokenSource end) => UntilEndAsync(end, async () =>
    {
        await _known.Task.WaitAsync(end.Token);
        if (_client.Params?.ProcessId is { } pid)
        {
            using var timer = new PeriodicTimer(ParentCheck, _host.Time);
            var parent = ProcessProbe.Identify(pid);
            while (parent is not null && ProcessProbe.Check(parent) != ProcessPresence.Gone) await timer.WaitForNextTickAsync(end.Token);
            _logger.LogInformation("Connection {Connection} ends: its client's process {Process} is gone", Id, pid);
            End();
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, _host.Time, end.Token);
    });

    private Task WatchSilenceAsync(CancellationTokenSource end) => UntilEndAsync(end, async () =>
    {
        await Task.Delay(LongestSilence, _host.Time, end.Token);
        if (_lifecycle.IsNew) _logger.LogWarning("Connection {Connection} ends: it never sent 'initialize'", Id);
        else await Task.Delay(Timeout.InfiniteTimeSpan, _host.Time, end.Token);
    });

    // Whatever ends first ends the connection, and with it the others.
    private async Task UntilEndAsync(CancellationTokenSource end, Func<Task> watchAsync)
    {
        try
        {
            await watchAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The connection ended first.
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or ConnectionLostException)
        {
            // The client went while something was sent to it.
            _logger.LogDebug(exception, "Connection {Connection} was lost", Id);
        }
        finally
        {
            await end.CancelAsync();
        }
    }
}
