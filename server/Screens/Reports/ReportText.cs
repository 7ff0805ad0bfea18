using System.Text;
using Orchestrator.Common;

namespace Orchestrator.Screens.Reports;

/// <summary>What programs report, made fit to pass on: of bounded length, and without control characters where people read it.</summary>
internal static class ReportText
{
    /// <summary>Most characters of a title, on one line.</summary>
    public const int MaxTitle = 256;

    /// <summary>Most characters of a text that may have several lines; of a command line too.</summary>
    public const int MaxBody = 4096;

    /// <summary>Most characters of a path.</summary>
    public const int MaxPath = 4096;

    /// <summary>Most characters of a word that programs choose from a few.</summary>
    public const int MaxWord = 64;

    /// <summary>Most characters of an identifier.</summary>
    public const int MaxId = 128;

    // A UTF-16 character is at most three bytes of UTF-8, a pair is four.
    private const int MaxBodyBytes = MaxBody * 3;

    /// <summary>One line for people; may be empty.</summary>
    public static string Title(ReadOnlySpan<char> text) => DisplayText.OneLine(Cut(text, MaxBody).ToString(), MaxTitle);

    /// <summary>Lines for people; may be empty.</summary>
    public static string Body(ReadOnlySpan<char> text) => DisplayText.Lines(Cut(text, MaxBody).ToString());

    /// <summary>A word such as the name of a state; null when nothing of it can be shown.</summary>
    public static string? Word(ReadOnlySpan<char> text)
    {
        var word = DisplayText.OneLine(Cut(text, MaxWord).ToString(), MaxWord);
        return word.Length == 0 ? null : word;
    }

    /// <summary>
    /// An absolute path exactly as told, or null. It is never cleaned or cut, because that would make it another path.
    /// </summary>
    public static string? Path(ReadOnlySpan<char> text) =>
        text.Length <= MaxPath && IsAbsolute(text) && !HasControls(text) ? text.ToString() : null;

    /// <summary>True when <paramref name="text"/> can be told from others by every character: short enough and printable.</summary>
    public static bool IsIdentifier(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxId && !HasControls(text);

    /// <summary>Text from base64 of UTF-8, padded or not, as much of it as a body holds; null when it is not base64.</summary>
    public static string? FromBase64(ReadOnlySpan<char> base64) =>
        BytesFromBase64(base64, MaxBodyBytes) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Bytes from base64, padded or not; null when it is none. What exceeds <paramref name="maxBytes"/>, a multiple of 3, is not read.</summary>
    public static byte[]? BytesFromBase64(ReadOnlySpan<char> base64, int maxBytes)
    {
        var digits = base64[..Math.Min(base64.Length, maxBytes / 3 * 4)].TrimEnd('=');
        var padded = new char[(digits.Length + 3) / 4 * 4];
        digits.CopyTo(padded);
        padded.AsSpan(digits.Length).Fill('=');
        var bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64Chars(padded, bytes, out var length) ? bytes[..length] : null;
    }

    /// <summary>The beginning of a text, without half a surrogate pair at its end.</summary>
    public static ReadOnlySpan<char> Cut(ReadOnlySpan<char> text, int maxLength)
    {
        if (text.Length <= maxLength) return text;
        return char.IsHighSurrogate(text[maxLength - 1]) ? text[..(maxLength - 1)] : text[..maxLength];
    }

    // /folder, C:\folder, C:/folder, \\server\share
    private static bool IsAbsolute(ReadOnlySpan<char> path) =>
        path is ['/', ..] or ['\\', '\\', ..] || (path is [_, ':', '/' or '\\', ..] && char.IsAsciiLetter(path[0]));

    private static bool HasControls(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
            if (char.IsControl(character)) return true;
        return false;
    }
}
