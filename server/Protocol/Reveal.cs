using System.Collections.Immutable;

namespace Orchestrator.Protocol;

/// <summary>A position in a session's content, as the client last applied it.</summary>
/// <param name="Epoch">Run of the terminal the offset belongs to.</param>
/// <param name="Offset">Absolute position after the last byte applied.</param>
/// <param name="Seq">Number of the last event applied.</param>
public sealed record ContentPosition(string Epoch, long Offset, long? Seq = null);

/// <summary>Params of <c>session/reveal</c>.</summary>
/// <param name="SessionId">Session to look at.</param>
/// <param name="Cols">Columns of the viewer, 1 to 1000.</param>
/// <param name="Rows">Rows of the viewer, 1 to 500.</param>
/// <param name="Active">
/// True when the session has the user's focus: this connection then leads its size, and its user counts as looking at
/// it until <c>session/focus</c> or a conceal says otherwise.
/// </param>
/// <param name="Since">Where to go on; absent to get a snapshot.</param>
public sealed record SessionRevealParams(
    string SessionId,
    int? Cols = null,
    int? Rows = null,
    bool? Active = null,
    ContentPosition? Since = null);

/// <summary>How much of a session's content a connection gets.</summary>
public enum ContentGrade
{
    /// <summary>Everything as it comes.</summary>
    Live,

    /// <summary>At most four updates a second: more sessions are visible than may be live.</summary>
    Paced,
}

/// <summary>What <see cref="TerminalContent.Data"/> is.</summary>
public enum TerminalContentKind
{
    /// <summary>The bytes after the position asked for; write them behind what is shown.</summary>
    Suffix,

    /// <summary>Replaces whatever the viewer shows.</summary>
    Snapshot,

    /// <summary>There is nothing to show.</summary>
    None,
}

/// <summary>A terminal's content in a reveal result.</summary>
/// <param name="Epoch">Run of the terminal.</param>
/// <param name="Offset">Absolute position after <paramref name="Data"/>: the first <c>terminal/output</c>, or the first byte of the channel, starts here.</param>
/// <param name="Cols">Columns the data was made for.</param>
/// <param name="Rows">Rows the data was made for.</param>
/// <param name="Kind">What the data is.</param>
/// <param name="Data">Bytes for the viewer's terminal, base64.</param>
/// <param name="Truncated">True when older output is not in it.</param>
/// <param name="Channel">
/// On a multiplexed connection the number of the channel, offered by the server, that carries the bytes after this
/// result; it replaces the channel of the result before. Absent on a connection of frames alone.
/// </param>
public sealed record TerminalContent(
    string Epoch,
    long Offset,
    int Cols,
    int Rows,
    TerminalContentKind Kind,
    ReadOnlyMemory<byte> Data,
    bool? Truncated = null,
    long? Channel = null);

/// <summary>Answer to <c>session/reveal</c>; the notifications after it neither repeat nor miss anything.</summary>
/// <param name="Session">The session, its phase checked against the stored state.</param>
/// <param name="Grade">How much content this connection gets.</param>
/// <param name="Attention">Requests of the session that are pending; none of them is told as <c>attention/requested</c> behind this.</param>
/// <param name="Terminal">The terminal's content; absent for sessions without one.</param>
public sealed record RevealResult(
    SessionSummary Session,
    ContentGrade Grade,
    ImmutableArray<AttentionRequest> Attention,
    TerminalContent? Terminal = null);
