using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>One way to answer a request.</summary>
/// <param name="Id">The <c>decision</c> that takes it: <c>allow</c>, <c>deny</c> or <c>dismiss</c>.</param>
/// <param name="Label">Shown to people.</param>
/// <param name="TakesNote">True when a <c>note</c> may go with it, which the agent reads; absent when not.</param>
public sealed record AttentionOption(string Id, string Label, bool? TakesNote = null);

/// <summary>An answer that an agent suggests.</summary>
/// <param name="Label">The answer, shown to people.</param>
/// <param name="Description">What it means.</param>
public sealed record AttentionChoice(string Label, string? Description = null);

/// <summary>A question of an agent.</summary>
/// <param name="Text">The question; at most 4000 characters, free of control characters.</param>
/// <param name="Options">The answers that the agent suggests; any other text is an answer as well.</param>
/// <param name="Header">A word or two on what it is about.</param>
/// <param name="MultiSelect">True when several of the options can be chosen; absent when one.</param>
public sealed record AttentionQuestion(string Text, ImmutableArray<AttentionChoice> Options, string? Header = null, bool? MultiSelect = null);

/// <summary>Something an agent wants from a person.</summary>
/// <param name="RequestId">Identifies the request for ever.</param>
/// <param name="SessionId">Session that asks.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">One line of at most 200 characters; free of control characters.</param>
/// <param name="CreatedAt">When it was asked, RFC 3339 UTC; the same after a restart of the host.</param>
/// <param name="Body">More about it, at most 4000 characters; free of control characters.</param>
/// <param name="Options">
/// The decisions that <c>attention/respond</c> takes; absent when it takes none. One without options and without questions can
/// be answered in the session's terminal only.
/// </param>
/// <param name="ExpiresAt">When the agent stops waiting, RFC 3339 UTC; absent when it does not.</param>
/// <param name="Questions">The questions that <c>attention/respond</c> answers by <c>answers</c>; absent when there are none.</param>
public sealed record AttentionRequest(
    string RequestId,
    string SessionId,
    AttentionKind Kind,
    string Title,
    DateTimeOffset CreatedAt,
    string? Body = null,
    ImmutableArray<AttentionOption>? Options = null,
    DateTimeOffset? ExpiresAt = null,
    ImmutableArray<AttentionQuestion>? Questions = null);

/// <summary>What became of a request.</summary>
public enum AttentionOutcome
{
    /// <summary>A client answered it by <c>attention/respond</c>.</summary>
    Answered,

    /// <summary>The agent waits no longer: its own deadline passed.</summary>
    Expired,

    /// <summary>
    /// It is over without an answer of a client: answered in the terminal, taken back by the agent, seen, replaced by a
    /// newer notice, or the session's program was ended.
    /// </summary>
    Withdrawn,
}

/// <summary>
/// Params of <c>attention/requested</c>. A request that takes other answers than before, or of which more is known, is told
/// again by the same id, and stands in place of what was told first.
/// </summary>
/// <param name="Request">The request.</param>
/// <param name="Notify">
/// True for the one connection that shall notify its user: the one whose user acted last, and none while somebody looks
/// at the session. Absent otherwise, and for requests that are told again.
/// </param>
public sealed record AttentionRequestedParams(AttentionRequest Request, bool? Notify = null);

/// <summary>Params of <c>attention/resolved</c>.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="SessionId">Session that asked.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="By">Name of the client that answered.</param>
public sealed record AttentionResolvedParams(string RequestId, string SessionId, AttentionOutcome Outcome, string? By = null);

/// <summary>Params of <c>attention/list</c>.</summary>
public sealed record AttentionListParams;

/// <summary>Answer to <c>attention/list</c>.</summary>
/// <param name="Requests">
/// Every request that is pending, the oldest first, at most two a session. None of them is told as
/// <c>attention/requested</c> behind this answer; what becomes of them is.
/// </param>
public sealed record AttentionListResult(ImmutableArray<AttentionRequest> Requests);

/// <summary>
/// Params of <c>attention/respond</c>. Of several answers to one request the first counts; the others are refused (1302).
/// Refused when there is no such request (1301) or it is another session's (1303), when it can be answered in the
/// session's terminal only (1003), and when the terminal takes no input now (1601, 1702).
/// </summary>
/// <param name="RequestId">The request.</param>
/// <param name="SessionId">Session that asked.</param>
/// <param name="Decision">Id of one of the request's options (-32602 for another).</param>
/// <param name="Answers">
/// One answer to each of the request's questions, in their order (-32602 for another number), of 1 to 4000 characters; of
/// several options the labels, with ", " in between. In place of a decision.
/// </param>
/// <param name="Note">A sentence for the agent, of 1 to 4000 characters, beside a decision that takes one (1003 beside another).</param>
public sealed record AttentionRespondParams(
    string RequestId,
    string SessionId,
    string? Decision = null,
    ImmutableArray<string>? Answers = null,
    string? Note = null);

/// <summary>Params of <c>session/focus</c>.</summary>
/// <param name="SessionId">The session the user has before them now; absent for none.</param>
public sealed record SessionFocusParams(string? SessionId = null);
