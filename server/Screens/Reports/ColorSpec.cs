using System.Globalization;

namespace Orchestrator.Screens.Reports;

/// <summary>
/// Reads colours as programs write them: <c>#rgb</c> to <c>#rrrrggggbbbb</c> and <c>rgb:r/g/b</c> to
/// <c>rgb:rrrr/gggg/bbbb</c>. Names and other colour spaces are not known, no more than to the viewers.
/// </summary>
internal static class ColorSpec
{
    private const int MaxDigits = 4;

    /// <summary>The colour as 0xRRGGBB.</summary>
    public static bool TryParse(ReadOnlySpan<char> spec, out int rgb)
    {
        rgb = 0;
        if (spec is ['#', ..]) return TryParseDigits(spec[1..], out rgb);
        return spec.StartsWith("rgb:", StringComparison.OrdinalIgnoreCase) && TryParseParts(spec[4..], out rgb);
    }

    // X11 takes the digits after # for the highest ones: #fff is f0f0f0, not white.
    private static bool TryParseDigits(ReadOnlySpan<char> digits, out int rgb)
    {
        rgb = 0;
        var width = digits.Length / 3;
        if (width is 0 or > MaxDigits || digits.Length % 3 != 0) return false;
        for (; !digits.IsEmpty; digits = digits[width..])
        {
            if (!TryParseHex(digits[..width], out var value)) return false;
            rgb = rgb << 8 | value << 4 * (MaxDigits - width) >> 8;
        }

        return true;
    }

    // Here they are a fraction: rgb:f/f/f is white.
    private static bool TryParseParts(ReadOnlySpan<char> parts, out int rgb)
    {
        rgb = 0;
        if (parts.Count('/') != 2) return false;
        for (var count = 0; count < 3; count++)
        {
            var part = ReportFields.Take(ref parts, '/');
            if (part.Length is 0 or > MaxDigits || !TryParseHex(part, out var value)) return false;
            var most = (1 << 4 * part.Length) - 1;
            rgb = rgb << 8 | (value * 255 + most / 2) / most;
        }

        return true;
    }

    private static bool TryParseHex(ReadOnlySpan<char> digits, out int value) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
