using System.Buffers;
using System.Text;
using Orchestrator.Screens.Controls;

namespace Orchestrator.Screens.Snapshots;

/// <summary>Writes modes, whether on or off, and the settings beside them. None of them moves the cursor.</summary>
internal static class ModeWriter
{
    /// <summary>The modes that neither printing nor the cursor depends on.</summary>
    public static void Write(ScreenModes modes, IBufferWriter<byte> target)
    {
        WritePrivate(target, 1, modes.ApplicationCursorKeys);
        WritePrivate(target, 5, modes.ReverseVideo);
        if (modes.CursorBlink is { } blinks) WritePrivate(target, 12, blinks);
        WritePrivate(target, 25, modes.CursorVisible);
        WritePrivate(target, 45, modes.ReverseWrap);
        WritePrivate(target, 66, modes.ApplicationKeypad);
        WritePrivate(target, 1004, modes.FocusReports);
        WritePrivate(target, 1007, modes.AlternateScroll);
        WritePrivate(target, 2004, modes.BracketedPaste);
        WritePrivate(target, 2031, modes.ColorSchemeReports);
        WriteMouse(modes, target);
        target.Write(modes.NewLine ? "\e[20h"u8 : "\e[20l"u8);
        WriteNumbered(target, "\e["u8, modes.CursorStyle, " q"u8);
        WriteNumbered(target, "\e[>4;"u8, modes.ModifyOtherKeys, "m"u8);
    }

    public static void WritePrivate(IBufferWriter<byte> target, int mode, bool isOn) =>
        WriteNumbered(target, "\e[?"u8, mode, isOn ? "h"u8 : "l"u8);

    /// <summary>The kitty keyboard flags of the screen that is shown.</summary>
    public static void WriteKeyboard(KeyboardFlags keyboard, bool isAlternate, IBufferWriter<byte> target)
    {
        target.Write("\e[<99u"u8);
        var stack = keyboard.Stack(isAlternate);
        for (var index = 0; index < stack.Count; index++)
        {
            if (index > 0) WriteNumbered(target, "\e[>"u8, stack[index], "u"u8);
            else if (stack[0] != 0) WriteNumbered(target, "\e[="u8, stack[0], ";1u"u8);
        }
    }

    /// <summary>Title, folder, progress and colours, as far as the program has set them.</summary>
    public static void WriteReports(ScreenState state, IBufferWriter<byte> target)
    {
        WriteTitles(state.Titles, target);
        WriteColors(state, target);
        if (state.WorkingFolder is { } folder) WriteText(target, $"\e]7;{ToUri(folder)}\e\\");
        if (state.Progress is { } progress) WriteText(target, $"\e]9;4;{(int)progress.State};{progress.Percent}\e\\");
    }

    // A folder with a drive is written as file:///C:/folder.
    private static string ToUri(string folder)
    {
        var path = Uri.EscapeDataString(folder).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
        return (path.StartsWith('/') ? "file://" : "file:///") + path;
    }

    private static void WriteMouse(ScreenModes modes, IBufferWriter<byte> target)
    {
        target.Write("\e[?9;1000;1002;1003l\e[?1006;1016l"u8);
        if (modes.MouseTracking != MouseTracking.None) WritePrivate(target, (int)modes.MouseTracking, true);
        if (modes.MouseEncoding != MouseEncoding.Usual) WritePrivate(target, (int)modes.MouseEncoding, true);
    }

    private static void WriteTitles(WindowTitles titles, IBufferWriter<byte> target)
    {
        if (!titles.WasSet) return;
        if (titles.WasPushed)
        {
            for (var depth = 0; depth < WindowTitles.MaxDepth; depth++) target.Write("\e[23t"u8);
            foreach (var title in titles.WindowStack) WriteText(target, $"\e]2;{title}\e\\\e[22;2t");
            foreach (var icon in titles.IconStack) WriteText(target, $"\e]1;{icon}\e\\\e[22;1t");
        }

        WriteText(target, $"\e]1;{titles.Icon}\e\\\e]2;{titles.Window}\e\\");
    }

    private static void WriteColors(ScreenState state, IBufferWriter<byte> target)
    {
        target.Write("\e]104\e\\\e]110\e\\\e]111\e\\\e]112\e\\"u8);
        foreach (var (index, rgb) in state.Palette.Changed)
        {
            var name = index < 256 ? $"4;{index}" : $"{10 + index - 256}";
            WriteText(target, $"\e]{name};#{rgb:x6}\e\\");
        }
    }

    private static void WriteNumbered(IBufferWriter<byte> target, ReadOnlySpan<byte> before, int number, ReadOnlySpan<byte> after)
    {
        target.Write(before);
        target.WriteNumber(number);
        target.Write(after);
    }

    private static void WriteText(IBufferWriter<byte> target, string text) => target.Write(Encoding.UTF8.GetBytes(text));
}
