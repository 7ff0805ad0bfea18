using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Storage;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Terminals.Holding;

/// <summary>
/// The holder as the host sees it: started when the first program is, found again after a restart of the host, and
/// reached again when only the connection was lost. When it is gone, so are its terminals. Any thread may call.
/// </summary>
internal sealed class HolderClient(StateFolder folder, SpoolFiles spool, TimeProvider time, ILogger<HolderClient> logger) : ITerminalHolder
{
    private static readonly TimeSpan RetryReach = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<long, RemoteTerminal> _terminals = new();
    private readonly ConcurrentDictionary<long, PendingStart> _starts = new();
    private readonly ConcurrentDictionary<TerminalLabel, (RemoteTerminal Terminal, HeldReport Report)> _found = new();
    private readonly AsyncSemaphore _connecting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private volatile HolderPipe? _pipe;
    private Task _receiving = Task.CompletedTask;

    // Known from an earlier connection, and not told of on this one yet. Only who connects uses it.
    private Dictionary<TerminalLabel, RemoteTerminal> _awaited = [];
    private Task _losing = Task.CompletedTask;
    private long _lastRequest;

    /// <summary>What programs print cannot be stored, for this reason; null when it can again.</summary>
    public event Action<string?>? SpoolChanged;

    public bool EndsWithHost => false;

    /// <summary>Process id of the holder; null while there is none.</summary>
    public int? Pid { get; private set; }

    public async Task<ImmutableArray<HeldReport>> FindHeldAsync(CancellationToken cancellationToken)
    {
        using var connecting = await _connecting.EnterAsync(cancellationToken);
        if (!await ReachAsync(cancellationToken)) return [];
        return [.. _found.Values.Select(found => found.Report)];
    }

    public IHeldTerminal Adopt(HeldReport held, ITerminalSink sink, long from)
    {
        if (!_found.TryRemove(held.Label, out var found)) throw new InvalidOperationException("A terminal is adopted once.");
        found.Terminal.Open(sink, from);
        return found.Terminal;
    }

