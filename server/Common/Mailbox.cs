namespace Orchestrator.Common;

/// <summary>
/// A bounded queue with one reader: messages are handled one at a time, in order. It costs no task and no thread
/// while it is empty, so that thousands of idle owners cost only their memory.
/// </summary>
internal sealed class Mailbox<T>(int capacity, Func<T, Task> handleAsync, Action<Exception> onFault) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<T> _waiting = new();
    private Task _draining = Task.CompletedTask;
    private bool _isDraining;
    private bool _isClosed;

    /// <summary>Adds a message. False when the mailbox is full or closed; then nothing was added.</summary>
    public bool TryPost(T message)
    {
        lock (_lock)
        {
            if (_isClosed || _waiting.Count >= capacity) return false;
            _waiting.Enqueue(message);
            if (!_isDraining)
            {
                _isDraining = true;
                _draining = DrainAsync();
            }

            return true;
        }
    }

    /// <summary>Takes no more messages and waits until those already taken are handled.</summary>
    public async ValueTask DisposeAsync()
    {
        Task draining;
        lock (_lock)
        {
            _isClosed = true;
            draining = _draining;
        }

        await draining;
    }

    private async Task DrainAsync()
    {
        await Task.Yield();
        while (TryTake(out var message))
        {
            try
            {
                await handleAsync(message);
            }
            catch (Exception exception)
            {
                // One message that cannot be handled must not end its owner's life.
                onFault(exception);
            }
        }
    }

    private bool TryTake(out T message)
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out message!)) return true;
            _isDraining = false;
            return false;
        }
    }
}
