namespace Orchestrator.Rpc;

/// <summary>
/// Bounds the requests of one connection that are not answered yet. When it is used up the connection is not read
/// until an answer has gone out: whoever does not read is not read either, so that answers cannot pile up.
/// </summary>
internal sealed class RequestBudget : IDisposable
{
    /// <summary>Most requests of one connection under way at once.</summary>
    public const int MaxRequests = 256;

    private readonly SemaphoreSlim _free = new(MaxRequests);
    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;

    public int UnderWay => MaxRequests - _free.CurrentCount;

    public Task EnterAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    public void Leave()
    {
        lock (_lock)
        {
            _free.Release();
            if (UnderWay == 0) _empty?.TrySetResult();
        }
    }

    /// <summary>Waits until every request read so far is answered, but no longer than <paramref name="most"/>.</summary>
    public async Task WaitUntilEmptyAsync(TimeSpan most, TimeProvider time)
    {
        Task empty;
        lock (_lock)
        {
            if (UnderWay == 0) return;
            empty = (_empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await Task.WhenAny(empty, Task.Delay(most, time, CancellationToken.None));
    }

    public void Dispose() => _free.Dispose();
}
