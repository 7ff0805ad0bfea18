namespace Orchestrator.Screens.Reports;

/// <summary>
/// Reads reports of the Program Status Protocol, OSC 7501:
/// <c>state=blocked:app=claude-code:kind=permission:msg=YXBwcm92ZQ==</c>.
/// </summary>
internal static class ProgramStatusReports
{
    private const int MaxFields = 32;

    /// <summary>True when a program asks whether its reports are read; <see cref="DeviceAnswers.WriteProgramStatus"/> says yes.</summary>
    public static bool IsQuery(ReadOnlySpan<char> payload) => payload is ['?', ..];

    /// <summary>The report, or null when it names no state or its id cannot be kept whole.</summary>
    public static ScreenSignal.StatusReported? Read(ReadOnlySpan<char> payload)
    {
        var report = new ProgramStatus("");
        for (var count = 0; count < MaxFields && !payload.IsEmpty; count++)
        {
            var value = ReportFields.Take(ref payload, ':');
            var key = ReportFields.Take(ref value, '=');
            // A cut id would be that of another part of the program.
            if (key is "id" && !value.IsEmpty && !ReportText.IsIdentifier(value)) return null;
            report = With(report, key, value);
        }

        return report.State.Length == 0 ? null : new(report);
    }

    private static ProgramStatus With(ProgramStatus report, ReadOnlySpan<char> key, ReadOnlySpan<char> value) => key switch
    {
        "state" => report with { State = ReportText.Word(value) ?? "" },
        "id" => report with { Id = value.IsEmpty ? null : value.ToString() },
        "app" => report with { App = ReportText.Word(value) },
        "kind" => report with { Kind = ReportText.Word(value) },
        "msg" => report with { Message = Shown(ReportText.Body(ReportText.FromBase64(value))) },
        "title" => report with { Title = Shown(ReportText.Title(ReportText.FromBase64(value))) },
        "progress" => report with { Percent = ReportFields.Percent(value) },
        _ => report,
    };

    private static string? Shown(string text) => text.Length == 0 ? null : text;
}
