using System.Buffers;
using Orchestrator.Common;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Screens.Controls;

/// <summary>
/// Recognises what programs ask of a terminal and answers it. Viewers never see a query, also one that stays
/// unanswered: a viewer's own answer would reach the program a second time.
/// </summary>
internal static class DeviceQueries
{
    /// <summary>True when the control sequence asks something; what is answered has been written then.</summary>
    public static bool Answer(ScreenState state, int function, Params parameters, IBufferWriter<byte> answers)
    {
        var isPlain = parameters[0] == 0;
        switch (function)
        {
            case 'c': if (isPlain) DeviceAnswers.WritePrimaryAttributes(answers); return true;
            case '>' << 8 | 'c': if (isPlain) DeviceAnswers.WriteSecondaryAttributes(answers); return true;
            case '=' << 8 | 'c': if (isPlain) DeviceAnswers.WriteTertiaryAttributes(answers); return true;
            case 'n' or '?' << 8 | 'n': WriteStatus(state, parameters[0], function != 'n', answers); return true;
            case '$' << 8 | 'p': DeviceAnswers.WriteMode(answers, parameters[0], false, ModeControls.Report(state, parameters[0])); return true;
            case '?' << 16 | '$' << 8 | 'p': DeviceAnswers.WriteMode(answers, parameters[0], true, ModeControls.ReportPrivate(state, parameters[0])); return true;
            case '>' << 8 | 'q': if (isPlain) DeviceAnswers.WriteVersion(answers, ProductVersion.Current); return true;
            case '?' << 8 | 'u': DeviceAnswers.WriteKeyboardFlags(answers, state.Keyboard.Current(state.IsAlternate)); return true;
            case '?' << 8 | 'm': if (parameters[0] == 4) DeviceAnswers.WriteModifyOtherKeys(answers, state.Modes.ModifyOtherKeys); return true;
            case 't': return AnswerWindow(state, parameters[0], answers);
            // DECREQTPARM, XTSMGRAPHICS, DECRQCRA, DECRQPSR: terminals like ours do not answer these.
            case 'x' or '?' << 8 | 'S' or '*' << 8 | 'y' or '$' << 8 | 'w': return true;
            default: return false;
        }
    }

    /// <summary>Answers DECRQSS: how one setting stands.</summary>
    public static void WriteSetting(ScreenState state, ReadOnlySpan<byte> name, IBufferWriter<byte> answers)
    {
        var buffer = state.Active;
        if (name.SequenceEqual("m"u8)) DeviceAnswers.WritePen(answers, state.Pen);
        else if (name.SequenceEqual("r"u8)) Write(answers, $"{buffer.MarginTop + 1};{buffer.MarginBottom + 1}r");
        else if (name.SequenceEqual("s"u8)) Write(answers, $"{state.Left + 1};{state.Right + 1}s");
        else if (name.SequenceEqual(" q"u8)) Write(answers, $"{state.Modes.CursorStyle} q");
        else if (name.SequenceEqual("\"q"u8)) Write(answers, state.Pen.Flags.HasFlag(StyleFlags.Protected) ? "1\"q" : "0\"q");
        else if (name.SequenceEqual("\"p"u8)) Write(answers, "62;1\"p");
        else DeviceAnswers.WriteUnknownSetting(answers);
    }

    private static void Write(IBufferWriter<byte> answers, string setting) =>
        DeviceAnswers.WriteSetting(answers, System.Text.Encoding.ASCII.GetBytes(setting));

    private static void WriteStatus(ScreenState state, int what, bool isPrivate, IBufferWriter<byte> answers)
    {
        var buffer = state.Active;
        if (what == 5 && !isPrivate) DeviceAnswers.WriteStatus(answers);
        else if (what == 996 && isPrivate) DeviceAnswers.WriteColorScheme(answers, state.Palette.IsDark);
        else if (what == 6)
        {
            // A pending wrap is not told, and in origin mode positions count from the region (xterm's ctlseqs, CPR and DECOM).
            var (row, column) = (buffer.Y, Math.Min(buffer.X, state.Columns - 1));
            if (state.Modes.Origin) (row, column) = (row - buffer.MarginTop, column - state.Left);
            DeviceAnswers.WriteCursorPosition(answers, row + 1, column + 1, isPrivate);
        }
    }

    // XTWINOPS: 11 to 21 but for 12 and 17 ask. The title is never told: it would let a program type what it likes.
    private static bool AnswerWindow(ScreenState state, int what, IBufferWriter<byte> answers)
    {
        if (what == 18) DeviceAnswers.WriteSize(answers, state.Rows, state.Columns);
        return what is 11 or >= 13 and <= 16 or >= 18 and <= 21;
    }
}
