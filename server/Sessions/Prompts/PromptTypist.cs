using Orchestrator.Common;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions.Prompts;

/// <summary>What became of a prompt whose turn had come.</summary>
internal enum PromptOutcome
{
    /// <summary>Typed, and the terminal took the return.</summary>
    Delivered,

    /// <summary>The program ended before a byte was typed.</summary>
    HeldBack,

    /// <summary>The program runs and does not read its input; no byte was typed.</summary>
    NotTaken,

    /// <summary>Typed in part, or nobody knows.</summary>
    Uncertain,
}

/// <summary>
/// Types prompts into one session's terminal, one at a time, and knows when its program takes one. What it waits for
/// it waits for beside the session's loop, and reports to it. Only that loop calls.
/// </summary>
internal sealed class PromptTypist : IAsyncDisposable
{
    // Gemini takes a return within 60 ms of a paste for a part of it. Counted from what the program shows next, which on a busy
    // machine may be something else than the paste: a return that is lost all the same is pressed once more.
    private static readonly TimeSpan PauseBeforeReturn = TimeSpan.FromMilliseconds(150);

    // The return is pressed by whoever holds the terminal, on a clock of its own: what comes next comes behind it.
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(50);

    // OpenCode's screen was empty for 45 s on a machine that had much else to do.
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(2);

    private const byte Return = 0x0D;

    // A store that failed is given time to come back.
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    // At most one prompt, one interrupt and one wait are under way in one run; a run that is over leaves none behind.
    private const int MostJobs = 16;

    private readonly SessionTerminal _terminal;
    private readonly Func<Task<bool>> _interruptAsync;
    private readonly TimeProvider _time;
    private readonly Action<SessionCommand> _report;
    private readonly Mailbox<Func<Task>> _jobs;
    private Run? _run;

    public PromptTypist(
        SessionTerminal terminal, Func<Task<bool>> interruptAsync, TimeProvider time, Action<SessionCommand> report, Action<Exception> onFault)
    {
        _terminal = terminal;
        _interruptAsync = interruptAsync;
        _time = time;
        _report = report;
        _jobs = new Mailbox<Func<Task>>(MostJobs, job => job(), onFault);
    }

    /// <summary>True while the program takes prompts.</summary>
    public bool IsReady => _run is { IsReady: true };

    /// <summary>A program is up, started or found running: once it is ready, <see cref="DeliverNext"/> is reported.</summary>
    /// <param name="isAgent">False for a shell or a command, which read a line at a time.</param>
    /// <param name="isClear">False while what is typed could go into something else than its composer; null where that is not known.</param>
    public void Begin(bool isAgent, Func<bool>? isClear = null)
    {
        End();
        // A shell's input waits in the terminal until it is read; nothing typed early is lost.
        var run = _run = new Run(isAgent) { IsReady = !isAgent };
        if (isAgent) HoldBack(run, cancellation => UntilUpAsync(isClear ?? (() => true), cancellation));
    }

    /// <summary>The program is gone: nothing is waited for, and nothing more is typed.</summary>
    public void End()
    {
        _run?.Dispose();
        _run = null;
    }

    /// <summary>Types a prompt, and reports what became of it as <see cref="ReportDelivery"/>.</summary>
    public void Type(string messageId, string text)
    {
        var run = _run;
        if (run is null || !_jobs.TryPost(() => TypeAsync(run, messageId, text)))
            _report(new ReportDelivery(messageId, PromptOutcome.HeldBack));
    }

    /// <summary>
    /// Presses the keys that interrupt the agent's turn, behind the return of a prompt that is being typed; the program
    /// takes prompts again when the turn is over. A program that is starting has no turn, and one that is being
    /// interrupted is not interrupted twice: to some agents that means something else.
    /// </summary>
    public void Interrupt()
    {
        if (_run is not { IsReady: true } run) return;
        HoldBack(run, async cancellation =>
        {
            // Where they are not taken the prompt behind them is not either, and that is told.
            await _interruptAsync();
            await RestAsync(() => true, cancellation);
        });
    }

    /// <summary>Presses the return alone, while the program takes prompts.</summary>
    public void PressReturn()
    {
        if (IsReady) _terminal.TryWrite(new[] { Return });
    }

    /// <summary>What the program shows has changed as a whole: it takes prompts again when it rests.</summary>
    public void Settle()
    {
        if (_run is { IsReady: true } run) HoldBack(run, cancellation => RestAsync(() => true, cancellation));
    }

