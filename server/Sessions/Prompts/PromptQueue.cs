using System.Collections.Immutable;
using Orchestrator.Agents.Transcripts;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Sessions.Prompts;

/// <summary>A prompt that was accepted and is not delivered. Its text stays in the store until its turn comes.</summary>
/// <param name="MessageId">The server's id.</param>
/// <param name="Preview">Its beginning as one line, shown to people.</param>
/// <param name="AcceptedAt">When it was stored.</param>
/// <param name="Mode">How it was sent.</param>
/// <param name="IsDelivering">True once it may have reached the agent.</param>
/// <param name="Fingerprint">Tells it in its agent's records; null when it will stand in none.</param>
/// <param name="BeganAt">When its delivery began.</param>
/// <param name="IsAmidTurn">True when the agent may then have been at the turn of another prompt.</param>
internal sealed record QueuedPrompt(
    string MessageId,
    string Preview,
    DateTimeOffset AcceptedAt,
    SendMode Mode = SendMode.Queue,
    bool IsDelivering = false,
    string? Fingerprint = null,
    DateTimeOffset? BeganAt = null,
    bool IsAmidTurn = false);

/// <summary>
/// The rules of a session's queue: whose turn it is, what follows from what became of a prompt, and how facts about
/// prompts change the session. Pure.
/// </summary>
internal static class PromptQueue
{
    /// <summary>Most prompts waiting in one session.</summary>
    public const int MaxWaiting = 100;

    private const int PreviewLength = 100;

    /// <summary>Prompts whose turn has not come.</summary>
    public static int WaitingCount(SessionState state) => state.Queue.Count(prompt => !prompt.IsDelivering);

    /// <summary>
    /// The prompt whose turn it is: one at a time, behind none that may stand unsent, and only while a program runs, shows
    /// no dialog and is not being ended.
    /// </summary>
    public static QueuedPrompt? Next(SessionState state) =>
        TakesPrompts(state) && !state.Queue.Any(prompt => prompt.IsDelivering) && !PromptConfirmation.IsAwaited(state)
            ? state.Queue.FirstOrDefault()
            : null;

    /// <summary>The fact that a prompt was stored.</summary>
    public static PromptAccepted Accept(string messageId, string text, SendMode mode, DateTimeOffset now) =>
        new(now, messageId, DisplayText.OneLine(text, PreviewLength), mode, RecordedPrompt.IsPrompt(text) ? RecordedPrompt.FingerprintOf(text) : null);

    /// <summary>What a sender is told of a prompt that was accepted just now.</summary>
    public static SessionSendResult Receipt(SessionState state, string messageId)
    {
        var position = IndexOf(state, messageId);
        return position == 0 && TakesPrompts(state)
            ? new SessionSendResult(SendReceipt.Accepted, messageId)
            : new SessionSendResult(SendReceipt.Queued, messageId, position);
    }

    /// <summary>What follows from what became of a prompt; nothing when it is not being delivered any more.</summary>
    public static ImmutableArray<SessionEvent> Decide(SessionState state, ReportDelivery report, DateTimeOffset now)
    {
        if (!state.Queue.Any(prompt => prompt.MessageId == report.MessageId && prompt.IsDelivering)) return [];
        return report.Outcome switch
        {
            PromptOutcome.Delivered => [new PromptDelivered(now, report.MessageId)],
            PromptOutcome.HeldBack => [new PromptHeldBack(now, report.MessageId)],
            PromptOutcome.NotTaken => [new PromptNotDelivered(now, report.MessageId)],
            _ => [new PromptUncertain(now, report.MessageId)],
        };
    }

    /// <summary>What follows from the wish to take a prompt out.</summary>
    /// <param name="state">The session.</param>
    /// <param name="messageId">The prompt.</param>
    /// <param name="isKnown">True when the session took it at some time.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="OrchestratorException">It waits no longer (1302), or was never taken (1301).</exception>
    public static PromptUnqueued Unqueue(SessionState state, string messageId, bool isKnown, DateTimeOffset now)
    {
        if (state.Queue.Any(prompt => prompt.MessageId == messageId && !prompt.IsDelivering)) return new PromptUnqueued(now, messageId);
        var shown = DisplayText.OneLine(messageId, 100);
        throw isKnown
            ? SessionRules.Refusal(state, ErrorCode.AlreadyResolved, $"no longer has the prompt '{shown}' waiting", "It is being delivered, was delivered or was taken out already. Read the queue again.")
            : SessionRules.Refusal(state, ErrorCode.RequestNotFound, $"has no prompt '{shown}'", "Read the queue again.");
    }

