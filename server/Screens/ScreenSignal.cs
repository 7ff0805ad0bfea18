namespace Orchestrator.Screens;

/// <summary>Something a program said about itself through its terminal; not part of what is shown.</summary>
internal abstract record ScreenSignal
{
    private ScreenSignal()
    {
    }

    /// <summary>The title changed (OSC 0, 1, 2; title stack).</summary>
    /// <param name="Title">The new window title; may be empty.</param>
    internal sealed record TitleChanged(string Title) : ScreenSignal;

    /// <summary>The program works in another folder (OSC 7; OSC 9;9; OSC 633;P;Cwd; OSC 1337;CurrentDir).</summary>
    /// <param name="Path">Absolute path, not checked.</param>
    /// <param name="Host">Name of the machine it is on, when the program told one.</param>
    internal sealed record WorkingFolderChanged(string Path, string? Host) : ScreenSignal;

    /// <summary>BEL, outside any sequence. Told once however often it rings in one portion of output.</summary>
    internal sealed record BellRang : ScreenSignal;

    /// <summary>The program asks to show something to the user (OSC 9, 777, 99).</summary>
    /// <param name="Title">Title; may be empty.</param>
    /// <param name="Body">Text; may be empty.</param>
    internal sealed record Notified(string Title, string Body) : ScreenSignal;

    /// <summary>How far the program is (OSC 9;4).</summary>
    /// <param name="State">What the number means.</param>
    /// <param name="Percent">0 to 100.</param>
    internal sealed record ProgressChanged(ProgressState State, int Percent) : ScreenSignal;

    /// <summary>A shell marks its prompt and its commands (OSC 133, OSC 633).</summary>
    /// <param name="Kind">What begins or ends here.</param>
    /// <param name="ExitCode">Exit code of the command, when it ended and told one.</param>
    /// <param name="CommandLine">The command, when it told one.</param>
    internal sealed record PromptMarked(PromptMark Kind, int? ExitCode, string? CommandLine) : ScreenSignal;

    /// <summary>The program reports what it does (OSC 7501).</summary>
    /// <param name="Report">The report.</param>
    internal sealed record StatusReported(ProgramStatus Report) : ScreenSignal;

    /// <summary>The program switched to the alternate screen or back.</summary>
    /// <param name="IsAlternate">True for the alternate screen.</param>
    internal sealed record ScreenSwitched(bool IsAlternate) : ScreenSignal;

    /// <summary>A mode that matters to input was changed.</summary>
    /// <param name="Mode">Number of the DEC private mode.</param>
    /// <param name="IsSet">True when it is on now.</param>
    internal sealed record ModeChanged(int Mode, bool IsSet) : ScreenSignal;
}

/// <summary>Meaning of a progress report; the numbers are those of OSC 9;4.</summary>
internal enum ProgressState
{
    None = 0,
    Running = 1,
    Failed = 2,
    Indeterminate = 3,
    Paused = 4,
}

/// <summary>What a shell marks.</summary>
internal enum PromptMark
{
    /// <summary>The prompt begins (A).</summary>
    PromptStart,

    /// <summary>The prompt ends, input begins (B).</summary>
    InputStart,

    /// <summary>The command begins to print (C).</summary>
    OutputStart,

    /// <summary>The command ended (D).</summary>
    CommandEnd,

    /// <summary>The command line is told (OSC 633;E).</summary>
    CommandLine,
}

/// <summary>One report of the Program Status Protocol, OSC 7501. It replaces every earlier one with the same id.</summary>
/// <param name="State">Such as <c>working</c>, <c>idle</c>, <c>blocked</c>, <c>error</c>, <c>done</c>, <c>clear</c>; kept as told.</param>
/// <param name="Id">The part of the program that reports; null for the program itself.</param>
/// <param name="App">Name of the program, when told.</param>
/// <param name="Kind">Why it is blocked: <c>permission</c>, <c>question</c>, <c>auth</c>; when told.</param>
/// <param name="Message">Text for people, when told.</param>
/// <param name="Title">Title of the part that reports, when told.</param>
/// <param name="Percent">Progress, 0 to 100, when told.</param>
internal sealed record ProgramStatus(
    string State,
    string? Id = null,
    string? App = null,
    string? Kind = null,
    string? Message = null,
    string? Title = null,
    int? Percent = null);
