using Orchestrator.Common;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc;

/// <summary>The user behind one connection: what they look at and when they act, as far as their requests tell.</summary>
internal sealed class ConnectionUser(SessionRegistry sessions, long connection, ClientIdentity client)
{
    private const int MaxName = 100;

    /// <summary>Name of their client, shown to people; null when it told none.</summary>
    public string? ClientName => client.Params?.ClientInfo?.Name is { } name && DisplayText.OneLine(name, MaxName) is { Length: > 0 } shown ? shown : null;

    /// <summary>First of their workspace folders that is one of this machine.</summary>
    public string? DefaultFolder => client.DefaultFolder;

    /// <summary>They did something.</summary>
    public void Act() => sessions.Presence.Act(connection);

    /// <summary>They have this session before them; null for none.</summary>
    public void Look(Session? session)
    {
        sessions.Presence.Look(connection, session?.State.Id);
        session?.NoteLook();
    }

    /// <summary>They do not have this session before them.</summary>
    public void LookAway(Session session) => sessions.Presence.LookAway(connection, session.State.Id);
}
