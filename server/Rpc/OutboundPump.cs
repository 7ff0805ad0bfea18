using System.Collections.Concurrent;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Subscriptions;
using StreamJsonRpc;

namespace Orchestrator.Rpc;

/// <summary>
/// Sends a connection's notifications, one at a time, each only after the one before has left. The RPC library queues
/// writes without bound; so nothing is handed to it before it can go, and what waits here is a position (states and
/// bytes) or bounded (messages). A client that never reads stops its own pump and nothing else.
/// </summary>
internal sealed class OutboundPump : IDisposable
{
    /// <summary>Most log lines waiting for one client; the oldest goes first.</summary>
    public const int MaxMessages = 256;

    // As much as the windows of all live sessions hold, twice.
    private const int MaxContentBeforeSummary = 64;

    private readonly AsyncAutoResetEvent _wake;
    private readonly AttentionLane _attention;
    private readonly LiveSet _live;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<(string Method, object Params)> _messages = new();
    private readonly AsyncSemaphore _sending = new(1);

    public OutboundPump(AttentionLane attention, LiveSet live, AsyncAutoResetEvent wake, TimeProvider time)
    {
        _attention = attention;
        _live = live;
        _wake = wake;
        _time = time;
    }

    /// <summary>Messages waiting to be sent.</summary>
    public int WaitingMessages => _messages.Count;

    /// <summary>Adds a line for the client's log; never waits.</summary>
    public void Post(string method, object parameters)
    {
        _messages.Enqueue((method, parameters));
        while (_messages.Count > MaxMessages) _messages.TryDequeue(out _);
        _wake.Set();
    }

    /// <summary>Sends until the connection ends.</summary>
    public async Task RunAsync(JsonRpc rpc, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (await SendNextAsync(rpc, cancellationToken))
            {
                // The next thing is looked for again from the most urgent on.
            }

            await WaitAsync(cancellationToken);
        }
    }

    /// <summary>Completes when what was taken from the attention lane before has left: an answer made since then comes behind it.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        using var turn = await _sending.EnterAsync(cancellationToken);
    }

    public void Dispose()
    {
        _attention.Dispose();
        _sending.Dispose();
    }

    private async Task<bool> SendNextAsync(JsonRpc rpc, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_messages.TryDequeue(out var message))
        {
            await SendAsync(rpc, message.Method, message.Params, cancellationToken);
            return true;
        }

        return await SendAttentionAsync(rpc, cancellationToken) || await SendContentAsync(rpc, cancellationToken);
    }

    private async Task<bool> SendContentAsync(JsonRpc rpc, CancellationToken cancellationToken)
    {
        // Taking and sending are one step, so that no reveal comes between them.
        using var gate = await _live.Gate.EnterAsync(cancellationToken);
        if (_live.Take() is not { } frame) return false;
        if (frame is CarriedFrame) return true;
        if (frame is ResyncFrame resync) _attention.Tell(resync.Result.Attention);
        var (method, parameters) = ToWire(frame);
        await SendAsync(rpc, method, parameters, cancellationToken);
        return true;
    }

    private async Task<bool> SendAttentionAsync(JsonRpc rpc, CancellationToken cancellationToken)
    {
        LaneFrame? frame;
        using (await _sending.EnterAsync(cancellationToken))
        {
            frame = _attention.Take();
            if (frame is null) return false;
            if (frame is SessionsFrame) await CatchUpAsync(rpc, cancellationToken);
            var (method, parameters) = ToWire(frame);
            await SendAsync(rpc, method, parameters, cancellationToken);
        }

        if (frame is SessionsFrame { Params: { Removed.IsEmpty: false } changes }) await ForgetAsync(changes, cancellationToken);
        return true;
    }

    // What a session shows at the end of a turn comes before the summary that says so. A reader that is behind has its
    // window full, and a flood is cut off: neither holds the summary up.
    private async Task CatchUpAsync(JsonRpc rpc, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < MaxContentBeforeSummary && await SendContentAsync(rpc, cancellationToken);) sent++;
    }

    private async Task ForgetAsync(SessionsChangedParams changes, CancellationToken cancellationToken)
    {
        using var gate = await _live.Gate.EnterAsync(cancellationToken);
        foreach (var sessionId in changes.Removed) _live.Forget(sessionId);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var due = new[] { _attention.DueAt, _live.DueAt }.Min();
        if (due is null)
        {
            await _wake.WaitAsync(cancellationToken);
            return;
        }

        var delay = due.Value - _time.Elapsed();
        if (delay <= TimeSpan.Zero) return;
        using var timeout = new CancellationTokenSource(delay, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _wake.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has come for what waited for it.
        }
    }

    // A client that does not read lets a write wait for ever; only the end of the connection ends that.
    private static Task SendAsync(JsonRpc rpc, string method, object parameters, CancellationToken cancellationToken) =>
        rpc.NotifyWithParameterObjectAsync(method, parameters).WaitAsync(cancellationToken);

    private static (string Method, object Params) ToWire(LaneFrame frame) => frame switch
    {
        SessionsFrame sessions => (ClientNotifications.SessionsChanged, sessions.Params),
        RequestedFrame requested => (ClientNotifications.AttentionRequested, requested.Params),
        ResolvedFrame resolved => (ClientNotifications.AttentionResolved, resolved.Params),
        _ => throw new InvalidOperationException($"No notification for {frame.GetType().Name}."),
    };

    private static (string Method, object Params) ToWire(ContentFrame frame) => frame switch
    {
        OutputFrame output => (ClientNotifications.TerminalOutput, new TerminalOutputParams(output.SessionId, output.Epoch, output.Offset, output.Data)),
        ResyncFrame resync => (ClientNotifications.SessionResync, new SessionResyncParams(resync.SessionId, resync.Reason, resync.Result)),
        GradedFrame graded => (ClientNotifications.SessionGraded, new SessionGradedParams(graded.SessionId, graded.Grade)),
        ResizedFrame resized => (ClientNotifications.TerminalResized, new TerminalResizedParams(resized.SessionId, resized.Columns, resized.Rows, resized.Epoch, resized.Offset)),
        ExitedFrame exited => (ClientNotifications.TerminalExited, new TerminalExitedParams(exited.SessionId, exited.Epoch, exited.Offset, exited.ExitCode, exited.Signal)),
        EvictedFrame evicted => (ClientNotifications.SessionEvicted, new SessionEvictedParams(evicted.SessionId, evicted.Reason)),
        _ => throw new InvalidOperationException($"No notification for {frame.GetType().Name}."),
    };
}
