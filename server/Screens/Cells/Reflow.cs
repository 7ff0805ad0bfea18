namespace Orchestrator.Screens.Cells;

/// <summary>
/// Lays lines that wrapped out anew when the number of columns changes. The line of the cursor stays as it is: the
/// program repaints it.
/// </summary>
internal static class Reflow
{
    /// <summary>More columns: lines that wrapped are joined.</summary>
    public static void Widen(ScreenBuffer buffer, List<Row> lines, int columns, int rows)
    {
        var kept = new List<Row>(lines.Count);
        var cursor = buffer.Top + buffer.Y;
        for (var at = 0; at < lines.Count;)
        {
            var count = CountWrapped(lines, at);
            var group = lines.GetRange(at, count);
            var hasCursor = cursor >= at && cursor < at + count;
            kept.AddRange(count == 1 || hasCursor ? group : Join(group, buffer.Columns, columns));
            at += count;
        }

        var removed = lines.Count - kept.Count;
        lines.Clear();
        lines.AddRange(kept);
        for (var count = removed; count > 0; count--) MoveUp(buffer, lines, rows);
        buffer.Saved = buffer.Saved with { Line = Math.Max(buffer.Saved.Line - removed, 0) };
    }

    /// <summary>Fewer columns: lines that are too long wrap. The answer is all lines, at most <paramref name="capacity"/>.</summary>
    public static List<Row> Narrow(ScreenBuffer buffer, List<Row> lines, int columns, int rows, int capacity)
    {
        var inserted = new Dictionary<int, List<Row>>();
        var insertedCount = 0;
        // Lines that come in push empty ones at the end out; those are still looked at, as xterm.js does.
        var kept = lines.Count;
        for (var last = lines.Count - 1; last >= 0; last--)
        {
            var first = last;
            while (lines[first].IsWrapped && first > 0) first--;
            var group = lines.GetRange(first, last - first + 1);
            var isTouched = group.Count > 1 || group[0].IsWrapped || group[0].ContentLength() > columns;
            var hasCursor = buffer.Top + buffer.Y >= first && buffer.Top + buffer.Y <= last;
            if (isTouched && !hasCursor)
            {
                var added = Split(group, buffer.Columns, columns, out var more);
                if (added.Count > 0) inserted.Add(last, added);
                insertedCount += added.Count;
                MoveDown(buffer, ref kept, rows, more, insertedCount, capacity);
            }

            last = first;
        }

        return Merge(lines, kept, inserted, capacity);
    }

    private static int CountWrapped(List<Row> lines, int first)
    {
        var end = first + 1;
        while (end < lines.Count && lines[end].IsWrapped) end++;
        return end - first;
    }

    // The lines of a group that are still needed.
    private static List<Row> Join(List<Row> group, int oldColumns, int columns)
    {
        var cells = Flatten(group, oldColumns);
        var row = 0;
        var column = 0;
        for (var from = 0; from < cells.Count;)
        {
            var target = group[row].Cells(columns);
            var count = Math.Min(cells.Count - from, columns - column);
            for (var index = 0; index < count; index++) target[column + index] = cells[from + index];
            from += count;
            column += count;
            if (column < columns) break;
            row++;
            column = 0;
            // A wide character does not fit into the last column.
            if (target[columns - 1].Width == 2)
            {
                target[columns - 1] = Cell.Empty;
                from--;
            }
        }

        if (row < group.Count) group[row].Erase(columns, column, columns, Cell.Empty);
        var used = group.Count;
        while (used > 1 && (used - 1 > row || group[used - 1].ContentLength() == 0)) used--;
        return group.GetRange(0, used);
    }

    // Lays the group out in place; the answer is the lines that it needs beyond its own. An empty group needs fewer than
    // it has, and keeps them.
    private static List<Row> Split(List<Row> group, int oldColumns, int columns, out int more)
    {
        var cells = Flatten(group, oldColumns);
        var lengths = LineLengths(group, cells.Count, oldColumns, columns);
        more = lengths.Count - group.Count;
        var added = new List<Row>();
        for (var count = group.Count; count < lengths.Count; count++) added.Add(new Row { IsWrapped = true });
        var from = 0;
        for (var line = 0; line < lengths.Count; line++)
        {
            var target = (line < group.Count ? group[line] : added[line - group.Count]).Cells(oldColumns);
            for (var index = 0; index < lengths[line]; index++) target[index] = cells[from + index];
            if (lengths[line] < columns) target[lengths[line]] = Cell.Empty;
            from += lengths[line];
        }

        return added;
    }

    private static List<Cell> Flatten(List<Row> group, int columns)
    {
        var cells = new List<Cell>(group.Count * columns);
        for (var line = 0; line < group.Count; line++)
            for (var column = 0; column < LengthOf(group, line, columns); column++) cells.Add(group[line][column]);
        return cells;
    }

    // A line that wrapped is full, but for the last column when a wide character did not fit into it.
    private static int LengthOf(List<Row> group, int line, int columns)
    {
        if (line == group.Count - 1) return group[line].ContentLength();
        var last = group[line][columns - 1];
        var isLeftOver = !last.HasContent && last.Width == 1 && group[line + 1][0].Width == 2;
        return isLeftOver ? columns - 1 : columns;
    }

    private static List<int> LineLengths(List<Row> group, int cellCount, int oldColumns, int columns)
    {
        var lengths = new List<int>();
        var column = 0;
        var line = 0;
        for (var laidOut = 0; laidOut < cellCount; laidOut += lengths[^1])
        {
            if (cellCount - laidOut < columns)
            {
                lengths.Add(cellCount - laidOut);
                break;
            }

            column += columns;
            var lineLength = LengthOf(group, line, oldColumns);
            if (column > lineLength)
            {
                column -= lineLength;
                line++;
            }

            var isWideCut = group[line][column - 1].Width == 2;
            if (isWideCut) column--;
            lengths.Add(isWideCut ? columns - 1 : columns);
        }

        return lengths;
    }

    private static void MoveUp(ScreenBuffer buffer, List<Row> lines, int rows)
    {
        if (buffer.Top > 0)
        {
            buffer.Top--;
            return;
        }

        if (buffer.Y > 0) buffer.Y--;
        if (lines.Count < rows) lines.Add(new Row());
    }

    private static void MoveDown(ScreenBuffer buffer, ref int kept, int rows, int added, int insertedCount, int capacity)
    {
        var isUnfilled = buffer.Top == 0 && buffer.Y != kept - 1;
        var dropped = Math.Max(0, (isUnfilled ? buffer.Y : kept) - capacity + added);
        for (var count = added - dropped; count > 0; count--)
        {
            if (buffer.Top == 0 && buffer.Y < rows - 1)
            {
                buffer.Y++;
                kept--;
            }
            else if (buffer.Top == 0 || buffer.Top < Math.Min(capacity, kept + insertedCount) - rows)
            {
                buffer.Top++;
            }
        }

        buffer.Saved = buffer.Saved with { Line = Math.Min(buffer.Saved.Line + added, buffer.Top + rows - 1) };
    }

    private static List<Row> Merge(List<Row> lines, int kept, Dictionary<int, List<Row>> inserted, int capacity)
    {
        var all = new List<Row>(lines.Count);
        for (var index = 0; index < kept; index++)
        {
            all.Add(lines[index]);
            if (inserted.TryGetValue(index, out var more)) all.AddRange(more);
        }

        foreach (var (_, more) in inserted.Where(entry => entry.Key >= kept).OrderBy(entry => entry.Key)) all.AddRange(more);
        return all.Count > capacity ? all.GetRange(all.Count - capacity, capacity) : all;
    }
}
