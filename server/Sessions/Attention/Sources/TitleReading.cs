using Orchestrator.Agents;
using Orchestrator.Agents.Dialogs;
using Orchestrator.Protocol;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Attention.Sources;

/// <summary>
/// What an agent does by the title of its window; and by what stands on its screen, where the title says only that
/// something is asked. Pure.
/// </summary>
internal static class TitleReading
{
    /// <summary>What the title says; null where it says nothing, or the program tells better.</summary>
    /// <param name="state">The session.</param>
    /// <param name="agent">Its agent; null when that is not known.</param>
    /// <param name="facts">What its program said.</param>
    public static SessionActivity? Told(SessionState state, AgentDefinition? agent, TerminalFacts facts) =>
        state.Report is null && agent is { TitleStates: { IsEmpty: false } titles }
            ? titles.FirstOrDefault(title => facts.Title.StartsWith(title.Beginning, StringComparison.Ordinal))?.Activity
            : null;

    /// <summary>True for what a title says of a dialog of which the screen tells more.</summary>
    public static bool IsToldByScreen(AgentDefinition? agent, SessionActivity? told) =>
        agent is { TurnDialogs.IsEmpty: false } && told is { } activity && AttentionRules.IsAsking(activity);

    /// <summary>
    /// True while the title tells of a dialog that the session does not have: a title comes before what it tells of, or
    /// behind it.
    /// </summary>
    public static bool IsDialogAwaited(SessionState state, AgentDefinition? agent, TerminalFacts facts) =>
        Told(state, agent, facts) is { } told && AttentionRules.IsAsking(told) && !AttentionRules.HasDialog(state);

    /// <summary>
    /// What the dialog that the title tells of wants; null while it is not drawn. What is known of it stays while the screen
    /// is drawn anew.
    /// </summary>
    /// <param name="state">The session.</param>
    /// <param name="agent">Its agent.</param>
    /// <param name="told">What the title says.</param>
    /// <param name="words">The words on the screen.</param>
    /// <param name="isAtRest">True when these words have stood there for as long as a program needs to draw.</param>
    public static SessionActivity? Meant(SessionState state, AgentDefinition agent, SessionActivity told, string words, bool isAtRest)
    {
        var dialogs = agent.TurnDialogs.Where(dialog => AttentionRules.IsAsking(dialog.Activity));
        if (AgentDialog.Find([.. dialogs], words) is { } seen) return seen.Dialog.Activity;
        if (state.Titled is { } titled && AttentionRules.IsAsking(titled)) return titled;
        // A dialog takes the place of the composer, also one that is not known.
        return isAtRest && agent.StartUp?.HasComposer(words) != true ? told : null;
    }
}
