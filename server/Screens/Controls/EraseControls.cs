using Orchestrator.Screens.Cells;

namespace Orchestrator.Screens.Controls;

/// <summary>Controls that erase, insert and delete.</summary>
internal static class EraseControls
{
    /// <summary>ED, and DECSED when it spares what is guarded.</summary>
    public static void InDisplay(ScreenState state, int which, bool sparesProtected)
    {
        state.Restrict(state.Columns);
        var (buffer, columns) = (state.Active, state.Columns);
        switch (which)
        {
            case 0:
                InRow(state, buffer.Y, buffer.X, columns, sparesProtected);
                if (buffer.X == 0) buffer.Current.IsWrapped = false;
                Rows(state, buffer.Y + 1, state.Rows, sparesProtected);
                break;
            case 1:
                InRow(state, buffer.Y, 0, buffer.X + 1, sparesProtected);
                buffer.Current.IsWrapped = false;
                // xterm.js counts this line from the oldest one; followed, so that later reflows agree.
                if (buffer.X + 1 >= columns && buffer.Y + 1 < buffer.Count) buffer.Line(buffer.Y + 1).IsWrapped = false;
                Rows(state, 0, buffer.Y, sparesProtected);
                break;
            case 2:
                Rows(state, 0, state.Rows, sparesProtected);
                break;
            case 3:
                buffer.ClearScrollback();
                break;
        }
    }

    /// <summary>EL, and DECSEL when it spares what is guarded.</summary>
    public static void InLine(ScreenState state, int which, bool sparesProtected)
    {
        state.Restrict(state.Columns);
        var buffer = state.Active;
        if (which is < 0 or > 2) return;
        InRow(state, buffer.Y, which == 0 ? buffer.X : 0, which == 1 ? buffer.X + 1 : state.Columns, sparesProtected);
        if (which == 2 || (which == 0 && buffer.X == 0)) buffer.Current.IsWrapped = false;
    }

    /// <summary>ECH.</summary>
    public static void Characters(ScreenState state, int count)
    {
        state.Restrict();
        var column = state.Active.X;
        state.Active.Current.Erase(state.Columns, column, column + Math.Min(count, state.Columns), state.Erased);
    }

    /// <summary>ICH.</summary>
    public static void InsertCharacters(ScreenState state, int count)
    {
        state.Restrict();
        if (state.Active.X < state.Left || state.Active.X > state.Right) return;
        state.Active.Current.Insert(state.Columns, state.Active.X, state.Right + 1, count, state.Erased);
    }

    /// <summary>DCH.</summary>
    public static void DeleteCharacters(ScreenState state, int count)
    {
        state.Restrict();
        if (state.Active.X < state.Left || state.Active.X > state.Right) return;
        state.Active.Current.Delete(state.Columns, state.Active.X, state.Right + 1, count, state.Erased);
    }

    /// <summary>IL.</summary>
    public static void InsertLines(ScreenState state, int count)
    {
        state.Restrict();
        if (!state.IsCursorInRegion) return;
        Scrolling.ShiftDown(state, state.Active.Y, count, state.Erased);
        state.Active.X = state.Left;
    }

    /// <summary>DL.</summary>
    public static void DeleteLines(ScreenState state, int count)
    {
        state.Restrict();
        if (!state.IsCursorInRegion) return;
        Scrolling.ShiftUp(state, state.Active.Y, count, state.Erased);
        state.Active.X = state.Left;
    }

    /// <summary>DECIC and SR: inserts columns in every row of the region.</summary>
    public static void InsertColumns(ScreenState state, int column, int count) =>
        InRegion(state, row => row.Insert(state.Columns, column, state.Right + 1, count, state.Erased));

    /// <summary>DECDC and SL: deletes columns in every row of the region.</summary>
    public static void DeleteColumns(ScreenState state, int column, int count) =>
        InRegion(state, row => row.Delete(state.Columns, column, state.Right + 1, count, state.Erased));

    /// <summary>DECALN: a screen full of E.</summary>
    public static void Align(ScreenState state)
    {
        var style = state.Tables.Styles.NumberOf(state.Pen with { UnderlineColor = default, Underline = Underline.None, Link = 0 });
        state.Active.Fill(Cell.Of('E', 1, style));
        state.MoveTo(0, 0);
    }

    private static void InRegion(ScreenState state, Action<Row> change)
    {
        var buffer = state.Active;
        if (buffer.Y > buffer.MarginBottom || buffer.Y < buffer.MarginTop) return;
        if (!state.HasFullWidthRegion && !state.IsCursorInRegion) return;
        for (var y = buffer.MarginTop; y <= buffer.MarginBottom; y++)
        {
            change(buffer.Visible(y));
            buffer.Visible(y).IsWrapped = false;
        }
    }

    private static void InRow(ScreenState state, int y, int start, int end, bool sparesProtected)
    {
        var row = state.Active.Visible(y);
        if (sparesProtected) row.EraseUnprotected(state.Columns, start, end, state.Erased, state.Tables.Styles);
        else row.Erase(state.Columns, start, end, state.Erased);
    }

    private static void Rows(ScreenState state, int first, int end, bool sparesProtected)
    {
        for (var y = first; y < end; y++)
        {
            if (sparesProtected) InRow(state, y, 0, state.Columns, sparesProtected);
            else state.Active.Visible(y).Reset(state.Columns, state.Erased);
            state.Active.Visible(y).IsWrapped = false;
        }
    }
}
