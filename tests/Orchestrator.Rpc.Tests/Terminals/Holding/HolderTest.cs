using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Storage;
using Orchestrator.Terminals.Holding;

namespace Orchestrator.Rpc.Tests.Terminals.Holding;

/// <summary>A holder in this process, on a state folder of its own, and hosts that come and go.</summary>
public abstract class HolderTest : FolderTest
{
    private readonly CancellationTokenSource _end = new();
    private readonly List<HolderClient> _hosts = [];
    private InProcessHolder? _programs;
    private ProcessLock? _lock;
    private int _lastId;

    protected HolderTest()
    {
        State = StateFolder.Open(Path.Combine(Folder, "state"));
        Spool = new SpoolFiles(State.TerminalFolder);
    }

    internal StateFolder State { get; }

    internal SpoolFiles Spool { get; }

    /// <summary>Completes when the holder has ended by itself, or was cancelled.</summary>
    internal Task Running { get; private set; } = Task.CompletedTask;

    [TestInitialize]
    public void StartHolder() => StartHolder(TimeProvider.System);

    [TestCleanup]
    public async Task EndAll()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await EndHolderAsync();
        _end.Dispose();
    }

    /// <summary>As the holder's process does at its start.</summary>
    internal void StartHolder(TimeProvider time)
    {
        _lock ??= ProcessLock.TryTake(State.HolderLockFile);
        _programs = new InProcessHolder(TimeProvider.System, NullLogger<InProcessHolder>.Instance);
        Running = new HolderServer(State, _programs, time, NullLogger<HolderServer>.Instance).RunAsync(_end.Token);
    }

    /// <summary>As if the holder's process ended.</summary>
    internal async Task EndHolderAsync()
    {
        await _end.CancelAsync();
        await Running;
        _lock?.Dispose();
        if (_programs is not null) await _programs.DisposeAsync();
    }

    internal HolderClient Host()
    {
        var host = new HolderClient(State, Spool, TimeProvider.System, NullLogger<HolderClient>.Instance);
        _hosts.Add(host);
        return host;
    }

    /// <summary>As if the host's process ended.</summary>
    internal async Task LeaveAsync(HolderClient host)
    {
        _hosts.Remove(host);
        await host.DisposeAsync();
    }

    /// <summary>A connection that speaks the protocol by hand.</summary>
    internal async Task<HolderPipe> ConnectAsync() =>
        new(new NetworkStream(await LocalSocket.OfHolder(State).ConnectAsync(Timeout), ownsSocket: true));

    internal TerminalLabel Label() => new($"session-{++_lastId}", "1", $"note {_lastId}");

    internal async Task<(IHeldTerminal Terminal, TextSink Sink)> StartAsync(HolderClient host, LaunchSpec spec)
    {
        var sink = new TextSink();
        return (await host.StartAsync(Label(), spec, sink, Timeout), sink);
    }
}

/// <summary>Keeps what a terminal printed with its positions, and tells when something is there.</summary>
internal sealed class TextSink(long from = 0) : ITerminalSink
{
    private readonly Lock _lock = new();
    private readonly AsyncAutoResetEvent _changed = new();
    private readonly TaskCompletionSource<TerminalExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _bytes = [];
    private long _end = from;

    public Task<TerminalExit> Exited => _exited.Task;

    public byte[] Bytes
    {
        get
        {
            lock (_lock) return [.. _bytes];
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Position after all that came; -1 when something was missing or came twice.</summary>
    public long End
    {
        get
        {
            lock (_lock) return _end;
        }
    }

    public void OnOutput(long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _end = offset == _end ? offset + bytes.Length : -1;
            _bytes.AddRange(bytes);
        }

        _changed.Set();
    }

    public void OnExited(TerminalExit exit)
    {
        Assert.IsTrue(_exited.TrySetResult(exit), "It was told twice.");
        _changed.Set();
    }

    public async Task ShowsAsync(string text, CancellationToken cancellationToken)
    {
        while (!Text.Contains(text, StringComparison.Ordinal)) await _changed.WaitAsync(cancellationToken);
    }
}
