using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Sessions;

/// <summary>The form in which states and events are stored. It is not the wire's and changes by rules of its own.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write(SessionState state) => JsonSerializer.Serialize(state, Options);

    // Serialised through the base, so that the kind is written.
    public static string Write(SessionEvent fact) => JsonSerializer.Serialize(fact, Options);

    /// <exception cref="JsonException">It is no session, or lacks what every session has.</exception>
    public static SessionState ReadState(string json) =>
        JsonSerializer.Deserialize<SessionState>(json, Options) is { Id: not null, Title: not null, Launch: { Agent: not null, AgentName: not null, Cwd: not null } } state
            ? state
            : throw new JsonException("A stored session lacks what every session has.");
}
