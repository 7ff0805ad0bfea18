using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Storage;
using static Orchestrator.Terminals.Holding.HolderMessage;

namespace Orchestrator.Terminals.Holding;

/// <summary>
/// The holder: keeps terminals and their programs while hosts come and go, and serves one host at a time, the one that
/// came last. It has no rules; it ends when it holds nothing and no host is there.
/// </summary>
internal sealed class HolderServer(StateFolder folder, InProcessHolder programs, TimeProvider time, ILogger<HolderServer> logger)
{
    // The next host comes within this when the one before was replaced; later it starts a holder of its own.
    public static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAccept = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<long, SpooledTerminal> _terminals = new();
    private readonly SpoolFiles _files = new(folder.TerminalFolder);
    private readonly HolderSpoolHealth _health = new();
    private readonly AsyncAutoResetEvent _changed = new();
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private HolderPipe? _host;
    private TimeSpan _hostGoneAt = time.Elapsed();
    private long _lastNumber;

    /// <summary>Serves until nothing is left to hold, or cancelled. Only the owner of the holder's lock may call.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        programs.RoundBegins += Hold;
        programs.RoundEnds += Release;
        using var listener = LocalSocket.OfHolder(folder).Listen();
        var idle = EndWhenIdleAsync(end);
        while (await AcceptAsync(listener, end.Token) is { } socket) Join(ServeAsync(socket, end.Token));
        await end.CancelAsync();
        await idle;
        await Task.WhenAll(_running.Keys);
        programs.RoundBegins -= Hold;
        programs.RoundEnds -= Release;
    }

    private async Task<Socket?> AcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                return await listener.AcceptAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (SocketException exception)
            {
                // Descriptors are short for now, or the caller has left: no reason to end every program.
                logger.LogWarning(exception, "A host could not be accepted");
                await Task.Delay(RetryAccept, time, CancellationToken.None);
            }
        }

        return null;
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var owned = socket;
        if (!PeerIdentity.IsSameUser(socket)) return;
        await using var pipe = new HolderPipe(new NetworkStream(socket));
        try
        {
            if (await pipe.ReceiveAsync(cancellationToken) is not Hello hello) return;
            var version = Math.Min(hello.Highest, HolderCodec.HighestVersion);
            var isCommon = version >= Math.Max(hello.Lowest, HolderCodec.LowestVersion);
            pipe.Send(new Welcome(isCommon ? version : 0, ProductVersion.Current, Environment.ProcessId));
            logger.LogInformation("Host {Product} is here, protocol {Version}", hello.Product, isCommon ? version : 0);
            if (!isCommon)
            {
                // It reads the answer and leaves.
                await pipe.ReceiveAsync(cancellationToken);
                return;
            }

            Attach(pipe);
            while (await pipe.ReceiveAsync(cancellationToken) is { } message) Handle(pipe, message);
        }
        catch (Exception exception) when (exception is InvalidDataException or OperationCanceledException)
        {
            // The programs go on; the next host finds them.
            logger.LogWarning(exception, "The connection to a host ends");
        }
        finally
        {
            Detach(pipe);
        }
    }

    // A round that began with another host is of no concern: it is not held, or it is closed.
    private void Hold() => Host?.Hold();

    private void Release() => Host?.Release();

    private HolderPipe? Host
    {
        get
        {
            lock (_gate) return _host;
        }
    }

    private void Attach(HolderPipe pipe)
    {
        lock (_gate)
        {
            var away = _host is null ? time.Elapsed() - _hostGoneAt : TimeSpan.Zero;
            _host = pipe;
            pipe.Drained += () =>
            {
                foreach (var terminal in _terminals.Values) terminal.TellDropped();
            };
            foreach (var terminal in _terminals.Values) terminal.Attach(pipe, away);
            pipe.Send(new AllTold());
            _health.Attach(pipe);
        }

        _changed.Set();
    }

    private void Detach(HolderPipe pipe)
    {
        foreach (var terminal in _terminals.Values) terminal.Detach(pipe);
        lock (_gate)
        {
            if (_host != pipe) return;
            _host = null;
            _hostGoneAt = time.Elapsed();
            _health.Detach();
        }

        _changed.Set();
    }

    private void Handle(HolderPipe pipe, HolderMessage message)
    {
        switch (message)
        {
            case Start start: Begin(pipe, start); break;
            case Input input: Find(input.Terminal)?.Write(input); break;
            case Submit submit: Find(submit.Terminal)?.Submit(submit); break;
            case Resize resize: Find(resize.Terminal)?.Resize(resize); break;
            case Interrupt interrupt: Find(interrupt.Terminal)?.Program.Interrupt(); break;
            case Stop stop when Find(stop.Terminal) is { } terminal: Join(StopAsync(pipe, terminal, stop.Grace)); break;
            case Forget forget: Remove(forget.Terminal); break;
        }
    }

    private void Begin(HolderPipe pipe, Start start)
    {
        // No other host can come meanwhile: the next one is told of all that runs. For a host that another one has
        // replaced nothing is started, because that one believes to know what runs.
        lock (_gate)
        {
            if (_host != pipe) return;
            var terminal = new SpooledTerminal(++_lastNumber, start.Label, start.Spec.Size, _files, time, _health.Note);
            terminal.Ended += _changed.Set;
            try
            {
                terminal.Program = programs.Start(start.Spec, terminal);
            }
            catch (LaunchFailedException exception)
            {
                pipe.Send(new StartFailed(start.Request, exception.Message));
                return;
            }

            _terminals[terminal.Number] = terminal;
            terminal.Begin(start.Request, pipe);
        }
    }

    private static async Task StopAsync(HolderPipe pipe, SpooledTerminal terminal, StopGrace grace)
    {
        await terminal.Program.StopAsync(grace);
        pipe.Send(new Stopped(terminal.Number));
    }

    private SpooledTerminal? Find(long number) => _terminals.GetValueOrDefault(number);

    private void Remove(long number)
    {
        if (Find(number) is { HasEnded: true }) _terminals.TryRemove(number, out _);
        _changed.Set();
    }

    private async Task EndWhenIdleAsync(CancellationTokenSource end)
    {
        try
        {
            // That nothing changed is not enough: it may have begun to hold something just before that.
            do
                while (!IsIdle) await _changed.WaitAsync(end.Token);
            while (await _changed.IsSetWithinAsync(LongestIdle, time, end.Token) || !IsIdle);
            logger.LogInformation("Nothing is held any more");
            await end.CancelAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It ends for another reason.
        }
    }

    private bool IsIdle
    {
        get
        {
            lock (_gate) return _host is null && _terminals.Values.All(terminal => terminal.HasEnded);
        }
    }

    private void Join(Task running)
    {
        _running[running] = 0;
        _ = running.ContinueWith(
            done =>
            {
                if (done.Exception is { } fault) logger.LogError(fault, "The holder failed at something");
                _running.TryRemove(done, out _);
                _changed.Set();
            },
            TaskScheduler.Default);
    }
}
