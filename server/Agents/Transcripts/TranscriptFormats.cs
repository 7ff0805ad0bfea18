using System.Collections.Frozen;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The agents whose transcripts can be read.</summary>
internal static class TranscriptFormats
{
    private static readonly FrozenDictionary<string, ITranscriptFormat> Formats = new Dictionary<string, ITranscriptFormat>
    {
        ["claude"] = new ClaudeTranscript(),
        ["codex"] = new CodexTranscript(),
        ["gemini"] = new GeminiTranscript(),
        ["kimi"] = new KimiTranscript(),
    }.ToFrozenDictionary();

    /// <summary>How this agent writes its transcripts; null when that is not known.</summary>
    public static ITranscriptFormat? Of(string agent) => Formats.GetValueOrDefault(agent);
}
