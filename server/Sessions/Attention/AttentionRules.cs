using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Attention;

/// <summary>Which answers to requests are taken. Pure.</summary>
internal static class AttentionRules
{
    /// <summary>True while what the program says counts: it runs, and is not being ended.</summary>
    public static bool Listens(SessionState state) => state is { Phase: SessionPhase.Active or SessionPhase.Detached, IsSuspendWanted: false };

    /// <summary>True while the program shows a dialog: whatever is typed would answer it.</summary>
    public static bool HasDialog(SessionState state) =>
        state.Dialog is not null || IsAsking(state.Activity);

    /// <summary>True for an agent that asks its user something.</summary>
    public static bool IsAsking(SessionActivity activity) => activity is SessionActivity.NeedsApproval or SessionActivity.NeedsAnswer;

    /// <summary>True when the program's newest report is the one that the request was made of.</summary>
    public static bool IsShown(PendingRequest request, TerminalFacts facts) =>
        request.Source != RequestSource.Status || facts.StatusPosition == request.Position;

    /// <summary>True when the dialog of a report was answered, and the program has not gone on since.</summary>
    public static bool IsAnswered(SessionState state, KnownStatus report) =>
        state.Resolved.Any(resolved => resolved.Outcome == AttentionOutcome.Answered && resolved.Position == report.Position);

    /// <summary>The request, which is pending.</summary>
    /// <exception cref="OrchestratorException">It is over (1302), or the session never had it or has forgotten it (1301).</exception>
    public static PendingRequest Require(SessionState state, string requestId)
    {
        if (state.Pending.FirstOrDefault(request => request.RequestId == requestId) is { } pending) return pending;
        throw state.Resolved.LastOrDefault(request => request.RequestId == requestId) is { } resolved
            ? SessionRules.Refusal(state, ErrorCode.AlreadyResolved, $"waits for this answer no longer: {OutcomeText(resolved)}", "Look at the session.")
            : SessionRules.Refusal(state, ErrorCode.RequestNotFound, "has no such request", "attention/list tells what is pending.");
    }

    /// <summary>True when the session has this request, or had it a while ago.</summary>
    public static bool Has(SessionState state, string requestId) =>
        state.Pending.Any(request => request.RequestId == requestId) || state.Resolved.Any(request => request.RequestId == requestId);

    /// <summary>Is the answer one that the request takes?</summary>
    /// <exception cref="OrchestratorException">It is not; the message says which are, or where to answer.</exception>
    public static void RequireTaken(SessionState state, PendingRequest request, Respond answer)
    {
        if (request.Options.IsEmpty && request.Questions.IsEmpty) throw Refusal("can be answered in its terminal only");
        if (answer.Answers is { } answers) RequireAnswers(answers);
        else RequireDecision();

        void RequireAnswers(ImmutableArray<string> given)
        {
            if (request.Questions.IsEmpty) throw Refusal("asks no questions: it takes a decision");
            if (answer is { Decision: not null } or { Note: not null }) throw Invalid("answers", "answers go without a decision and a note");
            if (given.Length != request.Questions.Length) throw Invalid("answers", $"the request has {request.Questions.Length} questions, and each takes one answer");
        }

        void RequireDecision()
        {
            if (request.Options.IsEmpty) throw Invalid("answers", "the request asks questions, and each takes one answer");
            if (request.Options.FirstOrDefault(option => option.Id == answer.Decision) is not { } option)
                throw Invalid("decision", $"the request takes one of {string.Join(", ", request.Options.Select(option => option.Id))}");
            if (answer.Note is not null && option.TakesNote != true) throw Refusal("takes no note with this decision");
        }

        OrchestratorException Refusal(string what) =>
            SessionRules.Refusal(state, ErrorCode.IllegalTransition, what, "Open the session and answer in its terminal.");

        OrchestratorException Invalid(string member, string why) =>
            new(ErrorCode.InvalidParams, $"'{member}' is invalid: {why}.") { SessionId = state.Id };
    }

    private static string OutcomeText(ResolvedRequest resolved) => resolved.Outcome switch
    {
        AttentionOutcome.Answered => resolved.By is null ? "it was answered" : $"it was answered by {resolved.By}",
        AttentionOutcome.Expired => "it expired",
        _ => "it was answered in the terminal, or taken back",
    };
}
