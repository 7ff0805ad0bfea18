namespace Orchestrator.Hosting.Schema;

/// <summary>Who sends a method, and whether it is answered.</summary>
internal enum MethodKind
{
    Request,
    ClientNotification,
    ServerNotification,
}

/// <summary>One method of the wire, as its service interface declares it.</summary>
/// <param name="Name">Name on the wire.</param>
/// <param name="Kind">Who sends it, and whether it is answered.</param>
/// <param name="Description">What it does, in plain text.</param>
/// <param name="Params">Record that its params object is read into; null when it takes none.</param>
/// <param name="Result">Record that it answers; null when it answers nothing or <c>null</c>.</param>
internal sealed record ContractMethod(string Name, MethodKind Kind, string Description, Type? Params, Type? Result);
