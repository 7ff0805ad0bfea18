using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Subscriptions;

/// <summary>One thing a connection is to be told about a session it has revealed.</summary>
internal abstract record ContentFrame(string SessionId);

/// <summary>Bytes that follow the position told before.</summary>
internal sealed record OutputFrame(string SessionId, string Epoch, long Offset, ReadOnlyMemory<byte> Data) : ContentFrame(SessionId);

/// <summary>The reader fell behind: everything is to be replaced.</summary>
internal sealed record ResyncFrame(string SessionId, ResyncReason Reason, RevealResult Result) : ContentFrame(SessionId);

/// <summary>Bytes that follow the position told before have gone their own way: there is nothing to send for them.</summary>
internal sealed record CarriedFrame(string SessionId, int Bytes) : ContentFrame(SessionId);

/// <summary>Another viewer has set the size; it came into force at this position.</summary>
internal sealed record ResizedFrame(string SessionId, string Epoch, long Offset, int Columns, int Rows) : ContentFrame(SessionId);

/// <summary>The process ended, and all its output has been told.</summary>
internal sealed record ExitedFrame(string SessionId, string Epoch, long Offset, int? ExitCode, string? Signal) : ContentFrame(SessionId);

/// <summary>The viewer gets more or less of the session than it was told last.</summary>
internal sealed record GradedFrame(string SessionId, ContentGrade Grade) : ContentFrame(SessionId);

/// <summary>No more content comes until the next reveal.</summary>
internal sealed record EvictedFrame(string SessionId, EvictionReason Reason) : ContentFrame(SessionId);

/// <summary>What a viewer asks for when it reveals a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Since">Where its content goes on; null for a snapshot.</param>
/// <param name="Size">The viewer's size, when it told one.</param>
/// <param name="IsActive">True when the session has the user's focus.</param>
/// <param name="Pending">The reveal as it was received; null when nothing can overtake it.</param>
internal sealed record RevealRequest(
    Session Session, ContentPosition? Since, Terminals.TerminalSize? Size, bool IsActive, PendingReveal? Pending = null);
