using Orchestrator.Screens;

namespace Orchestrator.Terminals.Content;

/// <summary>What a program reported of itself, and where.</summary>
/// <param name="Status">The report.</param>
/// <param name="Position">As <see cref="TerminalFacts.StatusPosition"/>: with it a report is told from a later one that says the same.</param>
internal sealed record KnownStatus(ProgramStatus Status, long Position);
