namespace Orchestrator.Agents.Hooks;

/// <summary>The folder that agents' hooks write into.</summary>
/// <param name="Root">The folder; its parent is the user's alone.</param>
/// <param name="Program">Absolute path of this product's program.</param>
internal sealed record HookFolder(string Root, string Program)
{
    /// <summary>Where the hooks of one session tell what they are told.</summary>
    public HookPlace PlaceOf(string sessionId) => new(Program, Root, sessionId);
}
