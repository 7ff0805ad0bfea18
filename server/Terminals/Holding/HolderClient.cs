using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Sockets;
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
    private readonly ConcurrentDictionary<TerminalLabel, (long Number, HeldReport Report)> _found = new();
    private readonly AsyncSemaphore _connecting = new(1);
    private readonly CancellationTokenSource _closing = new();
    private volatile HolderPipe? _pipe;
    private Task _receiving = Task.CompletedTask;
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
        var terminal = _terminals[found.Number];
        terminal.Open(sink, from);
        return terminal;
    }

    public async Task<IHeldTerminal> StartAsync(TerminalLabel label, LaunchSpec spec, ITerminalSink sink, CancellationToken cancellationToken)
    {
        var pipe = await EnsureAsync(cancellationToken);
        var request = Interlocked.Increment(ref _lastRequest);
        var start = new PendingStart(label, sink, new(TaskCreationOptions.RunContinuationsAsynchronously));
        _starts[request] = start;
        if (!pipe.Send(new Start(request, label, spec))) FailStarts();
        return await start.Result.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Has the holder started, so that the first program need not wait for it.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => EnsureAsync(cancellationToken);

    /// <summary>Leaves the holder, and all that it holds, to the next host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
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
        catch (HostUnreachableException exception)
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
        HolderPipe? pipe = null;
        try
        {
            pipe = new HolderPipe(new NetworkStream(await LocalSocket.OfHolder(folder).ConnectAsync(cancellationToken), ownsSocket: true));
            pipe.Send(new Hello(HolderCodec.LowestVersion, HolderCodec.HighestVersion, ProductVersion.Current));
            if (await pipe.ReceiveAsync(cancellationToken) is Welcome welcome)
            {
                if (welcome.Version == 0) throw OtherVersion(welcome);
                Pid = welcome.Pid;
                await ReadHeldAsync(pipe, cancellationToken);
                _pipe = pipe;
                _receiving = ReceiveAsync(pipe);
                return pipe;
            }
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // No holder, or one that is just going.
        }
        catch
        {
            if (pipe is not null) await pipe.DisposeAsync();
            throw;
        }

        if (pipe is not null) await pipe.DisposeAsync();
        return null;
    }

    private async Task ReadHeldAsync(HolderPipe pipe, CancellationToken cancellationToken)
    {
        var known = _terminals.Values.ToDictionary(terminal => terminal.Label);
        _terminals.Clear();
        _found.Clear();
        while (await pipe.ReceiveAsync(cancellationToken) is { } message and not AllTold)
        {
            // Output of those told already may come between.
            if (message is not Held held)
            {
                Dispatch(message);
                continue;
            }

            var isKnown = known.Remove(held.Report.Label, out var terminal);
            terminal ??= new RemoteTerminal(held.Report.Label, held.Report.Identity, spool, Send);
            _terminals[held.Terminal] = terminal;
            terminal.Bind(held.Terminal);
            terminal.OnGrew(held.Report.End);
            if (held.Report.Exit is { } exit) terminal.OnExited(held.Report.End, exit);
            if (!isKnown) _found[held.Report.Label] = (held.Terminal, held.Report);
        }

        LoseUnderSemaphore([.. known.Values]);
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
        FailStarts();
        if (!_closing.IsCancellationRequested) await RecoverAsync();
    }

    private async Task RecoverAsync()
    {
        try
        {
            using var connecting = await _connecting.EnterAsync(_closing.Token);
            if (await ReachAsync(_closing.Token)) return;
            Pid = null;
            LoseUnderSemaphore([.. _terminals.Values]);
            _terminals.Clear();
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
        if (!_starts.TryRemove(started.Request, out var start)) return;
        var terminal = _terminals[started.Terminal] = new RemoteTerminal(start.Label, started.Identity, spool, Send);
        terminal.Bind(started.Terminal);
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
        foreach (var request in _starts.Keys)
            if (_starts.TryRemove(request, out var start))
                start.Result.TrySetException(new LaunchFailedException("The process that holds terminals ended while the program was being started."));
    }

    private static HostUnreachableException OtherVersion(Welcome welcome) => new(
        $"Sessions are held by orchestrator {welcome.Product}, with which this one ({ProductVersion.Current}) cannot speak. "
        + "Stop those sessions with that version, or set ORCHESTRATOR_HOME to another folder.");

    private sealed record PendingStart(TerminalLabel Label, ITerminalSink Sink, TaskCompletionSource<IHeldTerminal> Result);
}
