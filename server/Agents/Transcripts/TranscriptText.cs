using System.Text.Json;
using Orchestrator.Common;

namespace Orchestrator.Agents.Transcripts;

/// <summary>The texts of transcripts, as people are shown them.</summary>
internal static class TranscriptText
{
    /// <summary>One line of it, cut; null when nothing is left.</summary>
    public static string? Shown(string? text) =>
        text is not null && DisplayText.OneLine(text.TrimStart(), TranscriptReading.MaxText) is { Length: > 0 } line ? line : null;

    /// <summary>The text of a message, whose content is a text or a list of parts of which some are text.</summary>
    public static string? Of(JsonElement content) =>
        content.AsText() ?? Joined(content.Items().Select(part => part.Text("text")));

    private static string? Joined(IEnumerable<string?> texts) =>
        texts.Where(text => !string.IsNullOrWhiteSpace(text)).ToList() is { Count: > 0 } some ? string.Join('\n', some) : null;
}
