using System.Reflection;
using Orchestrator.Protocol;
using StreamJsonRpc;

namespace Orchestrator.Hosting.Schema;

/// <summary>Finds the methods and types of the wire contract by looking at the compiled interfaces and records.</summary>
internal static class ContractSurface
{
    // Returns a plain Task like a notification does, but LSP has it answered with null.
    private const string AnswersNull = "shutdown";

    /// <summary>All methods: interfaces by name, methods as declared, so that the order never depends on the build.</summary>
    public static IReadOnlyList<ContractMethod> Methods(ContractDocs docs) =>
    [
        .. ContractTypes()
            .Where(type => type.IsInterface)
            .SelectMany(service => service.GetMethods().OrderBy(method => method.MetadataToken))
            .Select(method => (Method: method, Name: method.GetCustomAttribute<JsonRpcMethodAttribute>()?.Name))
            .Where(entry => entry.Name is not null)
            .Select(entry => Describe(entry.Method, entry.Name!, docs)),
    ];

    /// <summary>
    /// All records and enums that travel. <see cref="ErrorCode"/> is not among them: it is a plain number on the wire,
    /// and the document lists it as errors.
    /// </summary>
    public static IReadOnlyList<Type> DataTypes() =>
        [.. ContractTypes().Where(type => IsData(type) && type != typeof(ErrorCode))];

    /// <summary>True for a record or enum that has a schema of its own.</summary>
    public static bool IsData(Type type) =>
        type.Namespace == typeof(ProtocolJson).Namespace && type.IsPublic && (type.IsEnum || IsRecord(type));

    private static IEnumerable<Type> ContractTypes() =>
        typeof(ProtocolJson).Assembly.GetExportedTypes()
            .Where(type => type.Namespace == typeof(ProtocolJson).Namespace)
            .OrderBy(type => type.Name, StringComparer.Ordinal);

    // Every record class, and nothing else, has this method made by the compiler.
    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static ContractMethod Describe(MethodInfo method, string name, ContractDocs docs)
    {
        var parameters = method.GetParameters()
            .Select(parameter => parameter.ParameterType)
            .SingleOrDefault(type => type != typeof(CancellationToken));
        var result = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null;
        var kind = method.DeclaringType == typeof(IClientNotifications) ? MethodKind.ServerNotification
            : result is null && name != AnswersNull ? MethodKind.ClientNotification
            : MethodKind.Request;
        return new ContractMethod(name, kind, docs.OfMethod(method), parameters, result);
    }
}
