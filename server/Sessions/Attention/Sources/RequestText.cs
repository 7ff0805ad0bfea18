using System.Globalization;
using Orchestrator.Common;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>What people read of a request: a line, and more where there is more. Pure.</summary>
internal static class RequestText
{
    public const int MaxTitle = 200;
    public const int MaxBody = 4000;

    /// <summary>The decision that ends a notice.</summary>
    public static readonly AttentionOption Dismiss = new("dismiss", "Dismiss");

    /// <summary>The title and the body of a text; the body only where the title does not say it all.</summary>
    public static (string Title, string? Body) Of(string? text, string fallback)
    {
        var lines = DisplayText.Lines(text ?? "");
        var title = DisplayText.OneLine(lines, MaxTitle);
        if (title.Length == 0) return (fallback, null);
        return title.Length == lines.Length ? (title, null) : (title, Cut(lines));
    }

    /// <summary>The title and the body of a notification that has both.</summary>
    public static (string Title, string? Body) Of(string title, string body, string fallback)
    {
        var line = DisplayText.OneLine(title, MaxTitle);
        if (line.Length == 0) return Of(body, fallback);
        var more = Cut(DisplayText.Lines(body));
        return (line, more.Length == 0 ? null : more);
    }

    /// <summary>A question as it is shown.</summary>
    public static AttentionQuestion Shown(AttentionQuestion question) => new(
        Cut(DisplayText.Lines(question.Text)),
        [.. question.Options.Select(option => new AttentionChoice(
            DisplayText.OneLine(option.Label, MaxTitle), option.Description is { } description ? Cut(DisplayText.Lines(description)) : null))],
        question.Header is { } header ? DisplayText.OneLine(header, MaxTitle) : null,
        question.MultiSelect);

    /// <summary>Why an agent has to wait, and until when.</summary>
    public static string Limit(string? why, DateTimeOffset until) =>
        $"{why ?? "Usage limit"} (until {until.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)})";

    // Half of a character is none.
    private static string Cut(string text) =>
        text.Length <= MaxBody ? text : text[..(char.IsHighSurrogate(text[MaxBody - 1]) ? MaxBody - 1 : MaxBody)];
}
