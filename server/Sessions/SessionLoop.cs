using Microsoft.Extensions.Logging;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Storage;

namespace Orchestrator.Sessions;

/// <summary>
/// The loop of one session: its commands one at a time, in the order they came, and whoever asked for one is told how
/// it went.
/// </summary>
internal sealed class SessionLoop : IAsyncDisposable
{
    /// <summary>Commands that wait; more are refused as busy.</summary>
    public const int MaxWaitingCommands = 1024;

    private readonly Func<SessionState> _state;
    private readonly Func<SessionCommand, Task> _handleAsync;
    private readonly Action _settle;
    private readonly ILogger _logger;
    private readonly Mailbox<Work> _mailbox;
    private volatile bool _isGone;

    /// <param name="state">The session.</param>
    /// <param name="handleAsync">Does what a command asks for.</param>
    /// <param name="settle">Called behind each command that was not refused, once its caller was told.</param>
    /// <param name="logger">Takes the faults of commands that nobody waits for.</param>
    public SessionLoop(Func<SessionState> state, Func<SessionCommand, Task> handleAsync, Action settle, ILogger logger)
    {
        _state = state;
        _handleAsync = handleAsync;
        _settle = settle;
        _logger = logger;
        _mailbox = new Mailbox<Work>(MaxWaitingCommands, HandleAsync, LogFault);
    }

    /// <summary>True while there is no such session: every command is refused.</summary>
    public bool IsGone
    {
        get => _isGone;
        set => _isGone = value;
    }

    /// <summary>Does what <paramref name="command"/> asks for; completes when its facts are stored and published.</summary>
    /// <exception cref="OrchestratorException">The command is refused; nothing changed.</exception>
    public async Task DoAsync(SessionCommand command, CancellationToken cancellationToken)
    {
        var work = new Work(command, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_mailbox.TryPost(work))
            throw _isGone ? SessionRules.NotFound(_state().Id) : new OrchestratorException(ErrorCode.HostBusy, $"Session '{_state().Title}' has too much to do.") { SessionId = _state().Id, IsRetryable = true };
        await work.Done!.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Has a command done that nobody waits for.</summary>
    public void Report(SessionCommand command)
    {
        if (!_mailbox.TryPost(new Work(command, null)))
            _logger.LogDebug("Session {Session} did not take {Command}", _state().Id, command.GetType().Name);
    }

    /// <summary>Notes what went wrong where nobody waits for it.</summary>
    public void LogFault(Exception exception) => _logger.LogError(exception, "Session {Session} failed to handle a command", _state().Id);

    public ValueTask DisposeAsync() => _mailbox.DisposeAsync();

    private async Task HandleAsync(Work work)
    {
        try
        {
            // What was asked behind the deletion must not bring the session back.
            if (_isGone) throw SessionRules.NotFound(_state().Id);
            await _handleAsync(work.Command);
            work.Done?.SetResult();
            _settle();
        }
        catch (StorageException exception)
        {
            if (work.Done is null) LogFault(exception);
            else work.Done.SetException(exception.ToRefusal($"Session '{DisplayText.OneLine(_state().Title, 100)}' is as it was", _state().Id));
        }
        catch (Exception exception)
        {
            // Whoever asked is told; facts that nobody waits for are logged.
            if (work.Done is null || !work.Done.TrySetException(exception)) LogFault(exception);
        }
    }

    private sealed record Work(SessionCommand Command, TaskCompletionSource? Done);
}
