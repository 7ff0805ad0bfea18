using System.Buffers;
using Orchestrator.Screens.Cells;

namespace Orchestrator.Screens.Reports;

/// <summary>
/// Writes what a terminal says when a program asks about it. What is not here is not answered, as xterm.js does not:
/// sizes in pixels (CSI 14 t, 16 t), the title (CSI 20 t, 21 t: a program could have it typed), printers, locators and
/// other devices (CSI ? 15, 25, 26, 53 n), graphics.
/// </summary>
internal static class DeviceAnswers
{
    /// <summary>
    /// DA1: a terminal of the VT220's level (62) with colours (22). Nothing else is claimed: no 132 columns, graphics,
    /// locator, or clipboard (52), which programs may not write.
    /// </summary>
    public static void WritePrimaryAttributes(IBufferWriter<byte> target) => target.Write("\e[?62;22c"u8);

    /// <summary>DA2: that of xterm.js, the terminal that shows what is printed here, for programs that tell terminals apart by it.</summary>
    public static void WriteSecondaryAttributes(IBufferWriter<byte> target) => target.Write("\e[>0;276;0c"u8);

    /// <summary>DA3: no unit has a number.</summary>
    public static void WriteTertiaryAttributes(IBufferWriter<byte> target) => target.Write("\eP!|00000000\e\\"u8);

    /// <summary>DSR 5: nothing is broken.</summary>
    public static void WriteStatus(IBufferWriter<byte> target) => target.Write("\e[0n"u8);

    /// <summary>DSR 6, or ?6 (DECXCPR): where the cursor is.</summary>
    /// <param name="target">Where to write.</param>
    /// <param name="row">Row from 1, from the top margin in origin mode.</param>
    /// <param name="column">Column from 1; the last one while a wrap is pending.</param>
    /// <param name="isPrivate">True for ?6.</param>
    public static void WriteCursorPosition(IBufferWriter<byte> target, int row, int column, bool isPrivate)
    {
        target.Write(isPrivate ? "\e[?"u8 : "\e["u8);
        target.WriteNumber(row);
        target.Write(";"u8);
        target.WriteNumber(column);
        target.Write("R"u8);
    }

    /// <summary>?996, and unasked when the colours change while mode 2031 is on: dark or light.</summary>
    public static void WriteColorScheme(IBufferWriter<byte> target, bool isDark) =>
        target.Write(isDark ? "\e[?997;1n"u8 : "\e[?997;2n"u8);

    /// <summary>DECRQM.</summary>
    /// <param name="target">Where to write.</param>
    /// <param name="mode">The mode that was asked for.</param>
    /// <param name="isPrivate">True for a DEC mode, asked with ?.</param>
    /// <param name="value">0 not known, 1 on, 2 off, 3 always on, 4 always off.</param>
    public static void WriteMode(IBufferWriter<byte> target, int mode, bool isPrivate, int value)
    {
        target.Write(isPrivate ? "\e[?"u8 : "\e["u8);
        target.WriteNumber(mode);
        target.Write(";"u8);
        target.WriteNumber(value);
        target.Write("$y"u8);
    }

    /// <summary>DECRQSS: a setting as the sequence that makes it, without CSI, such as <c>1;24r</c>.</summary>
    public static void WriteSetting(IBufferWriter<byte> target, ReadOnlySpan<byte> setting)
    {
        target.Write("\eP1$r"u8);
        target.Write(setting);
        target.Write("\e\\"u8);
    }

    /// <summary>DECRQSS of <c>m</c>: how the next character will look.</summary>
    public static void WritePen(IBufferWriter<byte> target, in Style pen)
    {
        target.Write("\eP1$r"u8);
        StyleSgr.Write(pen, target);
        target.Write("m\e\\"u8);
    }

    /// <summary>DECRQSS of a setting that is not known.</summary>
    public static void WriteUnknownSetting(IBufferWriter<byte> target) => target.Write("\eP0$r\e\\"u8);

    /// <summary>XTVERSION: name and version of this program. What follows a plus sign, the build, is left out.</summary>
    public static void WriteVersion(IBufferWriter<byte> target, string version)
    {
        ReadOnlySpan<char> rest = version;
        target.Write("\eP>|Orchestrator("u8);
        target.WriteAscii(ReportFields.Take(ref rest, '+'));
        target.Write(")\e\\"u8);
    }

    /// <summary>The query of kitty's keyboard protocol: the flags in force.</summary>
    public static void WriteKeyboardFlags(IBufferWriter<byte> target, int flags)
    {
        target.Write("\e[?"u8);
        target.WriteNumber(flags);
        target.Write("u"u8);
    }

    /// <summary>XTQMODKEYS of modifyOtherKeys, CSI ? 4 m: the value in force.</summary>
    public static void WriteModifyOtherKeys(IBufferWriter<byte> target, int value)
    {
        target.Write("\e[>4;"u8);
        target.WriteNumber(value);
        target.Write("m"u8);
    }

    /// <summary>CSI 18 t: the size in characters.</summary>
    public static void WriteSize(IBufferWriter<byte> target, int rows, int columns)
    {
        target.Write("\e[8;"u8);
        target.WriteNumber(rows);
        target.Write(";"u8);
        target.WriteNumber(columns);
        target.Write("t"u8);
    }

    /// <summary>OSC 7501 with a question mark: reports of the Program Status Protocol are read.</summary>
    public static void WriteProgramStatus(IBufferWriter<byte> target, bool isStTerminated)
    {
        target.Write("\e]7501;?"u8);
        target.WriteTerminator(isStTerminated);
    }
}
