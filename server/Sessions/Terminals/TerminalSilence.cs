using Microsoft.VisualStudio.Threading;
using Orchestrator.Common;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Terminals;

/// <summary>Waits for a terminal to print nothing for a while: the only sign that every program gives of being done.</summary>
internal static class TerminalSilence
{
    /// <summary>How long a terminal that rests has printed nothing.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);

    /// <summary>Longest wait: a program that prints for ever is not waited for.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    /// <summary>Completes when the terminal rests while <paramref name="isUp"/>, or after <see cref="Longest"/>.</summary>
    public static Task WaitAsync(TerminalLog log, Func<bool> isUp, TimeProvider time, CancellationToken cancellationToken) =>
        WaitAsync(log, isUp, Longest, time, cancellationToken);

    /// <summary>Completes when the terminal rests while <paramref name="isUp"/>, or after <paramref name="longest"/>.</summary>
    public static async Task WaitAsync(TerminalLog log, Func<bool> isUp, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        var changed = new AsyncAutoResetEvent();
        var deadline = time.Elapsed() + longest;
        using var watch = log.Watch(changed.Set, isReader: false);
        while (time.Elapsed() < deadline)
        {
            // Asked again and again: what it is up for may come to an end without another word.
            var counts = isUp();
            if (!await changed.IsSetWithinAsync(Period, time, cancellationToken) && counts) return;
        }
    }

    /// <summary>Completes when the terminal prints something after the call, or after <paramref name="longest"/>.</summary>
    public static async Task UntilPrintedAsync(TerminalLog log, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        var printed = new AsyncAutoResetEvent();
        using var watch = log.Watch(printed.Set, isReader: false);
        await printed.IsSetWithinAsync(longest, time, cancellationToken);
    }

    /// <summary>True when the terminal is at its end, now or within <see cref="Period"/>.</summary>
    public static async Task<bool> IsOverAsync(TerminalLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        var changed = new AsyncAutoResetEvent();
        var deadline = time.Elapsed() + Period;
        using var watch = log.Watch(changed.Set, isReader: false);
        for (var rest = Period; rest > TimeSpan.Zero && !log.IsComplete; rest = deadline - time.Elapsed())
            await changed.IsSetWithinAsync(rest, time, cancellationToken);
        return log.IsComplete;
    }
}
