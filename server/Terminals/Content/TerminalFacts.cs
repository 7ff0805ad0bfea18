using Orchestrator.Screens;

namespace Orchestrator.Terminals.Content;

/// <summary>What a program has said of itself through its terminal: the newest of each kind, none of it checked.</summary>
/// <param name="Title">Window title; empty until it set one.</param>
/// <param name="WorkingFolder">Folder it works in; null until it told one.</param>
/// <param name="WorkingFolderHost">Machine that folder is on, when it told one.</param>
/// <param name="Progress">How far it is; null for no progress to show.</param>
/// <param name="Status">What it reported of itself last, not of a part of it; null for nothing.</param>
/// <param name="Notification">What it last asked to be shown to the user; null for nothing.</param>
/// <param name="Prompt">What its shell marked last; null for nothing.</param>
/// <param name="IsAlternate">True while it shows the alternate screen.</param>
/// <param name="BellCount">How often it rang since its start; rings of one portion of output count once.</param>
/// <param name="StatusPosition">
/// Where the status came to be what it is: the position after the portion of output that held the report. One that says
/// the same again does not change it; the same status after another one is a new one.
/// </param>
/// <param name="NotificationPosition">Likewise, of the last notification.</param>
/// <param name="BellPosition">Likewise, of the last ring.</param>
internal sealed record TerminalFacts(
    string Title = "",
    string? WorkingFolder = null,
    string? WorkingFolderHost = null,
    ScreenSignal.ProgressChanged? Progress = null,
    ProgramStatus? Status = null,
    ScreenSignal.Notified? Notification = null,
    ScreenSignal.PromptMarked? Prompt = null,
    bool IsAlternate = false,
    long BellCount = 0,
    long StatusPosition = 0,
    long NotificationPosition = 0,
    long BellPosition = 0)
{
    /// <summary>Longest text kept, in characters; the rest says nothing to anybody.</summary>
    public const int MaxText = 4096;

    /// <summary>A program that has said nothing.</summary>
    public static readonly TerminalFacts None = new();

    /// <summary>The facts after a signal in the portion of output that ends at <paramref name="position"/>; the same ones when it changes none.</summary>
    public TerminalFacts With(ScreenSignal signal, long position) => signal switch
    {
        ScreenSignal.TitleChanged changed => this with { Title = Cut(changed.Title) },
        ScreenSignal.WorkingFolderChanged changed => this with { WorkingFolder = Cut(changed.Path), WorkingFolderHost = CutAny(changed.Host) },
        ScreenSignal.ProgressChanged { State: ProgressState.None } => this with { Progress = null },
        ScreenSignal.ProgressChanged changed => this with { Progress = changed },
        // What a part of the program does, such as a sub-agent, is not what the program does.
        ScreenSignal.StatusReported { Report.Id: not null } => this,
        ScreenSignal.StatusReported reported => Cut(reported.Report) is var status && status == Status
            ? this
            : this with { Status = status, StatusPosition = position },
        ScreenSignal.Notified notified => this with { Notification = new(Cut(notified.Title), Cut(notified.Body)), NotificationPosition = position },
        ScreenSignal.PromptMarked marked => this with { Prompt = marked with { CommandLine = CutAny(marked.CommandLine) } },
        ScreenSignal.ScreenSwitched switched => this with { IsAlternate = switched.IsAlternate },
        ScreenSignal.BellRang => this with { BellCount = BellCount + 1, BellPosition = position },
        _ => this,
    };

    private static ProgramStatus Cut(ProgramStatus status) => status with
    {
        State = Cut(status.State),
        Id = CutAny(status.Id),
        App = CutAny(status.App),
        Kind = CutAny(status.Kind),
        Message = CutAny(status.Message),
        Title = CutAny(status.Title),
    };

    private static string? CutAny(string? text) => text is null ? null : Cut(text);

    private static string Cut(string text)
    {
        if (text.Length <= MaxText) return text;
        // Half of a character is none.
        return text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
    }
}
