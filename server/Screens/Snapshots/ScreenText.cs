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
            Append(text, buffer.Line(index), state.Tables);
        }

        return text.ToString().TrimEnd(' ', '\n');
    }

    private static void EndLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
        text.Append('\n');
    }

    private static void Append(StringBuilder text, Row line, CellTables tables)
    {
        foreach (var cell in line.Written)
        {
            if (cell.IsSpacer) continue;
            if (cell.IsCluster) text.Append(tables.Clusters[cell.Content]);
            else if (cell.Content < 0x10000) text.Append(cell.HasContent ? (char)cell.Content : ' ');
            else text.Append(new Rune(cell.Content).ToString());
        }
    }
}
