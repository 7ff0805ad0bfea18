using System.Buffers;
using System.Text;
using Orchestrator.Screens.Cells;

namespace Orchestrator.Screens.Snapshots;

/// <summary>Writes what changes from one style to the next, and remembers the style that the reader is in.</summary>
internal sealed class PenWriter(CellTables tables, IBufferWriter<byte> target)
{
    private Style _style;

    /// <summary>True to leave out how everything looks.</summary>
    public bool IsPlain { get; set; }

    /// <summary>The style of a number, from the table.</summary>
    public void Set(int style) => Set(tables.Styles[style]);

    public void Set(in Style style)
    {
        if (style == _style || IsPlain) return;
        if (style.Link != _style.Link) WriteLink(style.Link);
        var isLookChanged = style with { Link = 0 } != _style with { Link = 0 };
        if (isLookChanged) WriteLook(style);
        _style = style;
    }

    /// <summary>The reader has gone back to a style on its own.</summary>
    public void Returned(in Style style) => _style = style with { Link = _style.Link };

    /// <summary>What is scrolled in, or erased, has the background of the pen: makes it the default.</summary>
    public void ClearBackground()
    {
        if (_style.Background != default) Set(default(Style));
    }

    private void WriteLook(in Style style)
    {
        var span = target.GetSpan(StyleSgr.MaxLength + 8);
        span[0] = 0x1B;
        span[1] = (byte)'[';
        var length = StyleSgr.Write(style, span[2..]);
        // The numbers begin with a 0 that takes back what was; there is nothing to take back from the default.
        if (_style with { Link = 0 } == default && length > 2)
        {
            span.Slice(4, length - 2).CopyTo(span[2..]);
            length -= 2;
        }
        else if (length == 1)
        {
            length = 0;
        }

        span[length + 2] = (byte)'m';
        target.Advance(length + 3);
        // Viewers of the kind of xterm.js take the guard back with SGR 0, others do not.
        var (isGuarded, wasGuarded) = (style.Flags.HasFlag(StyleFlags.Protected), _style.Flags.HasFlag(StyleFlags.Protected));
        if (isGuarded) target.Write("\e[1\"q"u8);
        else if (wasGuarded) target.Write("\e[0\"q"u8);
    }

    private void WriteLink(int number)
    {
        target.Write("\e]8;"u8);
        if (number > 0)
        {
            var link = tables.Links[number];
            if (link.Id is not null) target.Write(Encoding.UTF8.GetBytes("id=" + link.Id));
            target.Write(";"u8);
            target.Write(Encoding.UTF8.GetBytes(link.Uri));
        }
        else
        {
            target.Write(";"u8);
        }

        target.Write("\e\\"u8);
    }
}
