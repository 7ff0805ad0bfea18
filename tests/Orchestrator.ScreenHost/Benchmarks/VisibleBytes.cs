using System.Text;
using Orchestrator.Screens;
using Orchestrator.Screens.Cells;

namespace Orchestrator.ScreenHost.Benchmarks;

/// <summary>
/// The least that a snapshot has to say, counted from the cells and not from what the writer wrote: the UTF-8 text of
/// all cells with content, the ends of lines that did not wrap, and the shortest SGR at every change of style between
/// cells with content. Cells without content count nothing, not even as a gap; nor do cursor, modes and titles.
/// </summary>
internal sealed class VisibleBytes
{
    private const int LineEndBytes = 2;

    private readonly CellTables _tables;
    private Style _pen;

    private VisibleBytes(CellTables tables) => _tables = tables;

    /// <summary>Bytes of the primary screen with its scrollback, and of the alternate one while it is shown.</summary>
    public static int Of(Screen screen)
    {
        var visible = new VisibleBytes(screen.State.Tables);
        return visible.OfBuffer(screen.State.Primary) + (screen.IsAlternate ? visible.OfBuffer(screen.State.Alternate) : 0);
    }

    private int OfBuffer(ScreenBuffer buffer)
    {
        var bytes = 0;
        for (var index = 0; index < buffer.Count; index++)
        {
            var line = buffer.Line(index);
            if (index > 0 && !line.IsWrapped) bytes += LineEndBytes;
            bytes += OfLine(line);
        }

        return bytes;
    }

    private int OfLine(Row line)
    {
        var bytes = 0;
        foreach (var cell in line.Written)
        {
            if (!cell.HasContent) continue;
            var style = _tables.Styles[cell.Style];
            bytes += OfChange(style) + Encoding.UTF8.GetByteCount(_tables.TextOf(cell));
            _pen = style;
        }

        return bytes;
    }

    private int OfChange(Style style)
    {
        var link = style.Link == _pen.Link ? 0 : OfLink(style.Link);
        return link + SgrLength.OfChange(_pen, style);
    }

    private int OfLink(int link)
    {
        const string Frame = "\e]8;;\e\\";
        if (link == 0) return Frame.Length;
        var (uri, id) = _tables.Links[link];
        return Frame.Length + Encoding.UTF8.GetByteCount(uri) + (id is null ? 0 : "id=".Length + Encoding.UTF8.GetByteCount(id));
    }
}
