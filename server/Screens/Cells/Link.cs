namespace Orchestrator.Screens.Cells;

/// <summary>A hyperlink (OSC 8).</summary>
/// <param name="Uri">Where it leads.</param>
/// <param name="Id">Holds the parts of one link together; null when the program gave none.</param>
internal sealed record Link(string Uri, string? Id);
