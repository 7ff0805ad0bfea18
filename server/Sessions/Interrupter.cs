using Orchestrator.Agents;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>Presses an agent's interrupt keys in one session's terminal, past every prompt that waits. Used by the session's loop only.</summary>
internal sealed class Interrupter(SessionTerminal terminal, TimeProvider time) : IAsyncDisposable
{
    // Two escapes that come together are one key with a modifier to a program; five seconds later the first is forgotten.
    private static readonly TimeSpan PauseBetweenPresses = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _closing = new();
    private Task _secondPress = Task.CompletedTask;

    /// <summary>Presses the keys; false when the program takes no input. While a second press is due, this is the same interrupt.</summary>
    public bool Press(InterruptKeys keys)
    {
        if (!_secondPress.IsCompleted) return true;
        // Of this run, and of no later one.
        var input = terminal.Screen.Input;
        var key = System.Text.Encoding.ASCII.GetBytes(keys.Key);
        if (!input.TryWrite(key)) return false;
        if (keys.IsPressedTwice) _secondPress = PressAgainAsync(input, key);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _secondPress;
        _closing.Dispose();
    }

    private async Task PressAgainAsync(ProgramInput input, byte[] key)
    {
        try
        {
            await Task.Delay(PauseBetweenPresses, time, _closing.Token);
            // A program that has ended meanwhile needs no second press.
            input.TryWrite(key);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The session is let go.
        }
    }
}
