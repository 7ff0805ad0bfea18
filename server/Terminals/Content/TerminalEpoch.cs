using System.Globalization;

namespace Orchestrator.Terminals.Content;

/// <summary>
/// Names what positions in a terminal's log belong to: a run of the program and, when some of the run's output was
/// lost, since when its positions are counted anew. Written <c>2</c> or <c>2.1764000000000</c>.
/// </summary>
/// <param name="Run">Number of the run, from 1; also the name of its files.</param>
/// <param name="Generation">0, or a number that only grows.</param>
internal readonly record struct TerminalEpoch(int Run, long Generation = 0)
{
    public static TerminalEpoch Parse(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point < 0
            ? new TerminalEpoch(int.Parse(text, CultureInfo.InvariantCulture))
            : new TerminalEpoch(int.Parse(text[..point], CultureInfo.InvariantCulture), long.Parse(text[(point + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Name of the run's files, and of the run to the holder.</summary>
    public string RunName => Run.ToString(CultureInfo.InvariantCulture);

    public override string ToString() =>
        Generation == 0 ? RunName : string.Create(CultureInfo.InvariantCulture, $"{Run}.{Generation}");
}