    public async Task<IHeldTerminal> StartAsync(TerminalLabel label, LaunchSpec spec, ITerminalSink sink, CancellationToken cancellationToken)
    {
        var pipe = await EnsureAsync(cancellationToken);
        var request = Interlocked.Increment(ref _lastRequest);
        var start = new PendingStart(label, sink, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _starts[request] = start;
        if (!pipe.Send(new Start(request, label, spec))) Fail(request);
        return await start.Result.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Has the holder started, so that the first program need not wait for it.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => EnsureAsync(cancellationToken);

    /// <summary>Leaves the holder, and all that it holds, to the next host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        // Who connects just now is waited for, so that nothing is left open.
        using (await _connecting.EnterAsync(CancellationToken.None))
            if (_pipe is { } pipe) await pipe.DisposeAsync();
        await _receiving;
        await _losing;
        _closing.Dispose();
    }

    private async Task<HolderPipe> EnsureAsync(CancellationToken cancellationToken)
    {
        using var connecting = await _connecting.EnterAsync(cancellationToken);
        if (_pipe is { } open) return open;
        try
        {
            return await new BackgroundProcess(folder, "hold", time).ConnectAsync(TryConnectAsync, cancellationToken);
        }
        catch (Exception exception) when (exception is HostUnreachableException or StateFolderException or ForeignSocketException or InvalidDataException)
        {
            throw new LaunchFailedException(exception.Message);
        }
    }

    // While some process has the holder's lock there is a holder: one that does not answer is waited for, and what it
    // holds is not given up.
    private async Task<bool> ReachAsync(CancellationToken cancellationToken)
    {
        while (_pipe is null)
        {
            if (await TryConnectAsync(cancellationToken) is not null) return true;
            if (!ProcessLock.IsTaken(folder.HolderLockFile)) return false;
            await Task.Delay(RetryReach, time, cancellationToken);
        }

        return true;
    }

    private async Task<HolderPipe?> TryConnectAsync(CancellationToken cancellationToken)
    {
        if (await HolderHandshake.TryAsync(folder, cancellationToken) is not { } holder) return null;
        var (pipe, pid) = holder;
        try
        {
            var starts = _starts.Keys.ToList();
            await ReadHeldAsync(pipe, cancellationToken);
            (_pipe, Pid) = (pipe, pid);
            // What the connection before has not told was not begun.
            starts.ForEach(Fail);
            foreach (var terminal in _terminals.Values) terminal.Repeat();
            _receiving = ReceiveAsync(pipe);
            return pipe;
        }
        catch (IOException)
        {
            // It went before all was told.
            await pipe.DisposeAsync();
            return null;
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }

    private async Task ReadHeldAsync(HolderPipe pipe, CancellationToken cancellationToken)
    {
        foreach (var terminal in _terminals.Values) _awaited[terminal.Label] = terminal;
        _terminals.Clear();
        while (true)
        {
            // Until all is told, what was not told may be held all the same.
            var message = await pipe.ReceiveAsync(cancellationToken) ?? throw new IOException("The holder has not told all that it holds.");
            if (message is AllTold) break;
            // Output of those told already may come between.
            if (message is Held held) Take(held);
            else Dispatch(message);
        }

        var missing = _awaited.Values.ToList();
        _awaited = [];
        LoseUnderSemaphore(missing);
    }

    private void Take(Held held)
    {
        var report = held.Report;
        var isKnown = _awaited.Remove(report.Label, out var terminal);
        terminal ??= new RemoteTerminal(report.Label, report.Identity, spool, Send);
        _terminals[held.Terminal] = terminal;
        terminal.Bind(held.Terminal);
        terminal.OnGrew(report.End);
        if (report.Exit is { } exit) terminal.OnExited(report.End, exit);
        if (_starts.Where(pending => pending.Value.Label == report.Label).Select(pending => pending.Key).ToList() is [var request])
            Complete(request, terminal);
        else if (!isKnown || _found.ContainsKey(report.Label))
            _found[report.Label] = (terminal, report);
    }

    private async Task ReceiveAsync(HolderPipe pipe)
    {
        await Task.Yield();
        try
        {
            while (await pipe.ReceiveAsync(_closing.Token) is { } message) Dispatch(message);
        }
        catch (Exception exception) when (exception is InvalidDataException or OperationCanceledException)
        {
            // It is left alone; the next connection begins from what it holds then.
            if (!_closing.IsCancellationRequested) logger.LogError(exception, "The holder said something that cannot be understood");
        }

        _pipe = null;
        await pipe.DisposeAsync();
        if (!_closing.IsCancellationRequested) await RecoverAsync();
        if (_pipe is null) FailStarts();
    }

    private async Task RecoverAsync()
    {
        try
        {
            using var connecting = await _connecting.EnterAsync(_closing.Token);
            if (await ReachAsync(_closing.Token)) return;
            Pid = null;
            List<RemoteTerminal> lost = [.. _terminals.Values, .. _awaited.Values];
            _terminals.Clear();
            _awaited.Clear();
            FailStarts();
            LoseUnderSemaphore(lost);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The next host looks for itself.
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The holder cannot be reached any more");
        }
    }

    // Ending what is left of them may take seconds, in which other programs can be started.
    private void LoseUnderSemaphore(List<RemoteTerminal> lost)
    {
        if (lost.Count > 0) logger.LogError("The holder is gone, and with it {Count} terminals", lost.Count);
        foreach (var terminal in lost) terminal.Unbind();
        _losing = Task.WhenAll([_losing, .. lost.Select(LoseAsync)]);
    }

    private async Task LoseAsync(RemoteTerminal terminal)
    {
        await OrphanedProcesses.EndAsync(terminal.Identity, time);
        terminal.OnLost();
    }

    private void Dispatch(HolderMessage message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception exception)
        {
            // Whatever one terminal's receiver does is its own affair; the others' messages come the same way.
            logger.LogError(exception, "A receiver of what the holder says failed");
        }
    }

    private void Handle(HolderMessage message)
    {
        switch (message)
        {
            case Output output: Find(output.Terminal)?.OnOutput(output); break;
            case Grew grew: Find(grew.Terminal)?.OnGrew(grew.End); break;
            case InputTaken taken: Find(taken.Terminal)?.OnInputTaken(taken.Count); break;
            case Exited exited: Find(exited.Terminal)?.OnExited(exited.End, exited.Exit); break;
            case Stopped stopped: Find(stopped.Terminal)?.OnStopped(); break;
            case Started started: Begin(started); break;
            case StartFailed failed when _starts.TryRemove(failed.Request, out var start): start.Result.TrySetException(new LaunchFailedException(failed.Reason)); break;
            case SpoolState state: SpoolChanged?.Invoke(state.Failure); break;
        }
    }

    private void Begin(Started started)
    {
        if (!_starts.TryGetValue(started.Request, out var start)) return;
        var terminal = _terminals[started.Terminal] = new RemoteTerminal(start.Label, started.Identity, spool, Send);
        terminal.Bind(started.Terminal);
        Complete(started.Request, terminal);
    }

    private void Complete(long request, RemoteTerminal terminal)
    {
        if (!_starts.TryRemove(request, out var start)) return;
        terminal.Open(start.Sink, from: 0);
        start.Result.TrySetResult(terminal);
    }

    private RemoteTerminal? Find(long number) => _terminals.GetValueOrDefault(number);

    private bool Send(HolderMessage message)
    {
        if (message is Forget forget) _terminals.TryRemove(forget.Terminal, out _);
        return _pipe?.Send(message) ?? false;
    }

    private void FailStarts()
    {
        foreach (var request in _starts.Keys) Fail(request);
    }

    private void Fail(long request)
    {
        if (_starts.TryRemove(request, out var start))
            start.Result.TrySetException(new LaunchFailedException("The process that holds terminals ended while the program was being started."));
    }

    private sealed record PendingStart(TerminalLabel Label, ITerminalSink Sink, TaskCompletionSource<IHeldTerminal> Result);
}
