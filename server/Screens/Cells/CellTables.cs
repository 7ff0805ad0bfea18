using System.Text;

namespace Orchestrator.Screens.Cells;

/// <summary>What cells refer to by number: styles, clusters of several code points, links.</summary>
internal sealed class CellTables
{
    public StyleTable Styles { get; } = new();

    public ClusterTable Clusters { get; } = new();

    public LinkTable Links { get; } = new();

    /// <summary>True when it is time to <see cref="Sweep"/>.</summary>
    public bool IsFull => Styles.IsFull || Clusters.IsFull || Links.IsFull;

    /// <summary>What stands in a cell; empty for an empty one.</summary>
    public string TextOf(Cell cell) =>
        cell.IsCluster ? Clusters[cell.Content] : cell.Content == 0 ? "" : new Rune(cell.Content).ToString();

    /// <summary>Forgets what neither the lines of <paramref name="buffers"/> nor the pen use.</summary>
    public void Sweep(ReadOnlySpan<ScreenBuffer> buffers, in Style pen)
    {
        var styles = new bool[Styles.End];
        var clusters = new bool[Clusters.End];
        foreach (var buffer in buffers)
            for (var line = 0; line < buffer.Count; line++) Mark(buffer.Line(line).Written, styles, clusters);

        var links = new bool[Links.End];
        links[pen.Link] = true;
        for (var number = 0; number < styles.Length; number++)
            if (styles[number]) links[Styles[number].Link] = true;

        Styles.Sweep(styles);
        Clusters.Sweep(clusters);
        Links.Sweep(links);
    }

    private static void Mark(ReadOnlySpan<Cell> cells, bool[] styles, bool[] clusters)
    {
        var last = 0;
        foreach (var cell in cells)
        {
            if (cell.Style != last && (last = cell.Style) > 0) styles[last] = true;
            if (cell.IsCluster) clusters[cell.Content] = true;
        }
    }
}
