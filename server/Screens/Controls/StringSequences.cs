using System.Text;
using Orchestrator.Screens.Cells;
using Orchestrator.Screens.Parsing;
using Orchestrator.Screens.Reports;

namespace Orchestrator.Screens.Controls;

/// <summary>
/// Obeys OSC and DCS, and decides what viewers see of them: not what asks something, not the clipboard, no endless
/// title and no link that an editor should not follow.
/// </summary>
internal sealed class StringSequences(ScreenState state)
{
    /// <summary>Longest address of a link, in bytes; as in other terminals.</summary>
    public const int MaxUriBytes = 2083;

    private const int MaxLinkIdLength = 250;
    private const int OscClipboard = 52, OscStatus = 7501, OscNotification = 99, OscITerm = 1337;

    // What VS Code follows without asking.
    private static readonly string[] LinkSchemes = ["http", "https", "file", "mailto", "vscode", "vscode-insiders"];

    /// <summary>What viewers get instead, after <see cref="Visibility.Replaced"/>.</summary>
    public byte[] Replacement { get; private set; } = [];

    public Visibility Apply(StringSequence sequence, ReadOnlySpan<byte> payload, ScreenOutput output) => sequence.Kind switch
    {
        StringKind.OperatingSystemCommand => ApplyOsc(payload, sequence.IsBellTerminated, output),
        StringKind.DeviceControl => ApplyDcs(sequence.Function, payload, output),
        _ => IsGraphicsQuery(payload) ? Visibility.Dropped : Visibility.Kept,
    };

    private Visibility ApplyOsc(ReadOnlySpan<byte> payload, bool isBellTerminated, ScreenOutput output)
    {
        var end = payload.IndexOf((byte)';');
        if (!int.TryParse(end < 0 ? payload : payload[..end], out var number)) return Visibility.Kept;
        var argument = end < 0 ? default : payload[(end + 1)..];
        switch (number)
        {
            case 0 or 1 or 2: return SetTitle(number, argument, output);
            case 8: return SetLink(argument);
            case 4 or 5 or >= 10 and <= 19 or 104 or >= 110 and <= 112: return SetColors(number, argument, isBellTerminated, output);
            case OscClipboard: return Visibility.Dropped;
            default: return Report(number, Encoding.UTF8.GetString(argument), isBellTerminated, output);
        }
    }

    private Visibility ApplyDcs(int function, ReadOnlySpan<byte> payload, ScreenOutput output)
    {
        if (function == ('$' << 8 | 'q')) DeviceQueries.WriteSetting(state, payload, output.AnswerWriter);
        else if (function == ('+' << 8 | 'q')) TerminfoAnswers.Write(output.AnswerWriter, Encoding.UTF8.GetString(payload));
        else return Visibility.Kept;
        return Visibility.Dropped;
    }

    private Visibility SetTitle(int number, ReadOnlySpan<byte> argument, ScreenOutput output)
    {
        if (argument.Length > WindowTitles.MaxBytes) return Visibility.Dropped;
        var title = Encoding.UTF8.GetString(argument);
        if (state.Titles.Set(number, title)) output.Add(new ScreenSignal.TitleChanged(ReportText.Title(title)));
        return Visibility.Kept;
    }

    // OSC 8 ; parameters ; address. Without an address the link ends.
    private Visibility SetLink(ReadOnlySpan<byte> argument)
    {
        var end = argument.IndexOf((byte)';');
        if (end < 0) return Visibility.Kept;
        var parameters = Encoding.UTF8.GetString(argument[..end]).Trim();
        var uri = Encoding.UTF8.GetString(argument[(end + 1)..]);
        if (uri.Length == 0 && parameters.Length > 0) return Visibility.Kept;
        var id = parameters.Split(':').FirstOrDefault(part => part.StartsWith("id=", StringComparison.Ordinal))?[3..];
        var isFollowed = argument.Length - end - 1 <= MaxUriBytes && (id?.Length ?? 0) <= MaxLinkIdLength && HasKnownScheme(uri);
        var link = isFollowed ? state.Tables.Links.NumberOf(new Link(uri, id is { Length: > 0 } ? id : null)) : 0;
        state.Pen = state.Pen with { Link = link };
        return link > 0 || uri.Length == 0 ? Visibility.Kept : Replace("\e]8;;\e\\");
    }

    private static bool HasKnownScheme(string uri)
    {
        var end = uri.IndexOf(':', StringComparison.Ordinal);
        return end > 0 && LinkSchemes.Contains(uri[..end], StringComparer.OrdinalIgnoreCase);
    }

    private Visibility SetColors(int number, ReadOnlySpan<byte> argument, bool isBellTerminated, ScreenOutput output)
    {
        var text = Encoding.UTF8.GetString(argument);
        state.Palette.Apply(number, text, !isBellTerminated, output.AnswerWriter);
        if (!Palette.ContainsQuery(number, text)) return Visibility.Kept;
        return Palette.WithoutQueries(number, text) is { } rest ? Replace($"\e]{number};{rest}\e\\") : Visibility.Dropped;
    }

    private Visibility Report(int number, string argument, bool isBellTerminated, ScreenOutput output)
    {
        switch (number)
        {
            case OscStatus when ProgramStatusReports.IsQuery(argument):
                DeviceAnswers.WriteProgramStatus(output.AnswerWriter, !isBellTerminated);
                return Visibility.Dropped;
            case OscNotification when KittyNotifications.IsQuery(argument):
                KittyNotifications.WriteAnswer(argument, output.AnswerWriter);
                return Visibility.Dropped;
            case OscITerm when argument is "Capabilities" or "ReportCellSize" || argument.StartsWith("ReportVariable=", StringComparison.Ordinal):
                return Visibility.Dropped;
        }

        var signal = number == OscNotification ? state.Notifications.Read(argument) : OscReports.Read(number, argument);
        if (signal is ScreenSignal.WorkingFolderChanged folder) state.WorkingFolder = folder.Path;
        if (signal is ScreenSignal.ProgressChanged progress) state.Progress = progress;
        if (signal is not null) output.Add(signal);
        return Visibility.Kept;
    }

    // Kitty graphics, such as "Gi=31,a=q;AAAA".
    private static bool IsGraphicsQuery(ReadOnlySpan<byte> payload)
    {
        if (payload is not [(byte)'G', ..]) return false;
        var end = payload.IndexOf((byte)';');
        return (end < 0 ? payload : payload[..end]).IndexOf("a=q"u8) > 0;
    }

    private Visibility Replace(string text)
    {
        Replacement = Encoding.UTF8.GetBytes(text);
        return Visibility.Replaced;
    }
}
