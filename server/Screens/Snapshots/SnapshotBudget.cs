using System.Text;
using Orchestrator.Screens.Cells;

namespace Orchestrator.Screens.Snapshots;

/// <summary>
/// Keeps a snapshot within <see cref="MaxBytes"/> whatever was printed: a screen on which every cell has another colour
/// or another link says more than a message may hold.
/// </summary>
internal static class SnapshotBudget
{
    /// <summary>Most bytes of a snapshot's lines; in base64 they fit into a message with room to spare.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    private const int BytesOfText = 4, BytesOfStyle = 56, BytesOfLink = 24;

    /// <summary>
    /// The first line, from index <paramref name="first"/> on, from which all lines fit. The visible ones count always;
    /// when they do not fit either, <paramref name="isPlain"/> says to leave out how they look.
    /// </summary>
    public static int FirstLine(ScreenBuffer buffer, CellTables tables, int first, out bool isPlain)
    {
        var bytes = 0L;
        isPlain = false;
        for (var index = buffer.Count - 1; index >= first; index--)
        {
            bytes += MostBytesOf(buffer.Line(index), tables);
            if (bytes <= MaxBytes) continue;
            isPlain = index >= buffer.Top;
            return Math.Max(first, Math.Min(index + 1, buffer.Top));
        }

        return first;
    }

    private static long MostBytesOf(Row line, CellTables tables)
    {
        var bytes = 0L;
        var style = 0;
        foreach (var cell in line.Written)
        {
            bytes += cell.IsCluster ? Encoding.UTF8.GetByteCount(tables.Clusters[cell.Content]) : BytesOfText;
            if (cell.Style == style) continue;
            style = cell.Style;
            bytes += BytesOfStyle;
            if (tables.Styles[style].Link is var link and > 0) bytes += BytesOfLink + Encoding.UTF8.GetMaxByteCount(tables.Links[link].Uri.Length + (tables.Links[link].Id?.Length ?? 0));
        }

        return bytes;
    }
}
