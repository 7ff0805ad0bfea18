using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Prompts;

/// <summary>
/// The screen on which some programs take the first prompt of a conversation, before they open that: what is typed on the
/// way there is lost. Pure.
/// </summary>
internal static class StartScreen
{
    /// <summary>True from the first prompt until its turn is over, or nothing says that it began one.</summary>
    public static bool IsBeingLeft(SessionState state) =>
        state is { ForkedFrom: null, Delivered: [{ Fingerprint: not null, State: not DeliveryState.Unconfirmed, IsUndecided: false } first] }
        && first.At >= state.StartedAt
        && (state.Activity is SessionActivity.Unknown or SessionActivity.Working || state.ActivitySince < first.BeganAt);
}
