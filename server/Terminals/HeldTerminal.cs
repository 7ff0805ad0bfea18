using Microsoft.Extensions.Logging;

namespace Orchestrator.Terminals;

/// <summary>
/// Stands between one process of the platform and whoever started it: keeps a failing sink from harming the thread
/// that reads, ends the process, and lets it go exactly once. Disposing kills it.
/// </summary>
internal sealed class HeldTerminal : IHeldTerminal, ITerminalSink
{
    /// <summary>How long a program that shows nothing of a text is waited for before the key that submits it is pressed.</summary>
    public static readonly TimeSpan LongestEcho = TimeSpan.FromSeconds(1);

    private readonly ITerminalSink _sink;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<HeldTerminal> _forget;
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ITerminalProcess?> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProcessStop _stop;
    private readonly Task _release;
    private volatile Task _submitting = Task.CompletedTask;
    private volatile TaskCompletionSource? _echo;

    public HeldTerminal(ITerminalSink sink, TimeProvider time, ILogger logger, Action<HeldTerminal> forget)
    {
        _sink = sink;
        _time = time;
        _logger = logger;
        _forget = forget;
        _stop = new ProcessStop(Signal, _exited.Task, time);
        _release = ReleaseAsync();
    }

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

    public bool TrySubmit(ReadOnlyMemory<byte> text, TimeSpan pause, byte key)
    {
        // What is shown of it may come before the writing returns.
        var echo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _echo = echo;
        if (!Process.TryWrite(text)) return false;
        _submitting = PressLaterAsync(_submitting, echo.Task, pause, key);
        return true;
    }

    public void Resize(TerminalSize size, long position) => Process.Resize(size);

    public void Interrupt() => Signal(TerminalSignal.Interrupt);

    public async Task StopAsync(StopGrace grace)
    {
        await _stop.StopAsync(grace);
        await _release;
    }

    public void Forget()
    {
        // It has been let go of with its exit.
    }

    public bool Signal(TerminalSignal signal) =>
        _started.Task is { IsCompletedSuccessfully: true, Result: { } process } && process.Signal(signal);

    public void OnOutput(long offset, ReadOnlySpan<byte> bytes)
    {
        _echo?.TrySetResult();
        try
        {
            _sink.OnOutput(offset, bytes);
        }
        catch (Exception exception)
        {
            // Whatever the sink does is its own affair; the thread that called serves every other terminal too.
            _logger.LogError(exception, "A receiver of terminal output failed; the output is lost to it.");
        }
    }

    public void OnExited(TerminalExit exit)
    {
        try
        {
            _sink.OnExited(exit);
        }
        catch (Exception exception)
        {
            // As above: the exit still counts here.
            _logger.LogError(exception, "A receiver of a terminal's exit failed.");
        }

        _exited.TrySetResult();
    }

    public void OnInputTaken() => _sink.OnInputTaken();

    /// <summary>Nothing was started: nobody needs to wait for it.</summary>
    public void GiveUp()
    {
        _started.TrySetResult(null);
        _exited.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        // Looking at processes takes a while, and the caller may hold a lock.
        await Task.Yield();
        if (!Exited.IsCompleted && await _started.Task is { } process) process.Signal(TerminalSignal.Kill);
        await _release;
    }

    // A program that is busy reads text and key together, however long the pause between them was, and may then take the
    // key for a part of the text: only what it shows tells that it has read the text.
    private async Task PressLaterAsync(Task earlier, Task echo, TimeSpan pause, byte key)
    {
        await Task.WhenAny(Exited, echo, Task.Delay(LongestEcho, _time, CancellationToken.None));
        await Task.WhenAny(Exited, Task.Delay(pause, _time, CancellationToken.None));
        await earlier;
        // A program that has ended takes it no more and needs it no more.
        Process.TryWrite(new[] { key });
    }

    private async Task ReleaseAsync()
    {
        await Exited;
        await _submitting;
        if (await _started.Task is { } process) await process.DisposeAsync();
        _forget(this);
    }
}
