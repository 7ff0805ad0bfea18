namespace Orchestrator.Terminals.Content;

/// <summary>What a viewer needs to be where a terminal stood at one moment.</summary>
/// <param name="Offset">That moment: the position after everything in <paramref name="Data"/>.</param>
/// <param name="Size">The size in force then.</param>
/// <param name="IsSuffix">True when the data goes behind what the viewer has, false when it replaces it.</param>
/// <param name="Data">Bytes for the viewer's terminal.</param>
/// <param name="IsTruncated">True when output before the data is neither in it nor with the viewer.</param>
internal sealed record TerminalCut(long Offset, SizeChange Size, bool IsSuffix, ReadOnlyMemory<byte> Data, bool IsTruncated);

/// <summary>All of a terminal at one moment, so that it can be built again from there.</summary>
/// <param name="Cut">What it shows.</param>
/// <param name="Position">The moment, as a position in what the program printed.</param>
internal sealed record TerminalRest(TerminalCut Cut, long Position);

/// <summary>A terminal's text at one moment.</summary>
/// <param name="Offset">That moment.</param>
/// <param name="Size">The size in force then.</param>
/// <param name="Text">The text, lines ended by a line feed.</param>
internal sealed record TerminalText(long Offset, TerminalSize Size, string Text);
