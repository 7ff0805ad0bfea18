using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>attention/*</c> to one connection.</summary>
internal sealed class AttentionTarget(SessionRegistry sessions, LargeAnswers answers, ClientConnection connection, ConnectionUser user) : IAttentionService
{
    private const int MaxId = 128;

    public Task<AttentionListResult> ListAsync(AttentionListParams parameters, CancellationToken cancellationToken) =>
        answers.MakeAsync(() => connection.AnswerAsync(Read, result => result.Requests, CancellationToken.None), cancellationToken);

    public async Task<Empty> RespondAsync(AttentionRespondParams parameters, CancellationToken cancellationToken)
    {
        var session = sessions.Get(Checked.SessionId(parameters.SessionId));
        var requestId = Checked.Length(parameters.RequestId, "requestId", 1, MaxId);
        user.Act();
        if (!AttentionRules.Has(session.State, requestId) && sessions.All.FirstOrDefault(other => AttentionRules.Has(other.State, requestId)) is { } owner)
            throw SessionRules.Refusal(owner.State, ErrorCode.RequestMismatch, "is the one that made this request, not the session named", "Name the session of the request.");
        var hasText = parameters is { Note: not null } or { Answers: not null };
        await session.RespondAsync(new Respond(requestId, parameters.Decision, hasText, user.ClientName), cancellationToken);
        return Empty.Value;
    }

    private AttentionListResult Read() => new(
        [.. sessions.All.SelectMany(session => session.News.Requests).OrderBy(request => request.CreatedAt).ThenBy(request => request.RequestId, StringComparer.Ordinal)]);
}
