namespace Orchestrator.Agents.OpenCode;

/// <summary>A token that is cancelled with another one, or when a time is over that can begin anew.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly TimeSpan _longest;
    private readonly CancellationTokenSource _late;
    private readonly CancellationTokenSource _either;

    public TimeLimit(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        _longest = longest;
        _late = new CancellationTokenSource(longest, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_late.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>The time begins anew.</summary>
    public void Extend() => _late.CancelAfter(_longest);

    public void Dispose()
    {
        _either.Dispose();
        _late.Dispose();
    }
}
