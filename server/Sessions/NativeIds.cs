using System.Collections.Concurrent;

namespace Orchestrator.Sessions;

/// <summary>
/// Which session has which conversation of its agent, so that no two ever have the same one: two programs that write
/// one conversation would destroy it. Any thread may call.
/// </summary>
internal sealed class NativeIds
{
    private readonly ConcurrentDictionary<(string Agent, string NativeId), Session> _owners = new();

    /// <summary>Takes the conversation for <paramref name="owner"/>; false when another session has it.</summary>
    public bool TryClaim(string agent, string nativeId, Session owner) => _owners.GetOrAdd((agent, nativeId), owner) == owner;

    /// <summary>True when some session has the conversation.</summary>
    public bool IsTaken(string agent, string nativeId) => _owners.ContainsKey((agent, nativeId));

    /// <summary>The owner is gone, or has another conversation; what is another session's stays so.</summary>
    public void Release(string agent, string nativeId, Session owner) =>
        _owners.TryRemove(KeyValuePair.Create((agent, nativeId), owner));
}
