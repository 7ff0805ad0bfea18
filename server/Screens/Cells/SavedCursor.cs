namespace Orchestrator.Screens.Cells;

/// <summary>What DECSC keeps for one buffer.</summary>
/// <param name="Column">Column from 0; a wrap that was pending is not kept.</param>
/// <param name="Line">Line from 0, counted from the oldest one that is kept, so that it moves with its content.</param>
/// <param name="Pen">How the next character would have looked.</param>
/// <param name="Charset">The character set in use.</param>
internal readonly record struct SavedCursor(int Column, int Line, Style Pen, Charset? Charset);
