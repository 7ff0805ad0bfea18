using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>How many look at one session; its phase follows. Any thread may call.</summary>
/// <param name="state">The session.</param>
/// <param name="followAsync">Has the session follow the number; completes when it has.</param>
/// <param name="report">Likewise, but nobody waits.</param>
internal sealed class SessionViewers(
    Func<SessionState> state, Func<FollowViewers, CancellationToken, Task> followAsync, Action<FollowViewers> report)
{
    private int _count;

    /// <summary>True while somebody looks.</summary>
    public bool IsAny => Volatile.Read(ref _count) > 0;

    /// <summary>Counts a viewer in; the phase has followed when it completes. A failure counts nobody in.</summary>
    public async Task AddAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _count) > 1 && state() is { Phase: SessionPhase.Active, IsUnread: false }) return;
        try
        {
            await followAsync(new FollowViewers(), cancellationToken);
        }
        catch
        {
            Remove();
            throw;
        }
    }

    /// <summary>Counts a viewer out.</summary>
    public void Remove()
    {
        if (Interlocked.Decrement(ref _count) == 0) report(new FollowViewers());
    }
}
