namespace Orchestrator.Screens.Reports;

/// <summary>Reads what programs say about themselves in operating system commands. Garbage and what is not known give nothing.</summary>
internal static class OscReports
{
    /// <summary>The signal in an OSC, or null.</summary>
    /// <param name="number">The number of the command.</param>
    /// <param name="payload">What follows the number and its semicolon.</param>
    public static ScreenSignal? Read(int number, ReadOnlySpan<char> payload) => number switch
    {
        7 => WorkingFolderReports.ReadUrl(payload),
        9 => ReadNine(payload),
        133 => ShellMarks.ReadFinalTerm(payload),
        633 => ShellMarks.ReadCode(payload),
        777 => ReadNotify(payload),
        1337 => WorkingFolderReports.ReadProperty(payload, "CurrentDir="),
        7501 => ProgramStatusReports.Read(payload),
        _ => null,
    };

    // iTerm2 shows the whole payload. ConEmu's commands begin with a small number: 4;1;50 is progress, 9;"C:\folder" the
    // working folder; the others are about its own windows.
    private static ScreenSignal? ReadNine(ReadOnlySpan<char> payload)
    {
        var rest = payload;
        return ReportFields.Take(ref rest, ';') switch
        {
            "4" => ReadProgress(rest),
            "9" => WorkingFolderReports.ReadPath(rest.Trim('"')),
            "1" or "2" or "3" or "5" or "6" or "7" or "8" or "10" or "11" or "12" => null,
            _ => Notification("", ReportText.Body(payload)),
        };
    }

    // 1;50 or 0 or 3;
    private static ScreenSignal.ProgressChanged? ReadProgress(ReadOnlySpan<char> text)
    {
        if (ReportFields.Take(ref text, ';') is not [>= '0' and <= '4' and var digit]) return null;
        var state = (ProgressState)(digit - '0');
        if (state is ProgressState.None or ProgressState.Indeterminate) return new(state, 0);
        var value = ReportFields.Take(ref text, ';');
        return value.IsEmpty ? new(state, 0) : ReportFields.Percent(value) is { } percent ? new(state, percent) : null;
    }

    // notify;Title;Body, where the body may have semicolons.
    private static ScreenSignal.Notified? ReadNotify(ReadOnlySpan<char> payload)
    {
        if (ReportFields.Take(ref payload, ';') is not "notify") return null;
        var title = ReportFields.Take(ref payload, ';');
        return Notification(ReportText.Title(title), ReportText.Body(payload));
    }

    private static ScreenSignal.Notified? Notification(string title, string body) =>
        title.Length + body.Length > 0 ? new(title, body) : null;
}
