using System.Collections.Frozen;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>What may be asked of a session. Each is a question of its own, with its own answer in every phase.</summary>
internal enum PhaseQuestion
{
    /// <summary>May it be given a prompt?</summary>
    Prompt,

    /// <summary>May a viewer look at it?</summary>
    View,

    /// <summary>May something be typed into its terminal?</summary>
    Input,

    /// <summary>May its agent's turn be interrupted?</summary>
    Interrupt,

    /// <summary>May it be stopped?</summary>
    Stop,

    /// <summary>May it be suspended?</summary>
    Suspend,

    /// <summary>May it be resumed?</summary>
    Resume,

    /// <summary>May it be forgotten?</summary>
    Delete,
}

/// <summary>The answer to a question about a session.</summary>
internal enum PhaseAnswer
{
    /// <summary>Yes; where it is so already, it stays so.</summary>
    Yes,

    /// <summary>Once it has been resumed.</summary>
    AfterResume,

    /// <summary>Once it has ended.</summary>
    AfterEnd,

    /// <summary>No.</summary>
    No,
}

/// <summary>
/// What a session takes in which phase: the one table that every entry point asks, beside <see cref="PhaseTable"/>,
/// which says where what was taken leads.
/// </summary>
internal static class PhaseAnswers
{
    private const PhaseAnswer Yes = PhaseAnswer.Yes;
    private const PhaseAnswer No = PhaseAnswer.No;
    private const PhaseAnswer AfterResume = PhaseAnswer.AfterResume;
    private const PhaseAnswer AfterEnd = PhaseAnswer.AfterEnd;

    // In the order of the questions: Prompt, View, Input, Interrupt, Stop, Suspend, Resume, Delete.
    private static readonly FrozenDictionary<SessionPhase, PhaseAnswer[]> Rows = new Dictionary<SessionPhase, PhaseAnswer[]>
    {
        [SessionPhase.Created] = [Yes, Yes, Yes, No, Yes, No, No, No],
        [SessionPhase.Starting] = [Yes, Yes, Yes, No, Yes, No, No, No],
        [SessionPhase.Active] = [Yes, Yes, Yes, Yes, Yes, Yes, No, No],
        [SessionPhase.Detached] = [Yes, Yes, Yes, Yes, Yes, Yes, No, No],
        [SessionPhase.Suspended] = [AfterResume, Yes, No, No, Yes, Yes, Yes, Yes],
        [SessionPhase.Closing] = [AfterEnd, Yes, Yes, AfterEnd, Yes, No, AfterEnd, No],
        [SessionPhase.Ended] = [AfterResume, Yes, No, No, Yes, No, Yes, Yes],
    }.ToFrozenDictionary();

    public static PhaseAnswer Of(SessionPhase phase, PhaseQuestion question) => Rows[phase][(int)question];
}
