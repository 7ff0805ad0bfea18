using System.Collections.Immutable;

namespace Orchestrator.Terminals.Content;

/// <summary>A size that a terminal was given.</summary>
/// <param name="Number">Counts the changes of one terminal, from 0 for the size it began with.</param>
/// <param name="Offset">What was printed before this position was printed at the size before.</param>
/// <param name="Size">The size.</param>
/// <param name="By">The viewer that set it and leads since; null while nobody does.</param>
internal sealed record SizeChange(long Number, long Offset, TerminalSize Size, object? By);

/// <summary>
/// The last sizes of one terminal, in order: where in its output each came into force. Immutable; a viewer that is
/// further behind than this reaches needs a snapshot.
/// </summary>
internal sealed class SizeHistory
{
    /// <summary>Most changes kept: more than an editor makes while one of its borders is dragged for a second.</summary>
    public const int MaxKept = 64;

    private readonly ImmutableArray<SizeChange> _changes;

    public SizeHistory(TerminalSize size, long offset = 0)
        : this([new SizeChange(0, offset, size, By: null)])
    {
    }

    private SizeHistory(ImmutableArray<SizeChange> changes) => _changes = changes;

    /// <summary>The size in force.</summary>
    public SizeChange Newest => _changes[^1];

    /// <summary>With one more change; the oldest one is forgotten for it when there are too many.</summary>
    public SizeHistory With(long offset, TerminalSize size, object? by)
    {
        var kept = _changes.Length < MaxKept ? _changes : _changes.RemoveAt(0);
        return new SizeHistory(kept.Add(new SizeChange(Newest.Number + 1, offset, size, by)));
    }

    /// <summary>True when every change after <paramref name="known"/> is still kept.</summary>
    public bool Reaches(SizeChange known) => known.Number >= _changes[0].Number - 1;

    /// <summary>The first kept change after <paramref name="known"/>; null when that is the newest.</summary>
    public SizeChange? After(SizeChange known) => _changes.FirstOrDefault(change => change.Number > known.Number);

    /// <summary>The newest kept change that <paramref name="viewer"/> made; null for none.</summary>
    public SizeChange? LastBy(object viewer) => _changes.LastOrDefault(change => ReferenceEquals(change.By, viewer));
}