    /// <summary>The next prompt could not be begun: it is tried again after a while.</summary>
    public void Pause()
    {
        if (_run is { } run) HoldBack(run, cancellation => Task.Delay(PauseAfterFailure, _time, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        End();
        await _jobs.DisposeAsync();
    }

    // Nothing is typed before what is waited for.
    private void HoldBack(Run run, Func<CancellationToken, Task> waitAsync)
    {
        run.IsReady = false;
        _jobs.TryPost(() => MakeReadyAsync(run, waitAsync));
    }

    private async Task MakeReadyAsync(Run run, Func<CancellationToken, Task> waitAsync)
    {
        try
        {
            await waitAsync(run.Ended);
            run.IsReady = true;
            _report(new DeliverNext());
        }
        catch (OperationCanceledException) when (run.Ended.IsCancellationRequested)
        {
            // The program ended first; its prompts wait for the next one.
        }
    }

    // Input before an agent's interface is up is lost; it is up when it takes pastes (DECSET 2004), shows something and
    // rests. OpenCode takes pastes long before it has drawn anything, and loses them.
    private async Task UntilUpAsync(Func<bool> isClear, CancellationToken cancellationToken)
    {
        var latest = _time.Elapsed() + LongestStart;
        var wasDrawn = false;
        do await RestAsync(IsUp, cancellationToken);
        while (!wasDrawn && _time.Elapsed() < latest);

        bool IsUp()
        {
            wasDrawn = _terminal.Screen.IsDrawn;
            return wasDrawn && _terminal.Screen.TakesPaste && isClear();
        }
    }

    private Task RestAsync(Func<bool> isUp, CancellationToken cancellationToken) =>
        TerminalSilence.WaitAsync(_terminal.Log, isUp, _time, cancellationToken);

    private async Task TypeAsync(Run run, string messageId, string text)
    {
        var outcome = PromptOutcome.Uncertain;
        try
        {
            outcome = await SubmitAsync(run, text);
        }
        finally
        {
            // A run that is over has nothing to begin the next prompt with.
            if (outcome == PromptOutcome.HeldBack) run.IsReady = false;
            _report(new ReportDelivery(messageId, outcome));
        }
    }

    private async Task<PromptOutcome> SubmitAsync(Run run, string text)
    {
        if (run.Ended.IsCancellationRequested) return PromptOutcome.HeldBack;
        if (run.IsAgent || (HasSeveralLines(text) && _terminal.Screen.TakesPaste)) return await PasteAsync(run, text);
        return _terminal.TryWrite(PromptEncoding.AsTyped(text + "\n")) ? PromptOutcome.Delivered : await RefusalAsync(run);
    }

    // A return without its text would submit whatever else stands in the composer; a text without its return is not
    // submitted, as far as anybody knows.
    private async Task<PromptOutcome> PasteAsync(Run run, string text)
    {
        // Watched before it is typed: what is shown of it may come at once.
        var echo = TerminalSilence.UntilPrintedAsync(_terminal.Log, HeldTerminal.LongestEcho, _time, run.Ended);
        if (!_terminal.TrySubmit(PromptEncoding.AsPaste(text), PauseBeforeReturn, Return)) return await RefusalAsync(run);
        try
        {
            await echo;
            await Task.Delay(PauseBeforeReturn + HeadStart, _time, run.Ended);
            return PromptOutcome.Delivered;
        }
        catch (OperationCanceledException) when (run.Ended.IsCancellationRequested)
        {
            return PromptOutcome.Uncertain;
        }
    }

    // A program that is just ending takes nothing either; that it ends is seen a moment later.
    private async Task<PromptOutcome> RefusalAsync(Run run)
    {
        try
        {
            var isOver = await TerminalSilence.IsOverAsync(_terminal.Log, _time, run.Ended);
            return isOver ? PromptOutcome.HeldBack : PromptOutcome.NotTaken;
        }
        catch (OperationCanceledException) when (run.Ended.IsCancellationRequested)
        {
            return PromptOutcome.HeldBack;
        }
    }

    // A shell that takes pastes takes several lines as one; typed, each of them would run by itself.
    private static bool HasSeveralLines(string text) => text.AsSpan().ContainsAny('\n', '\r');

    // One run of the program. What was begun in it never reaches the next one.
    private sealed class Run : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private volatile bool _isReady;

        public Run(bool isAgent)
        {
            IsAgent = isAgent;
            Ended = _end.Token;
        }

        public bool IsAgent { get; }

        public bool IsReady
        {
            get => _isReady;
            set => _isReady = value;
        }

        public CancellationToken Ended { get; }

        public void Dispose()
        {
            _end.Cancel();
            _end.Dispose();
        }
    }
}
