using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Sessions;

/// <summary>The form in which states and events are stored. It is not the wire's and changes by rules of its own.</summary>
internal static class StoredJson
{
    public static string Write(SessionState state) => JsonSerializer.Serialize(state, StoredJsonContext.Default.SessionState);

    // Serialised through the base, so that the kind is written.
    public static string Write(SessionEvent fact) => JsonSerializer.Serialize(fact, StoredJsonContext.Default.SessionEvent);

    public static SessionState ReadState(string json) =>
        JsonSerializer.Deserialize(json, StoredJsonContext.Default.SessionState) ?? throw new JsonException("A stored session is null.");
}

/// <summary>Serialisers of the stored form, generated when the program is built, because a host reads every session at its start.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(SessionState))]
[JsonSerializable(typeof(SessionEvent))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
