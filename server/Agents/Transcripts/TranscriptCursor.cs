namespace Orchestrator.Agents.Transcripts;

/// <summary>How far one transcript was read, and what it said until there. Stored as one value, so that the two never part.</summary>
/// <param name="Path">The file.</param>
/// <param name="NativeSessionId">The conversation that it belongs to.</param>
/// <param name="IsChild">True for that of a subagent, of which only the tokens count.</param>
/// <param name="Offset">Bytes read, always up to the end of a line; of a database when the conversation was changed, in milliseconds.</param>
/// <param name="Skipped">Lines that could not be read: too long, binary or broken.</param>
/// <param name="Reading">What was read.</param>
internal sealed record TranscriptCursor(
    string Path, string NativeSessionId, bool IsChild = false, long Offset = 0, int Skipped = 0, TranscriptReading? Reading = null)
{
    /// <summary>What was read.</summary>
    public TranscriptReading Reading { get; init; } = Reading ?? TranscriptReading.Nothing;
}
