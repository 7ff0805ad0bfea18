using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Protocol;

namespace Orchestrator.Hosting.Schema;

/// <summary>
/// The schema files that the verb <c>schema</c> writes and a test keeps fresh. Besides the OpenRPC document there is
/// one self-contained file for each type that is all of a message's params, result or error data: those are what a
/// client without OpenRPC tools validates; types inside them stand in the file's <c>$defs</c>.
/// </summary>
internal static class SchemaFiles
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        // The files are read by people and no browser: quotes and angle brackets stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes all files, by name; the same contract always gives the same bytes.</summary>
    public static IReadOnlyDictionary<string, string> Build()
    {
        var docs = ContractDocs.Load();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["openrpc.json"] = Text(new OpenRpcDocument(docs).Build()),
        };
        foreach (var type in MessageTypes(docs))
            files.Add($"{type.Name}.schema.json", Text(SelfContained(type, docs)));
        return files;
    }

    /// <summary>Writes all files into a folder, and removes schemas of types that are gone.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var files = Build();
        foreach (var stale in Directory.GetFiles(folder, "*.schema.json").Where(file => !files.ContainsKey(Path.GetFileName(file))))
            File.Delete(stale);
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(folder, name), text);
    }

    private static IEnumerable<Type> MessageTypes(ContractDocs docs) =>
        ContractSurface.Methods(docs)
            .SelectMany(method => new[] { method.Params, method.Result })
            .Append(typeof(ErrorData))
            .OfType<Type>()
            .Distinct();

    private static JsonObject SelfContained(Type type, ContractDocs docs)
    {
        var schemas = new TypeSchemas(docs, "#/$defs/");
        var schema = schemas.Of(type);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "$id", $"urn:orchestrator:schema:{type.Name}");
        var inner = TypeSchemas.ReachableFrom(type);
        if (inner.Count > 0)
            schema["$defs"] = new JsonObject(inner.Select(other => KeyValuePair.Create(other.Name, (JsonNode?)schemas.Of(other))));
        return schema;
    }

    private static string Text(JsonObject document) => document.ToJsonString(Layout) + "\n";
}
