using System.Buffers;
using System.Globalization;
using System.Text;

namespace Orchestrator.Screens.Reports;

/// <summary>The colours in force: those of the terminal that people look at, and what the program put in their place.</summary>
internal sealed class Palette
{
    /// <summary>Numbers of the colours beyond the 256 that have one of their own.</summary>
    public const int Foreground = 256, Background = 257, Cursor = 258;

    /// <summary>Most queries of one command that are answered: enough for every colour, so that answers cannot pile up.</summary>
    public const int MaxAnswers = Count;

    private const int Count = 259;
    private const int Unchanged = -1;

    // Most programs change none.
    private int[]? _changed;

    /// <summary>The colours of the terminal that people look at.</summary>
    public ScreenColors Colors { get; set; } = ScreenColors.Usual;

    /// <summary>True when the background is rather dark than light.</summary>
    public bool IsDark
    {
        get
        {
            var rgb = this[Background];
            // Rec. 709, in thousandths.
            return (rgb >> 16 & 0xFF) * 213 + (rgb >> 8 & 0xFF) * 715 + (rgb & 0xFF) * 72 < 127_500;
        }
    }

    /// <summary>What the program changed: numbers and colours, 0xRRGGBB.</summary>
    public IEnumerable<(int Index, int Rgb)> Changed
    {
        get
        {
            for (var index = 0; _changed is not null && index < Count; index++)
                if (_changed[index] != Unchanged) yield return (index, _changed[index]);
        }
    }

    /// <summary>A colour in force, 0xRRGGBB; by its number, 0 to 255 or one of the constants.</summary>
    public int this[int index] => _changed is { } changed && changed[index] != Unchanged ? changed[index] : Usual(index);

    /// <summary>True when part of a command (OSC 4, 5, 10 to 19) asks for a colour.</summary>
    public static bool ContainsQuery(int osc, ReadOnlySpan<char> payload)
    {
        for (var request = new PaletteRequest(osc, payload); request.MoveNext();)
            if (request.IsQuery) return true;
        return false;
    }

    /// <summary>What is left of a payload when its queries are taken out; null when nothing is.</summary>
    public static string? WithoutQueries(int osc, ReadOnlySpan<char> payload)
    {
        var left = new StringBuilder(payload.Length);
        for (var request = new PaletteRequest(osc, payload); request.MoveNext();)
        {
            if (!request.IsQuery) left.Append(request.Part).Append(';');
            // An empty place changes nothing, and the following ones keep their meaning.
            else if (PaletteRequest.IsPlaces(osc)) left.Append(';');
        }

        var text = left.ToString().TrimEnd(';');
        return text.Length == 0 ? null : text;
    }

    /// <summary>Sets and resets what a command (OSC 4, 10 to 12, 104, 110 to 112) says, and answers what it asks.</summary>
    /// <param name="osc">The number of the command; others do nothing.</param>
    /// <param name="payload">What follows the number and its semicolon.</param>
    /// <param name="isStTerminated">How the command ended: true for ESC \, false for BEL.</param>
    /// <param name="answers">Where answers go.</param>
    public void Apply(int osc, ReadOnlySpan<char> payload, bool isStTerminated, IBufferWriter<byte> answers)
    {
        if (osc == 104) ResetIndexed(payload);
        else if (osc is >= 110 and <= 112) Set(Foreground + osc - 110, Unchanged);
        var answered = 0;
        for (var request = new PaletteRequest(osc, payload); request.MoveNext();)
        {
            if (request.Index is < 0 or >= Count) continue;
            if (request.IsQuery && answered++ < MaxAnswers) WriteAnswer(request.Index, isStTerminated, answers);
            else if (ColorSpec.TryParse(request.Spec, out var rgb)) Set(request.Index, rgb);
        }
    }

    /// <summary>Takes back what the program changed, as a full reset does.</summary>
    public void Reset() => _changed = null;

    // 104 alone means all of them.
    private void ResetIndexed(ReadOnlySpan<char> payload)
    {
        if (payload.IsEmpty) _changed?.AsSpan(0, Foreground).Fill(Unchanged);
        while (!payload.IsEmpty)
        {
            var number = ReportFields.Take(ref payload, ';');
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Foreground)
                Set(index, Unchanged);
        }
    }

    private void Set(int index, int rgb)
    {
        if (_changed is null)
        {
            if (rgb == Unchanged) return;
            _changed = new int[Count];
            Array.Fill(_changed, Unchanged);
        }

        _changed[index] = rgb;
    }

    // 4;1;rgb:cdcd/3131/3131 or 11;rgb:1e1e/1e1e/1e1e
    private void WriteAnswer(int index, bool isStTerminated, IBufferWriter<byte> answers)
    {
        var rgb = this[index];
        answers.Write("\e]"u8);
        if (index < Foreground) answers.Write("4;"u8);
        answers.WriteNumber(index < Foreground ? index : index - Foreground + 10);
        answers.WriteAscii($";rgb:{Channel(rgb >> 16)}/{Channel(rgb >> 8)}/{Channel(rgb)}");
        answers.WriteTerminator(isStTerminated);
    }

    // 16 bits as X11 has them.
    private static string Channel(int value) => ((value & 0xFF) * 0x101).ToString("x4", CultureInfo.InvariantCulture);

    private int Usual(int index) => index switch
    {
        Foreground => Colors.Foreground,
        Background => Colors.Background,
        Cursor => Colors.Cursor,
        < 16 => Colors.Ansi[index],
        < 232 => Cube(index - 16),
        _ => (8 + 10 * (index - 232)) * 0x010101,
    };

    // 6 by 6 by 6: red counts most; the steps are 0, 95, 135, 175, 215, 255.
    private static int Cube(int index) => Step(index / 36) << 16 | Step(index / 6 % 6) << 8 | Step(index % 6);

    private static int Step(int level) => level == 0 ? 0 : 55 + 40 * level;
}
