using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Rpc.Targets;

/// <summary>Serves <c>attention/*</c> to one connection.</summary>
internal sealed class AttentionTarget(SessionRegistry sessions, LargeAnswers answers, ClientConnection connection, ConnectionUser user) : IAttentionService
{
    private const int MaxId = 128;
    private const int MaxText = 4000;

    public Task<AttentionListResult> ListAsync(AttentionListParams parameters, CancellationToken cancellationToken) =>
        answers.MakeAsync(() => connection.AnswerAsync(Read, result => result.Requests, CancellationToken.None), cancellationToken);

    public async Task<Empty> RespondAsync(AttentionRespondParams parameters, CancellationToken cancellationToken)
    {
        var session = sessions.Get(Checked.SessionId(parameters.SessionId));
        var requestId = Checked.Length(parameters.RequestId, "requestId", 1, MaxId);
        user.Act();
        if (!AttentionRules.Has(session.State, requestId) && sessions.All.FirstOrDefault(other => AttentionRules.Has(other.State, requestId)) is { } owner)
            throw SessionRules.Refusal(owner.State, ErrorCode.RequestMismatch, "is the one that made this request, not the session named", "Name the session of the request.");
        var note = parameters.Note is { } text ? Text(text, "note") : null;
        ImmutableArray<string>? answers = parameters.Answers is { } given ? [.. Checked.NoNulls(given, "answers").Select(answer => Text(answer, "answers"))] : null;
        await session.RespondAsync(new Respond(requestId, parameters.Decision, note, answers, user.ClientName), cancellationToken);
        return Empty.Value;
    }

    private static string Text(string text, string member) => Checked.Length(text, member, 1, MaxText);

    private AttentionListResult Read() => new(
        [.. sessions.All.SelectMany(session => session.News.Requests).OrderBy(request => request.CreatedAt).ThenBy(request => request.RequestId, StringComparer.Ordinal)]);
}
