using System.Collections.Frozen;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>What can move a session from one phase to another.</summary>
internal enum PhaseTrigger
{
    /// <summary>Its process is to be started.</summary>
    Start,

    /// <summary>The process is up and somebody looks at the session.</summary>
    UpWatched,

    /// <summary>The process is up and nobody looks at the session.</summary>
    UpUnwatched,

    /// <summary>Somebody looks at the session.</summary>
    Revealed,

    /// <summary>Nobody looks at the session any more.</summary>
    LastViewerGone,

    /// <summary>The process could not be started.</summary>
    Failed,

    /// <summary>A user wants the session to end.</summary>
    Stop,

    /// <summary>The process ended.</summary>
    Exited,

    /// <summary>The host found no process where the stored state has one.</summary>
    Lost,

    /// <summary>The process ended because the session was to be suspended.</summary>
    Suspended,

    /// <summary>A user wants the session to go on with a new process.</summary>
    Resume,
}

/// <summary>
/// Every legal change of phase. A trigger that is allowed to do nothing is a row too; whatever is not here is
/// refused and changes nothing.
/// </summary>
internal static class PhaseTable
{
    public static IReadOnlyList<(SessionPhase From, PhaseTrigger Trigger, SessionPhase To)> Rows { get; } =
    [
        (SessionPhase.Created, PhaseTrigger.Start, SessionPhase.Starting),
        (SessionPhase.Created, PhaseTrigger.Failed, SessionPhase.Ended),
        (SessionPhase.Created, PhaseTrigger.Stop, SessionPhase.Ended),
        (SessionPhase.Created, PhaseTrigger.Lost, SessionPhase.Ended),
        (SessionPhase.Created, PhaseTrigger.Revealed, SessionPhase.Created),
        (SessionPhase.Created, PhaseTrigger.LastViewerGone, SessionPhase.Created),

        (SessionPhase.Starting, PhaseTrigger.UpWatched, SessionPhase.Active),
        (SessionPhase.Starting, PhaseTrigger.UpUnwatched, SessionPhase.Detached),
        (SessionPhase.Starting, PhaseTrigger.Stop, SessionPhase.Closing),
        (SessionPhase.Starting, PhaseTrigger.Failed, SessionPhase.Ended),
        (SessionPhase.Starting, PhaseTrigger.Lost, SessionPhase.Ended),
        (SessionPhase.Starting, PhaseTrigger.Revealed, SessionPhase.Starting),
        (SessionPhase.Starting, PhaseTrigger.LastViewerGone, SessionPhase.Starting),

        (SessionPhase.Active, PhaseTrigger.LastViewerGone, SessionPhase.Detached),
        (SessionPhase.Active, PhaseTrigger.Revealed, SessionPhase.Active),
        (SessionPhase.Active, PhaseTrigger.Stop, SessionPhase.Closing),
        (SessionPhase.Active, PhaseTrigger.Exited, SessionPhase.Ended),
        (SessionPhase.Active, PhaseTrigger.Lost, SessionPhase.Ended),
        (SessionPhase.Active, PhaseTrigger.Suspended, SessionPhase.Suspended),

        (SessionPhase.Detached, PhaseTrigger.Revealed, SessionPhase.Active),
        (SessionPhase.Detached, PhaseTrigger.LastViewerGone, SessionPhase.Detached),
        (SessionPhase.Detached, PhaseTrigger.Stop, SessionPhase.Closing),
        (SessionPhase.Detached, PhaseTrigger.Exited, SessionPhase.Ended),
        (SessionPhase.Detached, PhaseTrigger.Lost, SessionPhase.Ended),
        (SessionPhase.Detached, PhaseTrigger.Suspended, SessionPhase.Suspended),

        (SessionPhase.Suspended, PhaseTrigger.Resume, SessionPhase.Created),
        (SessionPhase.Suspended, PhaseTrigger.Stop, SessionPhase.Ended),
        (SessionPhase.Suspended, PhaseTrigger.Revealed, SessionPhase.Suspended),
        (SessionPhase.Suspended, PhaseTrigger.LastViewerGone, SessionPhase.Suspended),

        (SessionPhase.Closing, PhaseTrigger.Stop, SessionPhase.Closing),
        (SessionPhase.Closing, PhaseTrigger.Exited, SessionPhase.Ended),
        (SessionPhase.Closing, PhaseTrigger.Failed, SessionPhase.Ended),
        (SessionPhase.Closing, PhaseTrigger.Lost, SessionPhase.Ended),
        (SessionPhase.Closing, PhaseTrigger.Revealed, SessionPhase.Closing),
        (SessionPhase.Closing, PhaseTrigger.LastViewerGone, SessionPhase.Closing),

        (SessionPhase.Ended, PhaseTrigger.Resume, SessionPhase.Created),
        (SessionPhase.Ended, PhaseTrigger.Stop, SessionPhase.Ended),
        (SessionPhase.Ended, PhaseTrigger.Revealed, SessionPhase.Ended),
        (SessionPhase.Ended, PhaseTrigger.LastViewerGone, SessionPhase.Ended),
    ];

    private static readonly FrozenDictionary<(SessionPhase, PhaseTrigger), SessionPhase> Lookup =
        Rows.ToFrozenDictionary(row => (row.From, row.Trigger), row => row.To);

    /// <summary>Where <paramref name="trigger"/> leads; null when it is refused.</summary>
    public static SessionPhase? Next(SessionPhase from, PhaseTrigger trigger) =>
        Lookup.TryGetValue((from, trigger), out var to) ? to : null;

    /// <summary>True for the phases in which the session has, or is about to have, a process.</summary>
    public static bool IsRunning(SessionPhase phase) =>
        phase is SessionPhase.Created or SessionPhase.Starting or SessionPhase.Active or SessionPhase.Detached or SessionPhase.Closing;
}
