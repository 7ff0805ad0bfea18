using Orchestrator.Protocol;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>A fact about a dialog that a session's program shows of itself, while it starts or amid a turn.</summary>
/// <param name="At">When it happened.</param>
internal abstract record DialogEvent(DateTimeOffset At) : SessionEvent(At);

/// <summary>The dialog stands on the screen.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="Asks">What it wants, in plain words.</param>
/// <param name="IsStuck">True when it was answered as the user allowed, and stands there all the same.</param>
/// <param name="Activity">What the agent is doing, as people are told, while it stands there.</param>
internal sealed record DialogShown(
    DateTimeOffset At, string Asks, bool IsStuck = false, SessionActivity Activity = SessionActivity.NeedsAnswer) : DialogEvent(At);

/// <summary>No dialog stands on the screen any more.</summary>
internal sealed record DialogGone(DateTimeOffset At) : DialogEvent(At);

/// <summary>A dialog that stands on a session's screen. Stored with the session.</summary>
/// <param name="Asks">What it wants, in plain words.</param>
/// <param name="Since">Since when it stands there.</param>
/// <param name="IsStuck">True when it was answered as the user allowed, and stands there all the same.</param>
/// <param name="Activity">What the agent is doing, as people are told, while it stands there.</param>
internal sealed record ShownDialog(
    string Asks, DateTimeOffset Since, bool IsStuck = false, SessionActivity Activity = SessionActivity.NeedsAnswer)
{
    private const string Stuck = "It was answered as the settings allow, and is still there: answer it in the terminal.";

    /// <summary>True for one of the program's start, false for one that came amid a turn.</summary>
    public bool IsOfStart => Activity == SessionActivity.NeedsAnswer;

    /// <summary>More about it; null where there is nothing more to say.</summary>
    public string? More => IsStuck ? Stuck : null;

    /// <summary>What people are told of it.</summary>
    public string Told => IsStuck ? $"{Asks}. {Stuck}" : Asks;
}
