using System.Text;
using Microsoft.VisualStudio.Threading;
using Orchestrator.Agents;
using Orchestrator.Common;

namespace Orchestrator.Sessions;

/// <summary>A prompt to be typed into a terminal.</summary>
/// <param name="MessageId">Id to report it delivered under; null for the first prompt, which nobody counts.</param>
/// <param name="Text">The prompt.</param>
internal sealed record TypedPrompt(string? MessageId, string Text);

/// <summary>
/// Types prompts into one session's terminal, one after the other, once its program is ready for them. Prompts that
/// come before the process is up wait; those that still wait when it ends are dropped.
/// </summary>
internal sealed class PromptTypist : System.IAsyncDisposable
{
    /// <summary>Most prompts waiting in one session.</summary>
    public const int MaxWaiting = 100;

    // Input before an agent's interface is up is lost; it is up when it takes pastes (DECSET 2004) and rests.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(15);

    // Gemini takes a return within 60 ms of a paste for a part of it; 150 ms was right for every agent that was run.
    private static readonly TimeSpan PauseBeforeReturn = TimeSpan.FromMilliseconds(150);

    private const string PasteEnd = "\e[201~";

    private readonly SessionTerminal _terminal;
    private readonly TimeProvider _time;
    private readonly Action<SessionCommand> _report;
    private readonly Mailbox<Waiting> _mailbox;
    private readonly Lock _lock = new();
    private readonly Queue<TypedPrompt> _beforeStart = new();
    private CancellationTokenSource _run = new();
    private bool _isUp;
    private bool _isReady;
    private bool _isAgent;
    private int _waiting;

    public PromptTypist(
        SessionTerminal terminal, TimeProvider time, Action<SessionCommand> report, Action<Exception> onFault)
    {
        _terminal = terminal;
        _time = time;
        _report = report;
        _mailbox = new Mailbox<Waiting>(MaxWaiting + 1, TypeAsync, onFault);
    }

    /// <summary>Prompts not yet typed in.</summary>
    public int WaitingCount => Volatile.Read(ref _waiting);

    /// <summary>Takes a prompt. Null when it is typed right away, else its place in the queue from 0.</summary>
    public int? Add(TypedPrompt prompt)
    {
        lock (_lock)
        {
            var before = Interlocked.Increment(ref _waiting) - 1;
            if (_isUp) PostUnderLock(prompt);
            else _beforeStart.Enqueue(prompt);
            return _isUp && before == 0 ? null : before;
        }
    }

    /// <summary>The process is up: prompts that waited for it are typed once it is ready.</summary>
    public void Begin(string agentId)
    {
        lock (_lock)
        {
            _isUp = true;
            _isAgent = AgentCatalogue.Find(agentId) is { IsBuiltIn: false };
            // A shell's input waits in the terminal until it is read; nothing typed early is lost.
            _isReady = !_isAgent;
            while (_beforeStart.TryDequeue(out var prompt)) PostUnderLock(prompt);
        }
    }

    /// <summary>The process ends: what still waits is dropped.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            _isUp = false;
            Interlocked.Add(ref _waiting, -_beforeStart.Count);
            _beforeStart.Clear();
            _run.Cancel();
            _run.Dispose();
            _run = new CancellationTokenSource();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Discard();
        await _mailbox.DisposeAsync();
        _run.Dispose();
    }

    /// <summary>The bytes that put a prompt into a program, without the return that submits it.</summary>
    internal static byte[] Encode(string text, bool asPaste)
    {
        var lines = text.ReplaceLineEndings("\n");
        if (!asPaste) return Encoding.UTF8.GetBytes(lines.Replace('\n', '\r'));
        // The end of a paste inside the text would turn the rest of it into key presses.
        // Taking one out can make another.
        while (lines.Contains(PasteEnd, StringComparison.Ordinal)) lines = lines.Replace(PasteEnd, "", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes("\e[200~" + lines + PasteEnd);
    }

    // A prompt belongs to the run it was posted in: what ends that run drops it, also when its turn has not come yet.
    private void PostUnderLock(TypedPrompt prompt) => _mailbox.TryPost(new Waiting(prompt, _run.Token));

    private async Task TypeAsync(Waiting waiting)
    {
        var (prompt, cancellation) = waiting;
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_isReady) await WaitUntilReadyAsync(cancellation);
            var isTaken = await SubmitAsync(prompt.Text, cancellation);
            if (prompt.MessageId is { } messageId) _report(isTaken ? new ReportDelivered(messageId) : new ReportNotDelivered(messageId));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The process ended first; the session's end says so.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<bool> SubmitAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var asPaste = _isAgent || (HasSeveralLines(text) && _terminal.Screen.TakesPaste);
        // A return without its text would submit whatever else stands in the composer.
        if (!_terminal.TryWrite(Encode(text, asPaste))) return false;
        if (asPaste) await Task.Delay(PauseBeforeReturn, _time, cancellationToken);
        return _terminal.TryWrite("\r"u8.ToArray());
    }

    // A shell that takes pastes takes several lines as one; typed, each of them would run by itself.
    private static bool HasSeveralLines(string text) => text.AsSpan().ContainsAny('\n', '\r');

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var changed = new AsyncAutoResetEvent();
        var deadline = _time.GetUtcNow() + LongestStart;
        using var watch = _terminal.Log.Watch(changed.Set);
        while (_time.GetUtcNow() < deadline)
        {
            var isUp = _terminal.Screen.TakesPaste;
            if (!await ChangesWithinAsync(changed, isUp ? Rest : deadline - _time.GetUtcNow(), cancellationToken) && isUp) break;
        }

        _isReady = true;
    }

    private async Task<bool> ChangesWithinAsync(AsyncAutoResetEvent changed, TimeSpan period, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(period, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await changed.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private sealed record Waiting(TypedPrompt Prompt, CancellationToken Run);
}
