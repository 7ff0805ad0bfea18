using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>session/*</c> to one connection.</summary>
internal sealed class SessionTarget(
    SessionRegistry sessions,
    SessionListing listing,
    SessionCreation creation,
    LiveSet live,
    LargeAnswers answers,
    ClientConnection connection,
    ConnectionUser user)
    : ISessionService
{
    private const int MaxPage = 500;
    private const int UsualPage = 100;
    private const int MaxPromptCharacters = 1024 * 1024;
    private const int MaxMessageId = 128;
    private const int LongestGraceMs = 60_000;

    public Task<SessionListResult> ListAsync(SessionListParams parameters, CancellationToken cancellationToken)
    {
        var limit = Checked.Range(parameters.Limit, "limit", 1, MaxPage, UsualPage);
        return Task.FromResult(listing.Read(
            parameters.Filter ?? new SessionFilter(), parameters.Sort ?? SessionSort.Updated, parameters.Cursor, limit));
    }

    public Task<SessionGetResult> GetAsync(SessionIdParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        return Task.FromResult(new SessionGetResult(session.Summary, session.Detail));
    }

    public async Task<SessionResult> CreateAsync(SessionCreateParams parameters, CancellationToken cancellationToken)
    {
        user.Act();
        var created = creation.Check(parameters, user.DefaultFolder);
        return new SessionResult((await sessions.CreateAsync(created, cancellationToken)).Summary);
    }

    public async Task<SessionResult> ForkAsync(SessionForkParams parameters, CancellationToken cancellationToken)
    {
        user.Act();
        var parent = Find(parameters.SessionId);
        var title = parameters.Title is null ? null : Checked.Title(parameters.Title);
        return new SessionResult((await sessions.ForkAsync(parent, title, cancellationToken)).Summary);
    }

    public async Task<RevealResult> RevealAsync(SessionRevealParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        var size = Checked.OptionalSize(parameters.Cols, parameters.Rows, session.Terminal.Size);
        using var pending = live.Expect(session.State.Id);
        var request = new RevealRequest(session, parameters.Since, size, parameters.Active ?? false, pending);
        if (request.IsActive) user.Look(session);
        else user.LookAway(session);
        try
        {
            return await answers.MakeAsync(() => MakeRevealAsync(request, cancellationToken), cancellationToken);
        }
        catch
        {
            // What is not shown is not looked at.
            user.LookAway(session);
            throw;
        }
    }

    private async Task<RevealResult> MakeRevealAsync(RevealRequest request, CancellationToken cancellationToken)
    {
        var result = await live.RevealAsync(request, cancellationToken);
        // The reveal has happened, whether or not anyone waits for it.
        await connection.SettleAsync(CancellationToken.None);
        return result;
    }

    public Task FocusAsync(SessionFocusParams parameters, CancellationToken cancellationToken)
    {
        user.Look(parameters.SessionId is { } id ? Find(id) : null);
        return Task.CompletedTask;
    }

    public async Task<Empty> ConcealAsync(SessionIdParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        user.LookAway(session);
        await live.ConcealAsync(session.State.Id, cancellationToken);
        return Empty.Value;
    }

    public async Task<SessionSendResult> SendAsync(SessionSendParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        var send = new Send(
            Checked.Length(parameters.ClientMessageId, "clientMessageId", 1, MaxMessageId),
            Checked.Length(parameters.Text, "text", 1, MaxPromptCharacters),
            Mode(parameters.Mode));
        await session.DoAsync(send, cancellationToken);
        return send.Result!;
    }

    public Task<SessionQueueResult> QueueAsync(SessionIdParams parameters, CancellationToken cancellationToken) =>
        Find(parameters.SessionId).ReadQueueAsync(cancellationToken);

    public async Task<Empty> UnqueueAsync(SessionUnqueueParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        await session.DoAsync(new Unqueue(Checked.Length(parameters.MessageId, "messageId", 1, MaxMessageId)), cancellationToken);
        return Empty.Value;
    }

    public async Task<Empty> StopAsync(SessionStopParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        TimeSpan? grace = parameters.GraceMs is { } milliseconds
            ? TimeSpan.FromMilliseconds(Checked.Range(milliseconds, "graceMs", 0, LongestGraceMs, 0))
            : null;
        await session.DoAsync(new Stop(parameters.Force ?? false, grace), cancellationToken);
        return Empty.Value;
    }

    public async Task<Empty> InterruptAsync(SessionIdParams parameters, CancellationToken cancellationToken)
    {
        await Find(parameters.SessionId).DoAsync(new Interrupt(), cancellationToken);
        return Empty.Value;
    }

    public async Task<Empty> SuspendAsync(SessionSuspendParams parameters, CancellationToken cancellationToken)
    {
        await Find(parameters.SessionId).DoAsync(new Suspend(parameters.Force ?? false), cancellationToken);
        return Empty.Value;
    }

    public async Task<SessionResult> ResumeAsync(SessionResumeParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        var prompt = parameters.Prompt is null ? null : Checked.Length(parameters.Prompt, "prompt", 1, MaxPromptCharacters);
        await session.DoAsync(new Resume(prompt), cancellationToken);
        return new SessionResult(session.Summary);
    }

    public async Task<BatchResult> RenameAsync(SessionRenameParams parameters, CancellationToken cancellationToken)
    {
        var session = Find(parameters.SessionId);
        await session.DoAsync(new Rename(Checked.Title(parameters.Title)), cancellationToken);
        return new BatchResult([new BatchItem(parameters.SessionId, Ok: true)]);
    }

    public Task<BatchResult> ArchiveAsync(SessionArchiveParams parameters, CancellationToken cancellationToken) =>
        ForEachAsync(parameters.SessionIds, new SetArchived(parameters.Archived), cancellationToken);

    public Task<BatchResult> MarkReadAsync(SessionMarkReadParams parameters, CancellationToken cancellationToken) =>
        ForEachAsync(parameters.SessionIds, new SetUnread(!parameters.Read), cancellationToken);

    public async Task<Empty> DeleteAsync(SessionDeleteParams parameters, CancellationToken cancellationToken)
    {
        await sessions.DeleteAsync(Find(parameters.SessionId), cancellationToken);
        return Empty.Value;
    }

    private static SendMode Mode(SendMode? mode) => mode switch
    {
        null => SendMode.Queue,
        { } known when Enum.IsDefined(known) => known,
        _ => throw Checked.Invalid("mode", "it is none of queue, steer and interrupt"),
    };

    private Session Find(string id) => sessions.Get(Checked.SessionId(id));

    // One failure is told for its session and does not fail the rest.
    private async Task<BatchResult> ForEachAsync(
        ImmutableArray<string> ids, SessionCommand command, CancellationToken cancellationToken)
    {
        var results = ImmutableArray.CreateBuilder<BatchItem>();
        foreach (var id in Checked.SessionIds(ids))
        {
            try
            {
                await Find(id).DoAsync(command, cancellationToken);
                results.Add(new BatchItem(id, Ok: true));
            }
            catch (OrchestratorException refusal)
            {
                results.Add(new BatchItem(id, Ok: false, new ItemError((int)refusal.Code, refusal.Message)));
            }
        }

        return new BatchResult(results.ToImmutable());
    }
}
