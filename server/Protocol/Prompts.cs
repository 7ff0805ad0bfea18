using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>Where a prompt of a session's queue stands.</summary>
public enum QueuedMessageState
{
    /// <summary>Its turn has not come; it can be taken out.</summary>
    Waiting,

    /// <summary>It is being typed; it can no longer be taken out.</summary>
    Delivering,
}

/// <summary>A prompt that was accepted and is not delivered yet.</summary>
/// <param name="MessageId">The server's id of the prompt.</param>
/// <param name="Preview">Its beginning as one line of at most 100 characters, shown to people.</param>
/// <param name="AcceptedAt">When it was stored, RFC 3339 UTC.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Mode">How it was sent.</param>
/// <param name="ClientMessageId">The client's id of the prompt; absent for the prompt that a session was created with.</param>
/// <param name="Text">
/// The whole prompt; absent from prompts that would bring the texts of the answer over 64 KiB.
/// </param>
public sealed record QueuedMessage(
    string MessageId,
    string Preview,
    DateTimeOffset AcceptedAt,
    QueuedMessageState State,
    SendMode Mode,
    string? ClientMessageId = null,
    string? Text = null);

/// <summary>What is known of a prompt whose turn is over.</summary>
public enum DeliveryState
{
    /// <summary>
    /// Typed into the agent's terminal, with the return behind it. All that is ever known of prompts to programs that keep no
    /// records, and of commands to the program itself, such as <c>/compact</c>.
    /// </summary>
    Delivered,

    /// <summary>The agent has it: its hook told of it, or it stands in the agent's own transcript.</summary>
    Confirmed,

    /// <summary>
    /// Nothing shows that the agent has it: its delivery was cut off, or the agent rests and ten seconds later it still stands in
    /// none of its records. It is never typed again; it becomes <see cref="Confirmed"/> should it be found later.
    /// </summary>
    Unconfirmed,

    /// <summary>It was not typed, because the program does not read its input.</summary>
    Undelivered,
}

/// <summary>A prompt whose turn is over.</summary>
/// <param name="MessageId">The server's id of the prompt.</param>
/// <param name="State">What is known of it.</param>
public sealed record DeliveredMessage(string MessageId, DeliveryState State);

/// <summary>Answer to <c>session/queue</c>.</summary>
/// <param name="Messages">The prompts in the order they will be delivered, at most 101.</param>
/// <param name="Delivered">The last prompts whose turn is over, the newest at the end, at most 5.</param>
public sealed record SessionQueueResult(ImmutableArray<QueuedMessage> Messages, ImmutableArray<DeliveredMessage> Delivered);

/// <summary>Params of <c>session/unqueue</c>.</summary>
/// <param name="SessionId">Session whose queue it is.</param>
/// <param name="MessageId">
/// The server's id of a prompt that waits; 1301 when the session never took it, 1302 when it is being delivered, was
/// delivered or was taken out already.
/// </param>
public sealed record SessionUnqueueParams(string SessionId, string MessageId);
