using Orchestrator.Agents.OpenCode;

namespace Orchestrator.Sessions;

/// <summary>
/// The API of one session's program, where it has one: followed while the program runs. Only the session's loop calls, except
/// for <see cref="TryInterruptAsync"/>.
/// </summary>
internal sealed class SessionApi(SessionSurroundings surroundings, Func<SessionState> state) : IAsyncDisposable
{
    private static readonly OpenCodeSight Unseen = new(Board: null, IsLost: false);

    // What an earlier host was told of it counts no more.
    private static readonly OpenCodeSight Unreachable = new(Board: null, IsLost: true);

    private volatile OpenCodeFollower? _follower;
    private bool _isUnreachable;
    private Task _ending = Task.CompletedTask;

    /// <summary>Raised when something else is in sight, on any thread; must not block or throw.</summary>
    public event Action? Told;

    /// <summary>What is known of the program by its API.</summary>
    public OpenCodeSight Sight => _follower?.Sight ?? (_isUnreachable ? Unreachable : Unseen);

    /// <summary>Follows the present run, where it has an API.</summary>
    public void Begin()
    {
        End();
        var session = state();
        if (session.Launch.Agent != OpenCodeLaunch.AgentId || surroundings.Hooks is not { } hooks) return;
        var access = OpenCodeAccess.TryRead(hooks.Root, session.Id, session.Run);
        _isUnreachable = access is null;
        if (access is not null) _follower = new OpenCodeFollower(access, () => Told?.Invoke(), surroundings.Time);
    }

    /// <summary>The run is over.</summary>
    public void End()
    {
        if (_follower is { } follower) _ending = Task.WhenAll(_ending, follower.DisposeAsync().AsTask());
        (_follower, _isUnreachable) = (null, false);
    }

    /// <summary>Answers a dialog for permission; one that is gone is told of no more.</summary>
    public async Task<OpenCodeReply> ReplyAsync(string dialogId, bool isAllowed)
    {
        if (_follower is not { } follower) return OpenCodeReply.Failed;
        var reply = await follower.ReplyAsync(dialogId, isAllowed);
        if (reply != OpenCodeReply.Failed) follower.Drop(dialogId);
        return reply;
    }

    /// <summary>Ends the turn; false when there is none as far as is known, or the program does not do it. Any thread may call.</summary>
    public async Task<bool> TryInterruptAsync() =>
        _follower is { } follower && (state().NativeSessionId ?? follower.Sight.Board?.First) is { } conversation && await follower.TryAbortAsync(conversation);

    public async ValueTask DisposeAsync()
    {
        End();
        await _ending;
    }
}
