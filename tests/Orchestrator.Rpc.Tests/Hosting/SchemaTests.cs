using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orchestrator.Hosting.Schema;
using Orchestrator.Protocol;
using Orchestrator.Rpc.Tests.Architecture;
using StreamJsonRpc;

namespace Orchestrator.Rpc.Tests.Hosting;

[TestClass]
public sealed class SchemaTests
{
    private static readonly IReadOnlyDictionary<string, string> Files = SchemaFiles.Build();
    private static readonly JsonNode OpenRpc = JsonNode.Parse(Files["openrpc.json"])!;

    [TestMethod]
    public void Committed_schemas_are_fresh()
    {
        var committed = Repository.Files
            .Where(path => path.StartsWith("schemas/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal))
            .ToDictionary(path => path["schemas/".Length..], Repository.Read);

        var stale = Files.Keys.Union(committed.Keys)
            .Where(name => Files.GetValueOrDefault(name) != committed.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.IsEmpty(stale, $"Run 'npm run generate' and commit the result. Stale: {string.Join(", ", stale)}");
    }

    [TestMethod]
    public void Changelog_ends_with_the_current_version()
    {
        var last = Repository.Read("schemas/CHANGELOG.md").Split('\n').Last(line => line.StartsWith("- ", StringComparison.Ordinal));

        StringAssert.StartsWith(last, $"- {ProtocolVersion.Current} ", StringComparison.Ordinal);
    }

    [TestMethod]
    public void OpenRpc_has_every_method_of_the_services()
    {
        var declared = typeof(ProtocolJson).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods())
            .Select(method => method.GetCustomAttribute<JsonRpcMethodAttribute>()?.Name)
            .OfType<string>();

        var described = OpenRpc["methods"]!.AsArray().Select(method => (string)method!["name"]!);

        CollectionAssert.AreEquivalent(declared.ToList(), described.ToList());
    }

    [TestMethod]
    public void OpenRpc_has_every_error_code()
    {
        var codes = OpenRpc["components"]!["errors"]!.AsObject().Select(error => (error.Key, (int)error.Value!["code"]!));

        var expected = Enum.GetValues<ErrorCode>().Select(code => (JsonNamingPolicy.CamelCase.ConvertName($"{code}"), (int)code));
        CollectionAssert.AreEquivalent(expected.ToList(), codes.ToList());
    }

    [TestMethod]
    public void OpenRpc_tells_requests_from_notifications()
    {
        var kinds = OpenRpc["methods"]!.AsArray().ToDictionary(
            method => (string)method!["name"]!,
            method => ((string?)method!["x-direction"], (bool?)method["x-notification"] ?? false, method["result"] is not null));

        Assert.AreEqual((null, false, true), kinds["session/list"]);
        Assert.AreEqual((null, false, true), kinds["shutdown"]);
        foreach (var name in (string[])["initialized", "exit", "$/setTrace", "terminal/ack"])
            Assert.AreEqual((null, true, false), kinds[name], name);
        Assert.AreEqual(("server-to-client", true, false), kinds["sessions/changed"]);
    }

    [TestMethod]
    public void OpenRpc_has_the_structure_its_tools_require()
    {
        StringAssert.StartsWith((string?)OpenRpc["openrpc"], "1.3.", StringComparison.Ordinal);
        Assert.IsNotNull(OpenRpc["info"]!["title"]);
        Assert.IsNotNull(OpenRpc["info"]!["version"]);
        foreach (var method in OpenRpc["methods"]!.AsArray())
        {
            Assert.AreEqual("by-name", (string?)method!["paramStructure"]);
            foreach (var param in method["params"]!.AsArray())
                Assert.IsTrue(param!["name"] is not null && param["schema"] is JsonObject, param.ToJsonString());
        }
    }

    [TestMethod]
    public void References_lead_somewhere()
    {
        foreach (var (file, text) in Files)
        {
            var document = JsonNode.Parse(text)!;
            foreach (var reference in Objects(document).Select(node => (string?)node["$ref"]).OfType<string>())
            {
                var target = reference.Split('/')[1..].Aggregate((JsonNode?)document, (node, key) => node?[key]);
                Assert.IsNotNull(target, $"{file}: {reference}");
            }
        }
    }

    [TestMethod]
    public void No_schema_allows_null_or_anything()
    {
        foreach (var schema in Objects(OpenRpc["components"]!["schemas"]!).Where(node => node["description"] is JsonValue))
        {
            Assert.IsTrue(schema["type"] is JsonValue || schema["$ref"] is not null, schema.ToJsonString());
            Assert.AreNotEqual("null", (string?)schema["type"]);
            Assert.IsFalse(schema.ContainsKey("default"), schema.ToJsonString());
            if ((string?)schema["type"] == "array")
                Assert.IsInstanceOfType<JsonObject>(schema["items"], schema.ToJsonString());
        }
    }

    [TestMethod]
    public void Enums_list_the_strings_that_are_written()
    {
        foreach (var type in ContractSurface.DataTypes().Where(type => type.IsEnum))
        {
            var listed = OpenRpc["components"]!["schemas"]![type.Name]!["enum"]!.AsArray().Select(value => (string)value!);
            var written = Enum.GetValues(type).Cast<object>()
                .Select(value => JsonSerializer.SerializeToNode(value, type, ProtocolJson.Options)!.GetValue<string>());
            CollectionAssert.AreEquivalent(written.ToList(), listed.ToList(), type.Name);
        }
    }

    [TestMethod]
    public void Descriptions_are_plain_text()
    {
        foreach (var text in Objects(OpenRpc).Select(node => node["description"]).OfType<JsonValue>().Select(value => (string)value!))
            Assert.IsFalse(text.Contains("cref", StringComparison.Ordinal) || text.Contains("</", StringComparison.Ordinal), text);
        var offset = OpenRpc["components"]!["schemas"]!["TerminalContent"]!["properties"]!["offset"]!;
        StringAssert.Contains((string?)offset["description"], "`data`", StringComparison.Ordinal);
    }

    private static IEnumerable<JsonObject> Objects(JsonNode node)
    {
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        var inner = children.OfType<JsonNode>().SelectMany(Objects);
        return node is JsonObject self ? inner.Prepend(self) : inner;
    }
}
