using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>
/// Lets prompts through while no dialog of its program stands on a session's screen, or is about to: none is typed into one,
/// and none behind one of the program's start before its composer is there. Only the session's loop calls.
/// </summary>
/// <param name="dialogs">The session's dialogs.</param>
/// <param name="prompts">Its prompts.</param>
/// <param name="state">Its state.</param>
/// <param name="isAwaited">True while its program says that it has a dialog, and none is known to be on its screen.</param>
internal sealed class DialogGate(SessionDialogs dialogs, SessionPrompts prompts, Func<SessionState> state, Func<bool> isAwaited) : IDisposable
{
    // Amid a turn prompts are held back by what the session waits for: one that is being typed is not in doubt for that.
    private bool HasStartDialog => state().Dialog is { IsOfStart: true };

    private bool IsTyping => state().Queue.Any(prompt => prompt.IsDelivering);

    /// <summary>A program is up, started or found running.</summary>
    public void Begin()
    {
        dialogs.Begin();
        if (!HasStartDialog) prompts.BeginDelivery(dialogs.IsClear);
    }

    /// <summary>The program is gone.</summary>
    public void End()
    {
        prompts.EndDelivery();
        dialogs.End();
    }

    /// <summary>Brings the session, and what is typed into it, up to what stands on its screen.</summary>
    public async Task FollowAsync()
    {
        var (hadDialog, hadStartDialog) = (state().Dialog is not null, HasStartDialog);
        await dialogs.LookAsync();
        if (HasStartDialog && !hadStartDialog) prompts.EndDelivery();
        // A program that goes on behind its dialog draws much at once: it is typed into when it rests.
        if (hadDialog && state().Dialog is null && (hadStartDialog || !IsTyping)) prompts.BeginDelivery(dialogs.IsClear);
    }

    /// <summary>Asks for the next delivery when its time has come. Called after everything that may have changed that.</summary>
    public void DeliverWhenDue()
    {
        if (!isAwaited()) prompts.DeliverWhenDue();
    }

    /// <summary>Begins to type the prompt whose turn it is, unless a dialog that has come in the last moment would take it.</summary>
    public async Task DeliverNextAsync()
    {
        await FollowAsync();
        if (!isAwaited()) await prompts.DeliverNextAsync();
    }

    /// <summary>Presses the return of a delivered prompt once more, unless a dialog has come that it would answer.</summary>
    public Task RepeatReturnAsync(string messageId)
    {
        // Gemini says that it is ready, and asks for trust behind that.
        if (!isAwaited() && !dialogs.IsAnyShown) prompts.PressReturnAgain(messageId);
        return Task.CompletedTask;
    }

    public void Dispose() => dialogs.Dispose();
}
