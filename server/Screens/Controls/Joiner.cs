using System.Text;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Widths;

namespace Orchestrator.Screens.Controls;

/// <summary>
/// Adds code points to the character before the cursor: marks without a width, and in mode 2027 whatever belongs to the
/// same grapheme cluster.
/// </summary>
internal sealed class Joiner(ScreenState state)
{
    /// <summary>A code point without a width goes to the character before the cursor, or is lost with it.</summary>
    public void Join(int codePoint)
    {
        var buffer = state.Active;
        if (buffer.X == 0 || state.PrecedingWidth == ScreenState.Lost) return;
        buffer.EmptyCutCharacter(state.PenNumber);
        var cells = buffer.Current.Cells(buffer.Columns);
        var column = cells[buffer.X - 1].Width > 0 || buffer.X == 1 ? buffer.X - 1 : buffer.X - 2;
        var cell = cells[column];
        if (!cell.HasContent) return;
        var cluster = state.Tables.Clusters.Extend(cell, codePoint);
        if (cluster > 0) cells[column] = Cell.OfCluster(cluster, state.PrecedingWidth, cell.Style);
    }

    /// <summary>
    /// Adds a code point to the cluster before the cursor. False when it begins a cluster of its own. A cluster that
    /// became wider and has no room any more has to be printed anew: <paramref name="moved"/>, of which nothing is left.
    /// </summary>
    public bool TryExtend(int codePoint, out Cell? moved)
    {
        moved = null;
        if (state.PrecedingWidth == ScreenState.Lost) return CodePointWidths.Of(codePoint) == 0;
        var buffer = state.Active;
        var column = buffer.X - state.PrecedingWidth;
        if (state.PrecedingWidth == 0 || column < 0) return false;
        var cell = buffer.Current[column];
        if (!cell.HasContent || !Belongs(cell, codePoint)) return false;
        var cluster = state.Tables.Clusters.Extend(cell, codePoint);
        if (cluster > 0) moved = Replace(buffer, column, cluster, cell.Style);
        return true;
    }

    private bool Belongs(Cell cell, int codePoint)
    {
        Span<char> single = stackalloc char[2];
        ReadOnlySpan<char> text = single;
        if (cell.IsCluster) text = state.Tables.Clusters[cell.Content];
        else text = text[..new Rune(cell.Content).EncodeToUtf16(single)];
        Rune.DecodeLastFromUtf16(text, out var last, out _);
        return GraphemeClusters.MayJoin(last.Value, codePoint) && GraphemeClusters.Joins(text, codePoint);
    }

    private Cell? Replace(ScreenBuffer buffer, int column, int cluster, int style)
    {
        var cells = buffer.Current.Cells(buffer.Columns);
        var width = GraphemeClusters.Width(state.Tables.Clusters[cluster]);
        var isWider = width > state.PrecedingWidth;
        if (isWider && buffer.X > state.Right)
        {
            if (!state.Modes.AutoWrap) return null;
            cells[column] = Cell.Blank(style);
            return Cell.OfCluster(cluster, width, style);
        }

        if (isWider && state.Modes.Insert) buffer.Current.Insert(buffer.Columns, buffer.X, state.Right + 1, 1, Cell.Blank(style));
        cells[column] = Cell.OfCluster(cluster, width, style);
        if (width == 2) cells[column + 1] = Cell.Blank(style).WithWidth(0);
        else if (!isWider && state.PrecedingWidth == 2) cells[column + 1] = Cell.Blank(style);
        buffer.X = column + width;
        if (buffer.X < cells.Length && cells[buffer.X].IsSpacer) cells[buffer.X] = Cell.Blank(style);
        state.PrecedingWidth = width;
        return null;
    }
}
