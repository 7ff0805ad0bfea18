using Orchestrator.Screens.Cells;

namespace Orchestrator.Screens.Controls;

/// <summary>Moves the lines of the scroll region, or the part of them between the left and right margins.</summary>
internal static class Scrolling
{
    /// <summary>Up by one because the cursor left the region at the bottom; the first line may become scrollback.</summary>
    public static void Up(ScreenState state, bool isWrapped = false)
    {
        if (state.HasFullWidthRegion) state.Active.Scroll(state.Erased, isWrapped);
        else ShiftUp(state, state.Active.MarginTop, 1, state.Erased);
    }

    /// <summary>Drops lines at <paramref name="row"/>; empty ones come in at the bottom of the region.</summary>
    public static void ShiftUp(ScreenState state, int row, int count, Cell blank)
    {
        var buffer = state.Active;
        for (count = Math.Min(count, buffer.MarginBottom - row + 1); count > 0; count--)
            if (state.HasFullWidthRegion) buffer.ShiftUp(buffer.Top + row, buffer.Top + buffer.MarginBottom, blank);
            else for (var to = row; to <= buffer.MarginBottom; to++) CopyPart(state, to + 1, to, to == buffer.MarginBottom, blank);
    }

    /// <summary>Inserts empty lines at <paramref name="row"/>; those pushed out at the bottom of the region are lost.</summary>
    public static void ShiftDown(ScreenState state, int row, int count, Cell blank)
    {
        var buffer = state.Active;
        for (count = Math.Min(count, buffer.MarginBottom - row + 1); count > 0; count--)
            if (state.HasFullWidthRegion) buffer.ShiftDown(buffer.Top + row, buffer.Top + buffer.MarginBottom, blank);
            else for (var to = buffer.MarginBottom; to >= row; to--) CopyPart(state, to - 1, to, to == row, blank);
    }

    private static void CopyPart(ScreenState state, int from, int to, bool isBlank, Cell blank)
    {
        var (columns, left, right) = (state.Columns, state.Left, state.Right);
        var target = state.Active.Visible(to);
        target.Erase(columns, left, right + 1, isBlank ? blank : Cell.Empty);
        if (isBlank) return;
        for (var column = left; column <= right; column++) target.Cells(columns)[column] = state.Active.Visible(from)[column];
        // Halves of characters that stand across a margin are not taken along.
        if (target[left].IsSpacer) target.Cells(columns)[left] = Cell.Empty;
        if (target[right].Width == 2) target.Cells(columns)[right] = Cell.Empty;
    }
}
