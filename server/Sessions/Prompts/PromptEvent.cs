using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Prompts;

/// <summary>A fact about one of a session's prompts.</summary>
/// <param name="At">When it happened.</param>
/// <param name="MessageId">The prompt.</param>
internal abstract record PromptEvent(DateTimeOffset At, string MessageId) : SessionEvent(At);

/// <summary>It was stored, and waits for its turn.</summary>
/// <param name="At">When it was stored.</param>
/// <param name="MessageId">The prompt.</param>
/// <param name="Preview">Its beginning, as one line.</param>
/// <param name="Mode">How it was sent.</param>
/// <param name="Fingerprint">Tells it in its agent's records; null when it will stand in none.</param>
internal sealed record PromptAccepted(
    DateTimeOffset At, string MessageId, string Preview = "", SendMode Mode = SendMode.Queue, string? Fingerprint = null)
    : PromptEvent(At, MessageId);

/// <summary>Its turn has come. Stored before its first byte is typed: from here on it may have reached the agent.</summary>
internal sealed record PromptDeliveryBegan(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>The program ended before a byte of it was typed: it waits again.</summary>
internal sealed record PromptHeldBack(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>It was typed, and the terminal took the return behind it.</summary>
internal sealed record PromptDelivered(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>It was not typed, because the program does not read its input.</summary>
internal sealed record PromptNotDelivered(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>Its delivery began, and nobody knows whether it reached the agent.</summary>
internal sealed record PromptUncertain(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>It stands in its agent's records.</summary>
internal sealed record PromptConfirmed(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>It was typed, and its agent, which rests, has no record of it.</summary>
internal sealed record PromptUnconfirmed(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>
/// Its agent, which rests since before it was typed, has no record of it: its return is pressed once more, unless a person
/// has typed since. Stored before that is done.
/// </summary>
internal sealed record PromptReturnRepeated(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>It was typed, and its agent's records do not tell whether what they have is this one.</summary>
internal sealed record PromptUndecided(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);

/// <summary>A user took it out of the queue.</summary>
internal sealed record PromptUnqueued(DateTimeOffset At, string MessageId) : PromptEvent(At, MessageId);
