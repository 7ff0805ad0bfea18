namespace Orchestrator.Protocol;

/// <summary>Params of <c>terminal/input</c>.</summary>
/// <param name="SessionId">Session whose terminal is typed into (1003 when it has none).</param>
/// <param name="Data">Bytes, base64; up to 1 MiB a message (1601).</param>
public sealed record TerminalInputParams(string SessionId, ReadOnlyMemory<byte> Data);

/// <summary>Params of <c>terminal/resize</c>.</summary>
/// <param name="SessionId">Session whose terminal is resized.</param>
/// <param name="Cols">Columns, 1 to 1000.</param>
/// <param name="Rows">Rows, 1 to 500.</param>
public sealed record TerminalResizeParams(string SessionId, int Cols, int Rows);

/// <summary>Params of the notification <c>terminal/ack</c>.</summary>
/// <param name="SessionId">Session whose output was consumed.</param>
/// <param name="Epoch">Run of the terminal.</param>
/// <param name="Offset">Absolute position up to which the viewer has consumed the output; a lower one than before is ignored.</param>
public sealed record TerminalAckParams(string SessionId, string Epoch, long Offset);

/// <summary>Form of a terminal's content.</summary>
public enum SnapshotFormat
{
    /// <summary>Bytes for a terminal.</summary>
    Vt,

    /// <summary>Plain text, lines ended by a line feed.</summary>
    Text,
}

/// <summary>Params of <c>terminal/snapshot</c>.</summary>
/// <param name="SessionId">Session whose terminal is read; it need not be revealed.</param>
/// <param name="Format">Form of the answer.</param>
/// <param name="Scrollback">Lines of scrollback wanted, 0 to 10000.</param>
public sealed record TerminalSnapshotParams(string SessionId, SnapshotFormat Format, int? Scrollback = null);

/// <summary>Answer to <c>terminal/snapshot</c>.</summary>
/// <param name="Epoch">Run of the terminal.</param>
/// <param name="Offset">Absolute position the data stands for.</param>
/// <param name="Cols">Columns.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Data">For <c>vt</c> bytes for a terminal, base64; for <c>text</c> the text itself.</param>
public sealed record TerminalSnapshotResult(string Epoch, long Offset, int Cols, int Rows, string Data);

/// <summary>Params of the notification <c>terminal/output</c>.</summary>
/// <param name="SessionId">Session that printed.</param>
/// <param name="Epoch">Run of the terminal.</param>
/// <param name="Offset">Absolute position of the first byte.</param>
/// <param name="Data">The bytes, base64.</param>
public sealed record TerminalOutputParams(string SessionId, string Epoch, long Offset, ReadOnlyMemory<byte> Data);

/// <summary>Params of the notification <c>terminal/resized</c>: another client leads the size.</summary>
/// <param name="SessionId">Session whose terminal was resized.</param>
/// <param name="Cols">Columns.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Epoch">Run of the terminal.</param>
/// <param name="Offset">
/// Absolute position where the size came into force: what comes before it was printed at the size before. On a
/// multiplexed connection it can come before the channel has got there.
/// </param>
public sealed record TerminalResizedParams(string SessionId, int Cols, int Rows, string? Epoch = null, long? Offset = null);

/// <summary>
/// Params of the notification <c>terminal/exited</c>; it follows all output, except on a multiplexed connection, where it
/// can come before the channel has given its last bytes.
/// </summary>
/// <param name="SessionId">Session whose process ended.</param>
/// <param name="Epoch">Run of the terminal.</param>
/// <param name="Offset">Absolute position of the end.</param>
/// <param name="ExitCode">Exit code, when the process ended by itself.</param>
/// <param name="Signal">Name of the signal that ended it.</param>
public sealed record TerminalExitedParams(
    string SessionId,
    string Epoch,
    long Offset,
    int? ExitCode = null,
    string? Signal = null);
