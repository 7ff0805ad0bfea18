using System.Text;
using Orchestrator.Agents;

namespace Orchestrator.Sessions.Terminals;

/// <summary>Presses an agent's own keys in one session's terminal, past every prompt that waits. Any thread may call.</summary>
internal sealed class AgentKeyboard(SessionTerminal terminal, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How long a program may take to end by its quit keys: those that were run need 0.3 s.</summary>
    public static readonly TimeSpan QuitPeriod = TimeSpan.FromSeconds(2);

    // Two presses that come together are another key to a program; five seconds later the first is forgotten.
    private static readonly TimeSpan PauseBetweenPresses = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private AgentKeys? _pressing;
    private Task _later = Task.CompletedTask;

    /// <summary>
    /// Presses the keys; false when the program takes no input. While the second press of the same keys is due, this is
    /// the same wish.
    /// </summary>
    public bool Press(AgentKeys keys)
    {
        // Of this run, and of no later one.
        var input = terminal.Screen.Input;
        var key = Encoding.ASCII.GetBytes(keys.Key);
        lock (_gate)
        {
            if (!_later.IsCompleted && _pressing == keys) return true;
            if (!input.TryWrite(key)) return false;
            // A program that has ended meanwhile takes no second press and needs none.
            if (keys.IsPressedTwice) AfterUnderLock(PauseBetweenPresses, () => input.TryWrite(key));
            _pressing = keys;
            return true;
        }
    }

    /// <summary>Presses the keys that end the program; false when it takes no input. Calls back when it should have ended.</summary>
    public bool PressToQuit(AgentKeys keys, Action onOverdue)
    {
        if (!Press(keys)) return false;
        lock (_gate) AfterUnderLock(QuitPeriod, onOverdue);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _later;
        _closing.Dispose();
    }

    private void AfterUnderLock(TimeSpan pause, Action act) => _later = Task.WhenAll(_later, ActAfterAsync(pause, act));

    private async Task ActAfterAsync(TimeSpan pause, Action act)
    {
        try
        {
            await Task.Delay(pause, time, _closing.Token);
            act();
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The session is let go.
        }
    }
}
