using Microsoft.VisualStudio.Threading;
using Orchestrator.Protocol;

namespace Orchestrator.Rpc;

/// <summary>
/// Lets a connection have one reveal result at a time that was made and has not left: each can be megabytes, and
/// requests are answered in any number before the first answer is read.
/// </summary>
internal sealed class RevealTurn : IDisposable
{
    private readonly AsyncSemaphore _turn = new(1);
    private volatile Unsent? _unsent;

    /// <summary>Waits until the result before has left, then makes the next one. First come, first served.</summary>
    public async Task<RevealResult> TakeAsync(Func<Task<RevealResult>> revealAsync, CancellationToken cancellationToken)
    {
        var turn = await _turn.EnterAsync(cancellationToken);
        try
        {
            var result = await revealAsync();
            _unsent = new Unsent(result, turn);
            return result;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>This result has left.</summary>
    public void End(RevealResult result)
    {
        if (_unsent is not { } unsent || !ReferenceEquals(unsent.Result, result)) return;
        _unsent = null;
        unsent.Turn.Dispose();
    }

    public void Dispose() => _turn.Dispose();

    private sealed record Unsent(RevealResult Result, AsyncSemaphore.Releaser Turn);
}
