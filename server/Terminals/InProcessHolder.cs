using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orchestrator.Terminals.Unix;
using Orchestrator.Terminals.Windows;

namespace Orchestrator.Terminals;

/// <summary>
/// Holds terminals inside this process: they end with it. One thread serves all of them on Linux and macOS, two
/// serve each on Windows. Any thread may call.
/// </summary>
internal sealed class InProcessHolder(TimeProvider time, ILogger<InProcessHolder> logger) : ITerminalHolder
{
    /// <summary>How long what is still held may take to end by itself, and again to be gone after the kill.</summary>
    public static readonly TimeSpan ClosingGrace = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<HeldTerminal, byte> _held = new();
    private readonly Lock _gate = new();
    private TerminalPump? _pump;
    private Task? _closing;

    /// <summary>
    /// What many terminals have printed is about to be passed on; what that makes may wait for <see cref="RoundEnds"/>,
    /// which is soon. Must not block or throw. Not raised where each terminal is read by itself.
    /// </summary>
    public event Action? RoundBegins;

    /// <summary>It has been passed on. Must not block or throw.</summary>
    public event Action? RoundEnds;

    public bool EndsWithHost => true;

    public Task<IHeldTerminal> StartAsync(TerminalLabel label, LaunchSpec spec, ITerminalSink sink, CancellationToken cancellationToken) =>
        Task.FromResult<IHeldTerminal>(Start(spec, sink));

    public Task<ImmutableArray<HeldReport>> FindHeldAsync(CancellationToken cancellationToken) => Task.FromResult(ImmutableArray<HeldReport>.Empty);

    public IHeldTerminal Adopt(HeldReport held, ITerminalSink sink, long from) =>
        throw new InvalidOperationException("What is held here ended with the host before.");

    /// <summary>As <see cref="StartAsync"/>: it takes no longer than the system needs.</summary>
    public HeldTerminal Start(LaunchSpec spec, ITerminalSink sink)
    {
        var held = new HeldTerminal(sink, time, logger, Forget);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing is not null, this);
            if (!OperatingSystem.IsWindows())
                _pump ??= new TerminalPump(time, logger, () => RoundBegins?.Invoke(), () => RoundEnds?.Invoke());
            _held[held] = 0;
        }

        try
        {
            held.Process = OperatingSystem.IsWindows()
                ? ConPtyProcess.Start(spec, held)
                : UnixTerminalProcess.Start(spec, held, _pump!);
            return held;
        }
        catch
        {
            held.GiveUp();
            throw;
        }
    }

    /// <summary>
    /// Ends all that is still held: hang-up and termination, then the kill, each with <see cref="ClosingGrace"/>.
    /// What even then is not gone is told as ended in an unknown way.
    /// </summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new ValueTask(_closing ??= CloseAsync());
    }

    private async Task CloseAsync()
    {
        // The caller holds the lock, and looking at processes takes a while.
        await Task.Yield();
        await SignalAllAsync(TerminalSignal.Terminate);
        await SignalAllAsync(TerminalSignal.Kill);
        _pump?.Dispose();
        await Task.WhenAll(_held.Keys.Select(held => held.DisposeAsync().AsTask()));
    }

    private async Task SignalAllAsync(TerminalSignal signal)
    {
        foreach (var held in _held.Keys)
            held.Signal(signal);

        try
        {
            await Task.WhenAll(_held.Keys.Select(held => held.Exited)).WaitAsync(ClosingGrace, time, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // The next step is harder; after the last one nothing more can be done.
            logger.LogInformation("Some terminals did not end within {Grace} of {Signal}.", ClosingGrace, signal);
        }
    }

    private void Forget(HeldTerminal held) => _held.TryRemove(held, out _);
}
