namespace Orchestrator.Screens.Cells;

/// <summary>
/// Gives a buffer another size. Which lines come and go, and where the cursor ends, follows xterm.js step by step: a
/// viewer of that kind resizes on its own, and must arrive at the same lines.
/// </summary>
internal static class BufferSize
{
    /// <summary>Sets the size; lines flow into it when <paramref name="reflows"/>, else they are cut.</summary>
    public static void Resize(this ScreenBuffer buffer, int columns, int rows, bool reflows)
    {
        RestrictSaved(buffer, buffer.Rows);
        var lines = Enumerable.Range(0, buffer.Count).Select(buffer.Line).ToList();
        var capacity = buffer.CapacityFor(columns, rows);
        var addedAbove = rows > buffer.Rows ? AddRows(buffer, lines, rows) : RemoveRows(buffer, lines, rows);
        if (lines.Count > capacity) DropFirst(buffer, lines, lines.Count - capacity);

        buffer.X = Math.Min(buffer.X, columns - 1);
        buffer.Y = Math.Min(buffer.Y, rows - 1) + addedAbove;
        buffer.Saved = buffer.Saved with { Column = Math.Min(buffer.Saved.Column, columns - 1) };
        if (reflows && columns > buffer.Columns) Reflow.Widen(buffer, lines, columns, rows);
        else if (reflows && columns < buffer.Columns) lines = Reflow.Narrow(buffer, lines, columns, rows, capacity);
        foreach (var line in lines) line.Trim(columns);

        buffer.Replace(lines, capacity);
        SetSize(buffer, columns, rows);
        RestrictSaved(buffer, rows);
    }

    /// <summary>Sets the size of a buffer that is not shown and has nothing on it.</summary>
    public static void ResizeEmpty(this ScreenBuffer buffer, int columns, int rows)
    {
        var lines = new Row[rows];
        for (var row = 0; row < rows; row++) lines[row] = new Row();
        buffer.Replace(lines, buffer.CapacityFor(columns, rows));
        SetSize(buffer, columns, rows);
        RestrictSaved(buffer, rows);
    }

    private static void SetSize(ScreenBuffer buffer, int columns, int rows)
    {
        buffer.SetSize(columns, rows);
        buffer.MarginTop = 0;
        buffer.MarginBottom = rows - 1;
        buffer.ExtendTabStops();
    }

    // Lines come back from the scrollback while there is nothing below the cursor, else empty ones are added below.
    private static int AddRows(ScreenBuffer buffer, List<Row> lines, int rows)
    {
        var addedAbove = 0;
        for (var row = buffer.Rows; row < rows; row++)
        {
            if (lines.Count >= rows + buffer.Top) continue;
            if (buffer.Top > 0 && lines.Count <= buffer.Top + buffer.Y + addedAbove + 1)
            {
                buffer.Top--;
                addedAbove++;
            }
            else
            {
                lines.Add(new Row());
            }
        }

        return addedAbove;
    }

    // Lines below the cursor go first, then those at the top become scrollback.
    private static int RemoveRows(ScreenBuffer buffer, List<Row> lines, int rows)
    {
        for (var row = buffer.Rows; row > rows; row--)
        {
            if (lines.Count <= rows + buffer.Top) continue;
            if (lines.Count > buffer.Top + buffer.Y + 1) lines.RemoveAt(lines.Count - 1);
            else buffer.Top++;
        }

        return 0;
    }

    // A saved cursor outside the screen is restored to its edge, so it may as well be there.
    private static void RestrictSaved(ScreenBuffer buffer, int rows) =>
        buffer.Saved = buffer.Saved with { Line = Math.Clamp(buffer.Saved.Line, buffer.Top, buffer.Top + rows - 1) };

    private static void DropFirst(ScreenBuffer buffer, List<Row> lines, int count)
    {
        lines.RemoveRange(0, count);
        buffer.Top = Math.Max(buffer.Top - count, 0);
        buffer.Saved = buffer.Saved with { Line = Math.Max(buffer.Saved.Line - count, 0) };
    }
}
