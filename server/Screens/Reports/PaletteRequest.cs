using System.Globalization;

namespace Orchestrator.Screens.Reports;

/// <summary>
/// Walks the parts of a command that sets or asks colours: pairs of OSC 4 such as <c>1;#ff0000;2;?</c>, or places of
/// OSC 10 such as <c>?;#000000</c>, where each one after the first belongs to the command with the next number.
/// </summary>
internal ref struct PaletteRequest(int osc, ReadOnlySpan<char> payload)
{
    private ReadOnlySpan<char> _rest = payload;
    private bool _isAtEnd;
    private int _place = -1;

    /// <summary>Number of the colour in a <see cref="Palette"/>; beyond it, or negative, when there is no such colour.</summary>
    public int Index { get; private set; }

    /// <summary>The part as it was written: with its number in OSC 4.</summary>
    public ReadOnlySpan<char> Part { get; private set; }

    /// <summary>The colour as the program wrote it.</summary>
    public ReadOnlySpan<char> Spec { get; private set; }

    /// <summary>True when the program asks for the colour.</summary>
    public readonly bool IsQuery => Spec is "?";

    /// <summary>True for commands in pairs: OSC 4, and OSC 5 for the colours of attributes, of which there are none here.</summary>
    public static bool IsPairs(int osc) => osc is 4 or 5;

    /// <summary>True for commands in places: OSC 10 to 19, of which colours 10 to 12 are here.</summary>
    public static bool IsPlaces(int osc) => osc is >= 10 and <= 19;

    /// <summary>Goes to the next part.</summary>
    public bool MoveNext() => !_isAtEnd && (IsPairs(osc) ? MoveToPair() : IsPlaces(osc) && MoveToPlace());

    private bool MoveToPair()
    {
        var start = _rest;
        var number = TakeField();
        if (_isAtEnd) return false;
        Spec = TakeField();
        Part = start[..(number.Length + 1 + Spec.Length)];
        Index = osc == 4 && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < Palette.Foreground ? index : -1;
        return true;
    }

    private bool MoveToPlace()
    {
        Part = Spec = TakeField();
        Index = Palette.Foreground + (osc - 10) + ++_place;
        return true;
    }

    private ReadOnlySpan<char> TakeField()
    {
        _isAtEnd = !_rest.Contains(';');
        return ReportFields.Take(ref _rest, ';');
    }
}
