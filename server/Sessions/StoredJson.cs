using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Protocol;

namespace Orchestrator.Sessions;

/// <summary>The form in which states and events are stored. It is not the wire's and changes by rules of its own.</summary>
internal static class StoredJson
{
    public static string Write(SessionState state) => JsonSerializer.Serialize(state, StoredJsonContext.Default.SessionState);

    // Serialised through the base, so that the kind is written.
    public static string Write(SessionEvent fact) => JsonSerializer.Serialize(fact, StoredJsonContext.Default.SessionEvent);

    /// <exception cref="JsonException">It is no session, or lacks what every session has.</exception>
    public static SessionState ReadState(string json) =>
        JsonSerializer.Deserialize(json, StoredJsonContext.Default.SessionState) is { Id: not null, Title: not null, Launch: { Agent: not null, AgentName: not null, Cwd: not null } } state
            ? WithRuns(state)
            : throw new JsonException("A stored session lacks what every session has.");

    // The first form counted no runs: its sessions were started once at most.
    private static SessionState WithRuns(SessionState state) =>
        state is { Run: 0, Command.IsDefaultOrEmpty: false } ? state with { Run = 1, HasRun = state.Exit?.Reason != ExitReason.Failed } : state;
}

/// <summary>Serialisers of the stored form, generated when the program is built, because a host reads every session at its start.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SessionState))]
[JsonSerializable(typeof(SessionEvent))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
