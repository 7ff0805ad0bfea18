using Microsoft.VisualStudio.Threading;

namespace Orchestrator.Rpc;

/// <summary>
/// Lets a connection have one large answer at a time that was made and has not left: each can be megabytes, and
/// requests are answered in any number before the first answer is read.
/// </summary>
internal sealed class LargeAnswers : IDisposable
{
    private readonly AsyncSemaphore _turn = new(1);
    private volatile Unsent? _unsent;

    /// <summary>Waits until the answer before has left, then makes the next one. First come, first served.</summary>
    public async Task<T> MakeAsync<T>(Func<Task<T>> makeAsync, CancellationToken cancellationToken)
        where T : class
    {
        var turn = await _turn.EnterAsync(cancellationToken);
        try
        {
            var answer = await makeAsync();
            _unsent = new Unsent(answer, turn);
            return answer;
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    /// <summary>This answer has left.</summary>
    public void OnSent(object? answer)
    {
        if (_unsent is not { } unsent || !ReferenceEquals(unsent.Answer, answer)) return;
        _unsent = null;
        unsent.Turn.Dispose();
    }

    public void Dispose() => _turn.Dispose();

    private sealed record Unsent(object Answer, AsyncSemaphore.Releaser Turn);
}
