namespace Orchestrator.Agents.Hooks;

/// <summary>The folder that agents' hooks write into.</summary>
/// <param name="Root">The folder; its parent is the user's alone.</param>
/// <param name="Program">Absolute path of this product's program.</param>
/// <param name="HostSocket">Path of the socket at which the host is asked.</param>
internal sealed record HookFolder(string Root, string Program, string HostSocket)
{
    /// <summary>Where the hooks of one run tell what they are told.</summary>
    public HookPlace PlaceOf(string sessionId, int run) => new(Program, Root, sessionId, run, HostSocket);

    /// <summary>Forgets what all runs of a session told.</summary>
    public void Clear(string sessionId) => HookLog.Clear(Root, sessionId);
}