    /// <summary>The session behind a fact about one of its prompts.</summary>
    public static SessionState Apply(SessionState state, PromptEvent fact)
    {
        if (fact is PromptAccepted accepted)
        {
            var added = new QueuedPrompt(accepted.MessageId, accepted.Preview, fact.At, accepted.Mode, Fingerprint: accepted.Fingerprint);
            return state with
            {
                Queue = InsertBehind(state.Queue, Rank(added.Mode), added),
                // Whoever sends a prompt to a session that is being suspended wants it to go on.
                IsResumeWanted = state.IsResumeWanted || state.IsSuspendWanted,
                IsInterrupted = state.IsInterrupted || (added.Mode == SendMode.Interrupt && state.Activity == SessionActivity.Working),
                UpdatedAt = fact.At,
            };
        }

        if (fact is PromptConfirmed or PromptUnconfirmed or PromptReturnRepeated or PromptUndecided) return PromptConfirmation.Apply(state, fact);
        // Of a prompt that is out of the queue everything was told already.
        if (IndexOf(state, fact.MessageId) is not { } index) return state;
        var prompt = state.Queue[index];
        var without = state with { Queue = state.Queue.RemoveAt(index) };
        return fact switch
        {
            PromptDeliveryBegan => state with { Queue = state.Queue.SetItem(index, PromptConfirmation.Begin(state, prompt, fact.At)) },
            // It came before every other one of its mode, and has to stand so again.
            PromptHeldBack => state with { Queue = InsertBehind(without.Queue, Rank(prompt.Mode) - 1, prompt with { IsDelivering = false }) },
            PromptDelivered => PromptConfirmation.Remember(without with { UpdatedAt = fact.At }, prompt, DeliveryState.Delivered, fact.At),
            PromptUnqueued => without with { UpdatedAt = fact.At },
            PromptNotDelivered => Tell(
                PromptConfirmation.Remember(without with { UpdatedAt = fact.At }, prompt, DeliveryState.Undelivered, fact.At),
                $"A prompt was not delivered, because {state.Launch.AgentName} does not read its input: \"{prompt.Preview}\". Interrupt or stop it, then send the prompt again."),
            // A later host may be who finds it out: when the session was last used does not change with that.
            PromptUncertain => Tell(
                PromptConfirmation.Remember(without, prompt, DeliveryState.Unconfirmed, fact.At), PromptConfirmation.Doubt(state, prompt.Preview)),
            _ => throw new InvalidOperationException($"{fact.GetType().Name} is no fact about a prompt in a queue."),
        };
    }

    /// <summary>
    /// What the end of a process is explained with: what was told of prompts while it ran, which is still to be read,
    /// its own words, and how many prompts wait.
    /// </summary>
    public static string? DetailOfEnd(SessionState state, string? words)
    {
        var waiting = WaitingCount(state) switch
        {
            0 => null,
            1 => "A prompt waits for the session to be resumed.",
            var count => $"{count} prompts wait for the session to be resumed.",
        };
        var lines = new[] { state.Detail, words, waiting }.Where(line => line is not null).ToList();
        return lines.Count == 0 ? null : string.Join('\n', lines);
    }

    // The queue is always in the order of the ranks, each rank in the order it came, but for one that is being typed:
    // that one stays first.
    private static ImmutableArray<QueuedPrompt> InsertBehind(ImmutableArray<QueuedPrompt> queue, int rank, QueuedPrompt prompt)
    {
        var index = 0;
        while (index < queue.Length && (queue[index].IsDelivering || Rank(queue[index].Mode) <= rank)) index++;
        return queue.Insert(index, prompt);
    }

    private static int Rank(SendMode mode) => mode switch
    {
        SendMode.Interrupt => 0,
        SendMode.Steer => 1,
        _ => 2,
    };

    private static int? IndexOf(SessionState state, string messageId)
    {
        for (var index = 0; index < state.Queue.Length; index++)
            if (state.Queue[index].MessageId == messageId) return index;
        return null;
    }

    // A prompt that is typed into a dialog would answer it.
    private static bool TakesPrompts(SessionState state) =>
        state is { Phase: SessionPhase.Active or SessionPhase.Detached, IsSuspendWanted: false } && !AttentionRules.HasDialog(state);

    /// <summary>Tells people news of a prompt. How a session ended stays told beside it; while it runs only the newest is told.</summary>
    public static SessionState Tell(SessionState state, string news) =>
        state with { Detail = PhaseTable.IsRunning(state.Phase) || state.Detail is null ? news : $"{news}\n{state.Detail}" };
}
