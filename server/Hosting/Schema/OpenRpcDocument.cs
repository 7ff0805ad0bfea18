using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orchestrator.Protocol;

namespace Orchestrator.Hosting.Schema;

/// <summary>
/// Makes the OpenRPC document: every method, type and error of the wire. Notifications are methods without a result;
/// those the server sends carry <c>x-direction</c>.
/// </summary>
internal sealed partial class OpenRpcDocument(ContractDocs docs)
{
    private const string Introduction =
        "JSON-RPC 2.0 in LSP base-protocol frames. Every method takes one object of named params. Absent and null "
        + "mean the same, and only absent is written. Unknown members and unknown enum strings are to be ignored. "
        + "Refusals with a positive code carry `ErrorData`.";

    // Any request can meet these; the others stand with the methods whose documentation names them.
    private static readonly ErrorCode[] Common = [ErrorCode.InvalidParams, ErrorCode.InternalError];

    private readonly TypeSchemas _schemas = new(docs, "#/components/schemas/");

    public JsonObject Build() => new()
    {
        ["openrpc"] = "1.3.2",
        ["info"] = new JsonObject
        {
            ["title"] = "Orchestrator",
            ["description"] = Introduction,
            ["version"] = ProtocolVersion.Current,
        },
        ["methods"] = new JsonArray([.. ContractSurface.Methods(docs).Select(Method)]),
        ["components"] = new JsonObject
        {
            ["schemas"] = new JsonObject(ContractSurface.DataTypes()
                .Select(type => KeyValuePair.Create(type.Name, (JsonNode?)_schemas.Of(type)))),
            ["errors"] = new JsonObject(ContractDocs.EnumValues(typeof(ErrorCode))
                .Select(code => KeyValuePair.Create(WireName(code.Name), (JsonNode?)new JsonObject
                {
                    ["code"] = (int)code.GetValue(null)!,
                    ["message"] = docs.OfEnumValue(code),
                }))),
        },
    };

    private JsonObject Method(ContractMethod method)
    {
        var node = new JsonObject
        {
            ["name"] = method.Name,
            ["description"] = method.Description,
            ["paramStructure"] = "by-name",
            ["params"] = method.Params is null ? new JsonArray() : Params(method.Params),
        };
        if (method.Params is not null)
            node["x-params"] = _schemas.ReferenceTo(method.Params);
        if (method.Kind == MethodKind.Request)
        {
            node["result"] = Result(method.Result);
            node["errors"] = new JsonArray([.. Errors(method).Select(ErrorReference)]);
            return node;
        }
        node["x-notification"] = true;
        if (method.Kind == MethodKind.ServerNotification)
            node["x-direction"] = "server-to-client";
        return node;
    }

    private JsonArray Params(Type type)
    {
        var schema = _schemas.Of(type);
        var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        var properties = schema["properties"]?.AsObject() ?? [];
        return new JsonArray([.. properties.Select(property => ContentDescriptor(property.Key, property.Value!, required))]);
    }

    // The description belongs to the descriptor; beside a $ref it would be lost on readers of older drafts.
    private static JsonObject ContentDescriptor(string name, JsonNode property, HashSet<string> required)
    {
        var schema = property.DeepClone().AsObject();
        schema.Remove("description", out var description);
        return new JsonObject
        {
            ["name"] = name,
            ["description"] = description,
            ["required"] = required.Contains(name),
            ["schema"] = schema,
        };
    }

    private JsonObject Result(Type? type) => new()
    {
        ["name"] = type?.Name ?? "null",
        ["schema"] = type is null ? new JsonObject { ["type"] = "null" } : _schemas.ReferenceTo(type),
    };

    // Documentation names the codes of refusals, as in "refused while it runs (1004)"; whatever takes one session's
    // id refuses unknown ones.
    private IEnumerable<ErrorCode> Errors(ContractMethod method)
    {
        var types = method.Params is null ? [] : TypeSchemas.ReachableFrom(method.Params).Prepend(method.Params);
        var text = string.Join('\n', types.Select(type => _schemas.Of(type).ToJsonString()).Prepend(method.Description));
        var named = CodeInText().Matches(text).Select(match => (ErrorCode)int.Parse(match.Value)).Where(Enum.IsDefined);
        ErrorCode[] session = method.Params?.GetProperty("SessionId") is null ? [] : [ErrorCode.SessionNotFound];
        return Common.Concat(named.Concat(session).Distinct().Order());
    }

    private static JsonNode ErrorReference(ErrorCode code) =>
        new JsonObject { ["$ref"] = "#/components/errors/" + WireName(code.ToString()) };

    private static string WireName(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex(@"\b1\d{3}\b")]
    private static partial Regex CodeInText();
}
