namespace Orchestrator.Screens.Cells;

/// <summary>
/// Changes within a line. A wide character of which one half is overwritten or moved away leaves an empty cell in
/// place of the other half.
/// </summary>
internal static class RowEditing
{
    /// <summary>Of a wide character whose second half is at the cursor, and about to be overwritten, nothing remains.</summary>
    public static void EmptyCutCharacter(this ScreenBuffer buffer, int style)
    {
        var column = buffer.X - 1;
        if (column >= 0 && column < buffer.Columns && buffer.Current[column].Width == 2)
            buffer.Current.Cells(buffer.Columns)[column] = Cell.Blank(style);
    }

    /// <summary>Fills the columns from <paramref name="start"/> up to, not including, <paramref name="end"/>.</summary>
    public static void Erase(this Row row, int columns, int start, int end, Cell fill)
    {
        if (fill == Cell.Empty && row.Written.IsEmpty) return;
        var cells = row.Cells(columns);
        end = Math.Min(end, columns);
        if (start > 0 && start <= columns && cells[start - 1].Width == 2) cells[start - 1] = fill;
        if (end > 0 && end < columns && cells[end - 1].Width == 2) cells[end] = fill;
        if (start < end) cells.AsSpan(start..end).Fill(fill);
    }

    /// <summary>Like <see cref="Erase"/>, but leaves what DECSCA guards.</summary>
    public static void EraseUnprotected(this Row row, int columns, int start, int end, Cell fill, StyleTable styles)
    {
        var cells = row.Cells(columns);
        bool IsOpen(int column) => (styles[cells[column].Style].Flags & StyleFlags.Protected) == 0;
        end = Math.Min(end, columns);
        if (start > 0 && start <= columns && cells[start - 1].Width == 2 && IsOpen(start - 1)) cells[start - 1] = fill;
        if (end > 0 && end < columns && cells[end - 1].Width == 2 && IsOpen(end)) cells[end] = fill;
        for (var column = start; column < end; column++)
            if (IsOpen(column)) cells[column] = fill;
    }

    /// <summary>Inserts cells at <paramref name="start"/>; those pushed beyond <paramref name="end"/> are lost.</summary>
    public static void Insert(this Row row, int columns, int start, int end, int count, Cell fill)
    {
        var cells = row.Cells(columns);
        if (start > 0 && cells[start - 1].Width == 2) cells[start - 1] = fill;
        count = Math.Min(count, end - start);
        cells.AsSpan(start..(end - count)).CopyTo(cells.AsSpan(start + count));
        cells.AsSpan(start, count).Fill(fill);
        if (start + count < end && cells[start + count].IsSpacer) cells[start + count] = fill;
        if (cells[end - 1].Width == 2) cells[end - 1] = fill;
    }

    /// <summary>Deletes cells at <paramref name="start"/>; empty ones come in before <paramref name="end"/>.</summary>
    public static void Delete(this Row row, int columns, int start, int end, int count, Cell fill)
    {
        var cells = row.Cells(columns);
        count = Math.Min(count, end - start);
        cells.AsSpan((start + count)..end).CopyTo(cells.AsSpan(start));
        cells.AsSpan((end - count)..end).Fill(fill);
        if (start > 0 && cells[start - 1].Width == 2) cells[start - 1] = fill;
        if (cells[start].IsSpacer) cells[start] = fill;
    }
}
