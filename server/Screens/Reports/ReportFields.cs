using System.Globalization;

namespace Orchestrator.Screens.Reports;

/// <summary>Takes reports apart.</summary>
internal static class ReportFields
{
    private const int MaxPercent = 100;

    /// <summary>Takes what stands before the first <paramref name="separator"/>, or everything, off <paramref name="text"/>.</summary>
    public static ReadOnlySpan<char> Take(scoped ref ReadOnlySpan<char> text, char separator)
    {
        var end = text.IndexOf(separator);
        var field = end < 0 ? text : text[..end];
        text = end < 0 ? [] : text[(end + 1)..];
        return field;
    }

    /// <summary>A percentage; null when it is no number or negative. More than all is all.</summary>
    public static int? Percent(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) ? Math.Min(percent, MaxPercent) : null;
}
