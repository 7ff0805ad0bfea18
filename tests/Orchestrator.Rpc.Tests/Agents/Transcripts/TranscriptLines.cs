using System.Text;
using System.Text.Json;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

/// <summary>Reads lines of a transcript as the host does: those that cannot matter are not parsed.</summary>
internal static class TranscriptLines
{
    public static TranscriptReading ReadAll(this ITranscriptFormat format, params IEnumerable<string> lines) =>
        lines.Aggregate(TranscriptReading.Nothing, format.ReadOn);

    public static TranscriptReading ReadOn(this ITranscriptFormat format, TranscriptReading before, string line)
    {
        if (!format.MayMatter(line)) return before;
        using var document = JsonDocument.Parse(line);
        return format.Read(before, document.RootElement);
    }

    public static bool MayMatter(this ITranscriptFormat format, string line) => format.MayMatter(Encoding.UTF8.GetBytes(line));
}
