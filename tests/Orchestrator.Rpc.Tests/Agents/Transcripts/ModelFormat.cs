using System.Text;
using System.Text.Json;
using Orchestrator.Agents.Transcripts;

namespace Orchestrator.Rpc.Tests.Agents.Transcripts;

/// <summary>
/// The simplest format there can be: a line <c>{"model":"m","total":3}</c> says that tokens are so many by now, and
/// <c>{"noise":..}</c> says nothing. It counts what it is given to parse, and
/// lines as tokens of the context.
/// </summary>
internal sealed class ModelFormat(bool endsWithTotals = false) : ITranscriptFormat
{
    public bool EndsWithTotals => endsWithTotals;

    public int Parsed { get; private set; }

    public static string Line(long total) => $$"""{"model":"m","total":{{total}}}""" + "\n";

    public bool MayMatter(ReadOnlySpan<byte> line) => !line.StartsWith(Encoding.UTF8.GetBytes("""{"noise":"""));

    public TranscriptReading Read(TranscriptReading before, JsonElement line)
    {
        Parsed++;
        return before with { Model = "m", ContextTokens = (before.ContextTokens ?? 0) + 1, Usage = [new ModelUsage("m", Input: line.GetProperty("total").GetInt64())] };
    }
}
