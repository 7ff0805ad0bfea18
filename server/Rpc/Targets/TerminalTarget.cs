using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>terminal/*</c> to one connection.</summary>
internal sealed class TerminalTarget(SessionRegistry sessions, LiveSet live, LargeAnswers answers, ConnectionUser user) : ITerminalService
{
    private const int MaxInputBytes = 1024 * 1024;
    private const int MaxScrollback = 10_000;
    private const int UsualScrollback = 1000;

    public Task<Empty> InputAsync(TerminalInputParams parameters, CancellationToken cancellationToken)
    {
        var session = RunningSession(parameters.SessionId);
        if (parameters.Data.Length > MaxInputBytes)
            throw Checked.Limit("data", $"{parameters.Data.Length} bytes are more than the {MaxInputBytes} of one message");
        user.Act();
        if (session.Terminal.TryType(parameters.Data)) return Task.FromResult(Empty.Value);
        if (session.Terminal.Log.IsComplete) throw HasEnded(session);
        throw new OrchestratorException(ErrorCode.LimitReached, $"Session '{session.State.Title}' does not read its input; {TerminalInput.MaxPendingBytes} bytes may wait at most.")
        {
            SessionId = session.State.Id, IsRetryable = true, Hint = "Send the rest when the program has read what waits.",
        };
    }

    public Task<Empty> ResizeAsync(TerminalResizeParams parameters, CancellationToken cancellationToken)
    {
        var session = RunningSession(parameters.SessionId);
        user.Act();
        live.Resize(session, Checked.Size(parameters.Cols, parameters.Rows));
        return Task.FromResult(Empty.Value);
    }

    public Task AckAsync(TerminalAckParams parameters, CancellationToken cancellationToken)
    {
        live.Acknowledge(parameters.SessionId, parameters.Epoch, parameters.Offset);
        return Task.CompletedTask;
    }

    public Task<TerminalSnapshotResult> SnapshotAsync(TerminalSnapshotParams parameters, CancellationToken cancellationToken)
    {
        var session = sessions.Get(Checked.SessionId(parameters.SessionId));
        var scrollback = Checked.Range(parameters.Scrollback, "scrollback", 0, MaxScrollback, UsualScrollback);
        return answers.MakeAsync(() => Task.FromResult(Read(session, parameters.Format, scrollback)), cancellationToken);
    }

    private static TerminalSnapshotResult Read(Session session, SnapshotFormat format, int scrollback)
    {
        var screen = session.Terminal.Screen;
        session.ReleaseUnwatched();
        if (format == SnapshotFormat.Text)
        {
            var text = screen.ReadText(scrollback);
            return new TerminalSnapshotResult(screen.Log.Epoch, text.Offset, text.Size.Columns, text.Size.Rows, DisplayText.Lines(text.Text));
        }

        var cut = screen.Snapshot(scrollback);
        return new TerminalSnapshotResult(
            screen.Log.Epoch, cut.Offset, cut.Size.Size.Columns, cut.Size.Size.Rows, Convert.ToBase64String(cut.Data.Span));
    }

    private Session RunningSession(string id)
    {
        var session = sessions.Get(Checked.SessionId(id));
        return PhaseAnswers.Of(session.State.Phase, PhaseQuestion.Input) == PhaseAnswer.Yes ? session : throw HasEnded(session);
    }

    private static OrchestratorException HasEnded(Session session) =>
        new(ErrorCode.IllegalTransition, $"Session '{session.State.Title}' has no program to write to.")
        {
            SessionId = session.State.Id, Hint = "Resume it or create a new session.",
        };
}
