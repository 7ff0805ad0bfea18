using System.Text;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Controls;

namespace Orchestrator.Screens.Snapshots;

/// <summary>Reads the text of the screen that is shown, without anything about how it looks.</summary>
internal static class ScreenText
{
    /// <summary>
    /// The lines: those that wrapped are joined, blanks at their ends and empty lines at the end are left out.
    /// </summary>
    public static string Read(ScreenState state, int scrollbackLines)
    {
        var buffer = state.Active;
        var text = new StringBuilder();
        var first = Math.Max(0, buffer.Top - scrollbackLines);
        for (var index = first; index < buffer.Count; index++)
        {
            if (index > first && !buffer.Line(index).IsWrapped) EndLine(text);
            Append(text, CellsOf(buffer, index), state.Tables);
        }

        return text.ToString().TrimEnd(' ', '\n');
    }

    // The last column of a line that goes on is left free when a wide character did not fit into it.
    private static ReadOnlySpan<Cell> CellsOf(ScreenBuffer buffer, int index)
    {
        var cells = buffer.Line(index).Written;
        var goesOn = index + 1 < buffer.Count && buffer.Line(index + 1) is { IsWrapped: true } next && next[0].Width == 2;
        return goesOn && cells.Length == buffer.Columns && cells[^1] is { HasContent: false, Width: 1 } ? cells[..^1] : cells;
    }

    private static void EndLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
        text.Append('\n');
    }

    private static void Append(StringBuilder text, ReadOnlySpan<Cell> cells, CellTables tables)
    {
        foreach (var cell in cells)
        {
            if (cell.IsSpacer) continue;
            if (cell.IsCluster) text.Append(tables.Clusters[cell.Content]);
            else if (cell.Content < 0x10000) text.Append(cell.HasContent ? (char)cell.Content : ' ');
            else text.Append(new Rune(cell.Content).ToString());
        }
    }
}
