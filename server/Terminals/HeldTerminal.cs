using Microsoft.Extensions.Logging;

namespace Orchestrator.Terminals;

/// <summary>
/// Stands between one process of the platform and whoever started it: keeps a failing sink from harming the thread
/// that reads, knows the exit, and lets the process go exactly once.
/// </summary>
internal sealed class HeldTerminal(ITerminalSink sink, ILogger logger, Action<HeldTerminal> forget) : ITerminalProcess, ITerminalSink
{
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ITerminalProcess?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private Task? _release;

    /// <summary>Completes after the sink was told of the exit, or when there was nothing to start.</summary>
    public Task Exited => _exited.Task;

    /// <summary>Set once, when the process runs. Its output may have come before.</summary>
    public ITerminalProcess Process
    {
        private get => _started.Task is { IsCompletedSuccessfully: true, Result: { } process }
            ? process
            : throw new InvalidOperationException("The process was not started.");
        set => _started.SetResult(value);
    }

    public ProcessIdentity Identity => Process.Identity;

    public bool TryWrite(ReadOnlyMemory<byte> bytes) => Process.TryWrite(bytes);

    public void Resize(TerminalSize size) => Process.Resize(size);

    public bool Signal(TerminalSignal signal) =>
        _started.Task is { IsCompletedSuccessfully: true, Result: { } process } && process.Signal(signal);

    public void OnOutput(ReadOnlySpan<byte> bytes)
    {
        try
        {
            sink.OnOutput(bytes);
        }
        catch (Exception exception)
        {
            // Whatever the sink does is its own affair; the thread that called serves every other terminal too.
            logger.LogError(exception, "A receiver of terminal output failed; the output is lost to it.");
        }
    }

    public void OnExited(TerminalExit exit)
    {
        try
        {
            sink.OnExited(exit);
        }
        catch (Exception exception)
        {
            // As above: the exit still counts here.
            logger.LogError(exception, "A receiver of a terminal's exit failed.");
        }

        _exited.TrySetResult();
    }

    /// <summary>Nothing was started: nobody needs to wait for it.</summary>
    public void GiveUp()
    {
        _started.TrySetResult(null);
        _exited.TrySetResult();
        forget(this);
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
            return new ValueTask(_release ??= ReleaseAsync());
    }

    private async Task ReleaseAsync()
    {
        // The caller holds the lock, and looking at processes takes a while.
        await Task.Yield();
        if (await _started.Task is { } process)
        {
            if (!Exited.IsCompleted)
                process.Signal(TerminalSignal.Kill);
            await Exited;
            await process.DisposeAsync();
        }

        forget(this);
    }
}
