using Orchestrator.Screens.Parsing;

namespace Orchestrator.Screens.Controls;

/// <summary>Controls that move the cursor, set tab stops and margins.</summary>
internal static class CursorControls
{
    public static void Up(ScreenState state, int count)
    {
        var buffer = state.Active;
        var most = buffer.Y - buffer.MarginTop;
        MoveBy(state, 0, -(most >= 0 ? Math.Min(most, count) : count));
    }

    public static void Down(ScreenState state, int count)
    {
        var buffer = state.Active;
        var most = buffer.MarginBottom - buffer.Y;
        MoveBy(state, 0, most >= 0 ? Math.Min(most, count) : count);
    }

    public static void Forward(ScreenState state, int count)
    {
        state.Restrict();
        var most = state.Active.X <= state.Right ? state.Right : state.Columns - 1;
        MoveBy(state, Math.Min(count, most - state.Active.X), 0);
    }

    public static void Backward(ScreenState state, int count)
    {
        state.Restrict();
        var least = state.Active.X >= state.Left ? state.Left : 0;
        MoveBy(state, -Math.Min(count, state.Active.X - least), 0);
    }

    public static void ToColumn(ScreenState state, int column)
    {
        column = Math.Min(column, state.Columns);
        state.Active.X = state.Modes.Origin ? column + state.Left : column;
        state.Restrict();
    }

    public static void ToRow(ScreenState state, int row)
    {
        row = Math.Min(row, state.Rows);
        state.Active.Y = state.Modes.Origin ? row + state.Active.MarginTop : row;
        state.Restrict();
    }

    public static void MoveBy(ScreenState state, int columns, int rows)
    {
        state.Restrict();
        state.Active.X = (int)Math.Clamp((long)state.Active.X + columns, 0, state.Columns);
        state.Active.Y = (int)Math.Clamp((long)state.Active.Y + rows, 0, state.Rows);
        state.Restrict();
    }

    public static void CarriageReturn(ScreenState state) =>
        state.Active.X = state.Active.X >= state.Left ? state.Left : 0;

    public static void Tab(ScreenState state, int count)
    {
        if (state.Active.X >= state.Columns) return;
        var last = state.Active.X <= state.Right ? state.Right : state.Columns - 1;
        for (count = Math.Min(count, state.Columns); count > 0; count--) state.Active.X = state.Active.NextTabStop(state.Active.X);
        state.Active.X = Math.Min(state.Active.X, last);
    }

    public static void BackTab(ScreenState state, int count)
    {
        if (state.Active.X >= state.Columns) return;
        for (count = Math.Min(count, state.Columns); count > 0; count--) state.Active.X = state.Active.PreviousTabStop(state.Active.X);
    }

    public static void ClearTabs(ScreenState state, int which)
    {
        if (which == 0) state.Active.TabStops[Math.Min(state.Active.X, state.Columns - 1)] = false;
        else if (which == 3) Array.Clear(state.Active.TabStops);
    }

    public static void Backspace(ScreenState state)
    {
        var buffer = state.Active;
        if (!state.Modes.ReverseWrap)
        {
            state.Restrict();
            if (buffer.X > 0 && buffer.X != state.Left) buffer.X--;
            return;
        }

        // Backing over the edge of a line that wrapped leads to the end of the one above.
        state.Restrict(state.Columns);
        if (buffer.X > 0) buffer.X--;
        else if (buffer.Y > buffer.MarginTop && buffer.Y <= buffer.MarginBottom && buffer.Current.IsWrapped) BackToLineAbove(state);
        state.Restrict();
    }

    /// <summary>LF, VT, FF.</summary>
    public static void LineFeed(ScreenState state)
    {
        var buffer = state.Active;
        if (state.Modes.NewLine) buffer.X = 0;
        if (buffer.Y == buffer.MarginBottom) ScrollUp(state);
        else if (buffer.Y < state.Rows - 1)
        {
            buffer.Y++;
            buffer.Current.IsWrapped = false;
        }

        if (buffer.X >= state.Columns) buffer.X--;
    }

    /// <summary>IND.</summary>
    public static void Index(ScreenState state)
    {
        state.Restrict();
        if (state.Active.Y == state.Active.MarginBottom) ScrollUp(state);
        else state.Active.Y = Math.Min(state.Active.Y + 1, state.Rows - 1);
        state.Restrict();
    }

    /// <summary>RI.</summary>
    public static void ReverseIndex(ScreenState state)
    {
        state.Restrict();
        if (state.Active.Y != state.Active.MarginTop) state.Active.Y--;
        else if (IsBetweenMargins(state)) Scrolling.ShiftDown(state, state.Active.MarginTop, 1, state.Erased);
        state.Restrict();
    }

    /// <summary>DECSTBM.</summary>
    public static void SetVerticalMargins(ScreenState state, Params parameters)
    {
        var top = parameters.Amount(0);
        var bottom = parameters[1] == 0 || parameters[1] > state.Rows ? state.Rows : parameters[1];
        if (bottom <= top) return;
        state.Active.MarginTop = top - 1;
        state.Active.MarginBottom = bottom - 1;
        state.MoveTo(0, 0);
    }

    /// <summary>DECSLRM; only while DECLRMM is on.</summary>
    public static void SetHorizontalMargins(ScreenState state, Params parameters)
    {
        var left = parameters.Amount(0);
        var right = parameters[1] == 0 || parameters[1] > state.Columns ? state.Columns : parameters[1];
        if (right <= left) return;
        state.SetMargins(left - 1, right - 1);
        state.MoveTo(0, 0);
    }

    private static void ScrollUp(ScreenState state)
    {
        if (IsBetweenMargins(state)) Scrolling.Up(state);
    }

    // With a wrap pending the cursor is still between them.
    private static bool IsBetweenMargins(ScreenState state) => state.Active.X >= state.Left && state.Active.X <= state.Right + 1;

    private static void BackToLineAbove(ScreenState state)
    {
        var buffer = state.Active;
        buffer.Current.IsWrapped = false;
        buffer.Y--;
        buffer.X = state.Columns - 1;
        // The last cell was left free when a wide character did not fit into it.
        var last = buffer.Current[buffer.X];
        if (!last.HasContent && last.Width == 1) buffer.X--;
    }
}
