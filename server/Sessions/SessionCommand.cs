using System.Collections.Immutable;
using Orchestrator.Protocol;
using Orchestrator.Sessions.Prompts;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>What a session's loop is asked to do, by users, by recovery and by its own actions.</summary>
internal abstract record SessionCommand;

/// <summary>Store the new session, then start it.</summary>
internal sealed record Create(SessionCreated Created) : SessionCommand;

/// <summary>Start the session's process.</summary>
internal sealed record Start : SessionCommand;

/// <summary>The process is up.</summary>
internal sealed record ReportStarted(int Pid, ProcessIdentity? Process = null) : SessionCommand;

/// <summary>The process could not be started.</summary>
internal sealed record ReportStartFailed(string Detail) : SessionCommand;

/// <summary>The process is gone, and what it printed is kept.</summary>
/// <param name="Exit">How it ended.</param>
/// <param name="Terminal">What is kept of its terminal.</param>
/// <param name="LastLines">The last lines it printed, however it ended.</param>
/// <param name="NativeSessionId">The agent's own id of its conversation, read from those lines.</param>
/// <param name="LastOutputAt">When it last printed something, of one that was lost and where that is known.</param>
internal sealed record ReportExited(
    TerminalExit Exit, TerminalRemains? Terminal, string? LastLines, string? NativeSessionId = null, DateTimeOffset? LastOutputAt = null) : SessionCommand;

/// <summary>The program of an earlier host is still held: go on with it.</summary>
internal sealed record Adopt(HeldReport Held) : SessionCommand;

/// <summary>The program of an earlier host is held by nobody any more.</summary>
internal sealed record Lose(DateTimeOffset? LastOutputAt = null) : SessionCommand;

/// <summary>Tell of the prompts that an earlier host was typing when it ended.</summary>
internal sealed record RecoverPrompts : SessionCommand;

/// <summary>The number of viewers became zero, or is no longer zero.</summary>
internal sealed record FollowViewers : SessionCommand;

/// <summary>End the process.</summary>
internal sealed record Stop(bool IsForced, TimeSpan? Grace) : SessionCommand;

/// <summary>Interrupt the agent's turn, ahead of every prompt that waits.</summary>
internal sealed record Interrupt : SessionCommand;

/// <summary>End the process so that the session can be resumed; forced also while the agent is at work.</summary>
/// <param name="IsForced">True to suspend it also while the agent is at work.</param>
/// <param name="Reason">Why, told to people, when no user asked for it.</param>
internal sealed record Suspend(bool IsForced, string? Reason = null) : SessionCommand;

/// <summary>The process of a run should have ended by the keys that were pressed for it; it may take the grace that is left.</summary>
internal sealed record ReportQuitOverdue(int Run, TimeSpan? Grace) : SessionCommand;

/// <summary>Go on with a new process, which is given the prompt when there is one.</summary>
internal sealed record Resume(string? Prompt) : SessionCommand;

/// <summary>Give the session a title.</summary>
internal sealed record Rename(string Title) : SessionCommand;

/// <summary>Hide the session from the usual list, or show it again.</summary>
internal sealed record SetArchived(bool IsArchived) : SessionCommand;

/// <summary>Mark the session as read or unread.</summary>
internal sealed record SetUnread(bool IsUnread) : SessionCommand;

/// <summary>Give the session a prompt.</summary>
internal sealed record Send(string ClientMessageId, string Text, SendMode Mode = SendMode.Queue) : SessionCommand
{
    /// <summary>What became of it; set before the command completes.</summary>
    public SessionSendResult? Result { get; set; }
}

/// <summary>Take a waiting prompt out of the queue.</summary>
internal sealed record Unqueue(string MessageId) : SessionCommand;

/// <summary>Type the prompt whose turn it is, if its time has come.</summary>
internal sealed record DeliverNext : SessionCommand;

/// <summary>Press the return of a delivered prompt once more, if it still may stand unsent.</summary>
internal sealed record RepeatReturn(string MessageId) : SessionCommand;

/// <summary>A prompt was typed in, or was not.</summary>
internal sealed record ReportDelivery(string MessageId, PromptOutcome Outcome) : SessionCommand;

/// <summary>Forget the session.</summary>
internal sealed record Delete : SessionCommand;

/// <summary>Store the session, if it went on for a while without being stored.</summary>
internal sealed record StoreState : SessionCommand;

/// <summary>The program said something of itself, or somebody began to look.</summary>
internal sealed record FollowReports : SessionCommand;

/// <summary>Answer a request of the agent.</summary>
/// <param name="RequestId">The request.</param>
/// <param name="Decision">One of the decisions it takes.</param>
/// <param name="Note">A sentence for the agent.</param>
/// <param name="Answers">Answers to its questions, in their order.</param>
/// <param name="By">Name of the client that answers.</param>
internal sealed record Respond(
    string RequestId, string? Decision, string? Note = null, ImmutableArray<string>? Answers = null, string? By = null) : SessionCommand;
