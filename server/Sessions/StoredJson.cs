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

    public static SessionState ReadState(string json) =>
        JsonSerializer.Deserialize<SessionState>(json, Options) ?? throw new JsonException("A stored session is null.");
}
