namespace Orchestrator.Screens.Cells;

/// <summary>What cells refer to by number: styles, clusters of several code points, links.</summary>
internal sealed class CellTables
{
    private const int FirstSweepAt = 1024;

    public StyleTable Styles { get; } = new();

    public NumberedValues<string> Clusters { get; } = new(FirstSweepAt);

    public NumberedValues<Link> Links { get; } = new(FirstSweepAt);

    /// <summary>True when it is time to <see cref="Sweep"/>.</summary>
    public bool IsFull => Styles.IsFull || Clusters.IsFull || Links.IsFull;

    /// <summary>What stands in a cell; empty for an empty one.</summary>
    public string TextOf(Cell cell) =>
        cell.IsCluster ? Clusters[cell.Content] : cell.Content == 0 ? "" : char.ConvertFromUtf32(cell.Content);

    /// <summary>Forgets what neither the lines of <paramref name="buffers"/> nor the pen use, and renumbers the rest.</summary>
    public void Sweep(ReadOnlySpan<ScreenBuffer> buffers, ref Style pen)
    {
        var styles = new bool[Styles.Count];
        var clusters = new bool[Clusters.Count + 1];
        foreach (var buffer in buffers) Mark(buffer, styles, clusters);
        var links = new bool[Links.Count + 1];
        links[pen.Link] = true;
        for (var number = 0; number < styles.Length; number++)
            if (styles[number]) links[Styles[number].Link] = true;

        var newLinks = Links.Sweep(links);
        pen = pen with { Link = newLinks[pen.Link] };
        var newStyles = Styles.Sweep(styles, newLinks);
        var newClusters = Clusters.Sweep(clusters);
        foreach (var buffer in buffers) Renumber(buffer, newStyles, newClusters);
    }

    private static void Mark(ScreenBuffer buffer, bool[] styles, bool[] clusters)
    {
        for (var line = 0; line < buffer.Count; line++)
            foreach (var cell in buffer.Line(line).Written)
            {
                styles[cell.Style] = true;
                if (cell.IsCluster) clusters[cell.Content] = true;
            }
    }

    private static void Renumber(ScreenBuffer buffer, int[] styles, int[] clusters)
    {
        for (var line = 0; line < buffer.Count; line++)
        {
            if (buffer.Line(line).Written.IsEmpty) continue;
            foreach (ref var cell in buffer.Line(line).Cells(buffer.Columns).AsSpan())
            {
                if (cell.IsCluster) cell = Cell.OfCluster(clusters[cell.Content], cell.Width, cell.Style);
                cell = cell.WithStyle(styles[cell.Style]);
            }
        }
    }
}
