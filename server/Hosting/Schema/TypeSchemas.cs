using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using Orchestrator.Protocol;

namespace Orchestrator.Hosting.Schema;

/// <summary>
/// Makes the JSON schema of contract types. Other contract types inside one are references, never copies.
/// </summary>
/// <param name="docs">Where descriptions come from.</param>
/// <param name="referencePrefix">Where in the document the named schemas stand, such as <c>#/$defs/</c>.</param>
internal sealed class TypeSchemas(ContractDocs docs, string referencePrefix)
{
    // The exporter sees nothing through the wire's own converters, and then even leaves out an array's items. The
    // standard converters stand for the same text.
    private static readonly JsonSerializerOptions Transparent = MakeTransparent();

    /// <summary>The schema of a record or enum.</summary>
    public JsonObject Of(Type type)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, schema) => context.Path.IsEmpty ? schema : Member(context, schema),
        };
        var body = type.IsEnum
            ? Enumeration(type)
            : WithoutNull((JsonObject)Transparent.GetJsonSchemaAsNode(type, options));
        RequireOnlyWhatIsAlwaysWritten(body, type);
        return Joined(new JsonObject { ["title"] = type.Name, ["description"] = docs.OfType(type) }, body);
    }

    /// <summary>A reference to the schema of a record or enum.</summary>
    public JsonObject ReferenceTo(Type type) => new() { ["$ref"] = referencePrefix + type.Name };

    /// <summary>Contract types that the type's schema refers to, itself not included, by name.</summary>
    public static IReadOnlyList<Type> ReachableFrom(Type type)
    {
        var found = new SortedDictionary<string, Type>(StringComparer.Ordinal);
        Visit(type, found);
        return [.. found.Values.Where(other => other != type)];
    }

    private static void Visit(Type type, SortedDictionary<string, Type> found)
    {
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments())
                Visit(argument, found);
        }
        else if (ContractSurface.IsData(type) && found.TryAdd(type.Name, type) && !type.IsEnum)
        {
            foreach (var property in type.GetProperties())
                Visit(property.PropertyType, found);
        }
    }

    // A property, an array's element or a dictionary's value.
    private JsonObject Member(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var body = ContractSurface.IsData(type) ? ReferenceTo(type)
            : type == typeof(ReadOnlyMemory<byte>) ? new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64" }
            : schema is JsonObject plain ? WithoutNull(plain)
            : throw new InvalidOperationException($"No schema can be made for {type} at {string.Join('/', context.Path.ToArray())}.");
        return context.PropertyInfo?.AttributeProvider is PropertyInfo property
            ? Joined(new JsonObject { ["description"] = docs.OfProperty(property) }, body)
            : body;
    }

    // A nullable member is left out when it is null, even where the record's constructor has no default for it.
    private static void RequireOnlyWhatIsAlwaysWritten(JsonObject schema, Type type)
    {
        if (schema["required"] is not JsonArray required)
            return;
        foreach (var property in Transparent.GetTypeInfo(type).Properties.Where(property => property.IsGetNullable))
            required.RemoveAll(name => name!.GetValue<string>() == property.Name);
    }

    private static JsonSerializerOptions MakeTransparent()
    {
        var options = ProtocolJson.Create();
        options.Converters.Clear();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }

    private static JsonObject Enumeration(Type type) => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray(
            [.. ContractDocs.EnumValues(type).Select(value => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(value.Name))]),
    };

    // Absent and null mean the same and only absent is written: an optional member is one that is not required.
    private static JsonObject WithoutNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types)
            schema["type"] = types.Single(type => type!.GetValue<string>() != "null")!.DeepClone();
        if (schema.TryGetPropertyValue("default", out var value) && value is null)
            schema.Remove("default");
        return schema;
    }

    private static JsonObject Joined(JsonObject first, JsonObject second)
    {
        foreach (var (key, value) in second)
            first[key] = value?.DeepClone();
        return first;
    }
}
