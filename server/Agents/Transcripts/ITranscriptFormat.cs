using System.Text.Json;

namespace Orchestrator.Agents.Transcripts;

/// <summary>How one agent writes its transcripts: what each line of one means. Pure.</summary>
internal interface ITranscriptFormat
{
    /// <summary>
    /// True when the last lines of a transcript hold its totals: then the middle of a long one need not be read.
    /// </summary>
    bool EndsWithTotals { get; }

    /// <summary>
    /// False for a line that says nothing that is read, told by its bytes alone: long lines that are copies of whole
    /// requests are not parsed. True when in doubt.
    /// </summary>
    /// <param name="line">The line, or the beginning of a long one, as UTF-8 without its end.</param>
    bool MayMatter(ReadOnlySpan<byte> line);

    /// <summary>What is known behind one more line.</summary>
    /// <param name="before">What the lines before it said.</param>
    /// <param name="line">The line; any JSON value, of any version of the agent.</param>
    TranscriptReading Read(TranscriptReading before, JsonElement line);
}
