namespace Orchestrator.Protocol;

/// <summary>
/// Version of this contract, as <c>initialize</c> answers it. The second number grows with every addition; nothing
/// shipped is removed, so the first stays. <c>schemas/CHANGELOG.md</c> has a line for each.
/// </summary>
public static class ProtocolVersion
{
    public const string Current = "1.0";
}
