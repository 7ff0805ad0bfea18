namespace Orchestrator.Sessions;

/// <summary>
/// Numbers of the series in which a session's events are counted. A new one is the moment it begins in milliseconds, so
/// that it is new even where the store has forgotten the earlier ones.
/// </summary>
internal static class EventEpochs
{
    /// <summary>The epoch of a session that is created now.</summary>
    public static long First(DateTimeOffset now) => now.ToUnixTimeMilliseconds();

    /// <summary>Ends the session's epoch: its next event is the first of another one.</summary>
    public static SessionState Close(SessionState state, DateTimeOffset now) =>
        state with { EventEpoch = Math.Max(state.EventEpoch + 1, now.ToUnixTimeMilliseconds()), EventSeq = 0 };

    /// <summary>The state as it goes on after it was read from the store: an epoch below <paramref name="floor"/> is not continued.</summary>
    public static SessionState Continue(SessionState state, long floor) =>
        state.EventEpoch < floor ? state with { EventEpoch = floor, EventSeq = 0 } : state;
}
