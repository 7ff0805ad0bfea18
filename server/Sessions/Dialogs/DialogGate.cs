using Orchestrator.Sessions.Prompts;

namespace Orchestrator.Sessions.Dialogs;

/// <summary>
/// Lets prompts through while no dialog of its program stands on a session's screen: none is typed into one, and none behind
/// it before the program's composer is there. Only the session's loop calls.
/// </summary>
internal sealed class DialogGate(SessionDialogs dialogs, SessionPrompts prompts, Func<SessionState> state) : IDisposable
{
    private bool HasDialog => state().Dialog is not null;

    /// <summary>A program is up, started or found running.</summary>
    public void Begin()
    {
        dialogs.Begin();
        if (!HasDialog) prompts.BeginDelivery(dialogs.IsClear);
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
        var hadDialog = HasDialog;
        await dialogs.LookAsync();
        if (HasDialog && !hadDialog) prompts.EndDelivery();
        if (hadDialog && !HasDialog) prompts.BeginDelivery(dialogs.IsClear);
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
