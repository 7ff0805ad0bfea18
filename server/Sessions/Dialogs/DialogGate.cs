using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>
/// Lets prompts through while no dialog of its program stands on a session's screen: none is typed into one, and none behind
/// one of the program's start before its composer is there. Only the session's loop calls.
/// </summary>
internal sealed class DialogGate(SessionDialogs dialogs, SessionPrompts prompts, Func<SessionState> state) : IDisposable
{
    // Amid a turn the program is up: prompts are held back by what the session waits for.
    private bool HasStartDialog => state().Dialog is { IsOfStart: true };

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
        var hadDialog = HasStartDialog;
        await dialogs.LookAsync();
        if (HasStartDialog && !hadDialog) prompts.EndDelivery();
        if (hadDialog && !HasStartDialog) prompts.BeginDelivery(dialogs.IsClear);
    }

    /// <summary>Begins to type the prompt whose turn it is, unless a dialog that has come in the last moment would take it.</summary>
    public async Task DeliverNextAsync()
    {
        await FollowAsync();
        await prompts.DeliverNextAsync();
    }

    /// <summary>Presses the return of a delivered prompt once more, unless a dialog has come that it would answer.</summary>
    public Task RepeatReturnAsync(string messageId)
    {
        // Gemini says that it is ready, and asks for trust behind that.
        if (!dialogs.IsAnyShown) prompts.PressReturnAgain(messageId);
        return Task.CompletedTask;
    }

    public void Dispose() => dialogs.Dispose();
}
