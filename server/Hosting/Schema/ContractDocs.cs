using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Orchestrator.Protocol;

namespace Orchestrator.Hosting.Schema;

/// <summary>
/// The documentation comments of the contract as plain text, from the XML file the compiler writes beside the
/// assembly. A contract member without a comment is an error: its sentence is part of the schema.
/// </summary>
internal sealed class ContractDocs
{
    private readonly Dictionary<string, XElement> _members;

    private ContractDocs(Dictionary<string, XElement> members) => _members = members;

    public static ContractDocs Load()
    {
        // Not Assembly.Location, which is empty in a single-file build.
        var name = typeof(ProtocolJson).Assembly.GetName().Name;
        var file = Path.Combine(AppContext.BaseDirectory, $"{name}.xml");
        if (!File.Exists(file))
            throw new FileNotFoundException($"The contract's documentation {name}.xml is missing beside the program.", file);
        var members = XDocument.Load(file).Descendants("member");
        return new ContractDocs(members.ToDictionary(member => member.Attribute("name")!.Value));
    }

    /// <summary>A record's summary, or an enum's with one line a value.</summary>
    public string OfType(Type type)
    {
        var summary = Summary($"T:{type.FullName}");
        if (!type.IsEnum)
            return summary;
        var values = EnumValues(type).Select(value =>
            $"- `{JsonNamingPolicy.CamelCase.ConvertName(value.Name)}`: {OfEnumValue(value)}");
        return $"{summary}\n\n{string.Join('\n', values)}";
    }

    /// <summary>The sentence on one member of a positional record.</summary>
    public string OfProperty(PropertyInfo property)
    {
        var type = $"T:{property.DeclaringType!.FullName}";
        var text = Find(type).Elements("param").SingleOrDefault(param => param.Attribute("name")?.Value == property.Name);
        return text is null ? throw Missing($"{type}, parameter {property.Name}") : PlainText(text);
    }

    public string OfEnumValue(FieldInfo value) => Summary($"F:{value.DeclaringType!.FullName}.{value.Name}");

    public string OfMethod(MethodInfo method)
    {
        var id = $"M:{method.DeclaringType!.FullName}.{method.Name}";
        var parameters = method.GetParameters();
        return parameters.Length == 0
            ? Summary(id)
            : Summary($"{id}({string.Join(',', parameters.Select(parameter => parameter.ParameterType.FullName))})");
    }

    /// <summary>An enum's values as declared; <see cref="Enum.GetValues(Type)"/> would sort them.</summary>
    public static IEnumerable<FieldInfo> EnumValues(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(field => field.MetadataToken);

    private string Summary(string id) =>
        Find(id).Element("summary") is { } summary ? PlainText(summary) : throw Missing(id);

    private XElement Find(string id) => _members.GetValueOrDefault(id) ?? throw Missing(id);

    private static InvalidOperationException Missing(string id) => new($"The contract has no documentation for {id}.");

    private static string PlainText(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
            text.Append(node is XElement inline ? $"`{InlineText(inline)}`" : ((XText)node).Value);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // <c>args[0]</c>, <paramref name="Args"/>, <see cref="P:Orchestrator.Protocol.TerminalContent.Data"/>
    private static string InlineText(XElement inline)
    {
        if (inline.Attribute("name") is { } parameter)
            return JsonNamingPolicy.CamelCase.ConvertName(parameter.Value);
        if (inline.Attribute("cref") is not { } reference)
            return inline.Value;
        var path = reference.Value.Split('.');
        return reference.Value.StartsWith("T:", StringComparison.Ordinal)
            ? path[^1]
            : $"{path[^2]}.{JsonNamingPolicy.CamelCase.ConvertName(path[^1])}";
    }
}
