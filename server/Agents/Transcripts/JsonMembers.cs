using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orchestrator.Agents.Transcripts;

/// <summary>
/// Reads members of JSON that other programs write: what is missing or of another type is as if it were absent, and
/// nothing throws.
/// </summary>
internal static partial class JsonMembers
{
    /// <summary>More than any conversation takes, and little enough that sums of them never overflow.</summary>
    public const long MaxCount = 1L << 50;

    /// <summary>The member, or an undefined element.</summary>
    public static JsonElement Member(this JsonElement element, string name)
    {
        if (element.ValueKind is not JsonValueKind.Object) return default;
        try
        {
            return element.TryGetProperty(name, out var member) ? member : default;
        }
        catch (InvalidOperationException)
        {
            // A name beside it holds half a surrogate pair: nobody we read writes such names.
            return default;
        }
    }

    public static bool Has(this JsonElement element, string name) =>
        element.Member(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public static bool IsTrue(this JsonElement element, string name) => element.Member(name).ValueKind is JsonValueKind.True;

    public static string? Text(this JsonElement element, string name) => element.Member(name).AsText();

    public static string? AsText(this JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.String) return null;
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return TextWithoutHalfPairs(element.GetRawText());
        }
    }

    /// <summary>A whole number from zero on; zero when it is none.</summary>
    public static long Count(this JsonElement element, string name)
    {
        var member = element.Member(name);
        if (member.ValueKind is not JsonValueKind.Number) return 0;
        if (member.TryGetInt64(out var whole)) return Math.Clamp(whole, 0, MaxCount);
        return member.TryGetDouble(out var number) && number is > 0 and <= MaxCount ? (long)number : 0;
    }

    public static decimal? Amount(this JsonElement element, string name)
    {
        var member = element.Member(name);
        return member.ValueKind is JsonValueKind.Number && member.TryGetDecimal(out var amount) && amount >= 0 ? amount : null;
    }

    /// <summary>A time written as text.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        DateTimeOffset.TryParse(
            element.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A time written as milliseconds since 1970.</summary>
    public static DateTimeOffset? TimeFromMilliseconds(this JsonElement element, string name) =>
        element.Count(name) is var milliseconds and > 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;

    /// <summary>A time written as seconds since 1970.</summary>
    public static DateTimeOffset? TimeFromSeconds(this JsonElement element, string name) =>
        element.Count(name) is var seconds and > 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>The items of an array; none of anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : [];

    // JavaScript cuts texts between the two halves of a character; such halves cannot be decoded.
    private static string? TextWithoutHalfPairs(string json)
    {
        using var mended = JsonDocument.Parse(HalfPairEscape().Replace(json, @"\ufffd"));
        return mended.RootElement.GetString();
    }

    [GeneratedRegex(@"(?<!\\)((?:\\\\)*)\\u[dD][89a-fA-F][0-9a-fA-F]{2}")]
    private static partial Regex HalfPairEscape();
}
