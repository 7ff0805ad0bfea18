using System.Collections.Immutable;
using Orchestrator.Screens;
using Orchestrator.Storage;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions.Terminals;

/// <summary>
/// Builds a terminal again that a host before this one had: its last checkpoint, and after it what the program printed
/// since, at the sizes it had then.
/// </summary>
/// <param name="checkpoint">What the terminal showed; null when that is not known.</param>
/// <param name="run">Number of the program's run.</param>
/// <param name="firstSize">The size it was started with.</param>
internal sealed class TerminalReplay(ScreenCheckpoint? checkpoint, int run, TerminalSize firstSize)
{
    // Answers that come much later than their question are typing to most programs.
    private static readonly TimeSpan LatestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>What the holder knows of the terminal; null when it is gone, then nothing is answered.</summary>
    public HeldReport? Held { get; init; }

    /// <summary>What the program is known to have reported of itself, so that it is not taken for news when it is read again.</summary>
    public KnownStatus? Known { get; init; }

    /// <summary>Builds the terminal.</summary>
    /// <param name="readRaw">Reads what the program printed from a position on, as far as it is kept.</param>
    /// <param name="colors">The colours that programs are told when they ask.</param>
    public TerminalScreen Run(Func<long, (long Start, byte[] Bytes)> readRaw, ViewerColors colors)
    {
        var from = checkpoint?.RawOffset ?? 0;
        var (start, bytes) = readRaw(from);
        var isWhole = (start == from || bytes.Length == 0) && (Held is null || start + bytes.Length >= Held.End);
        // Other output than what follows may have been told at its positions: they are counted anew.
        var generation = checkpoint?.Generation ?? 0;
        var epoch = new TerminalEpoch(run, isWhole ? generation : Math.Max(generation + 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()));
        var terminal = TerminalScreen.Resume(
            TerminalLog.ContinueAt(epoch.ToString(), checkpoint?.Offset ?? 0),
            Begin(),
            checkpoint?.SizeOffset ?? 0,
            from,
            isPartial: !isWhole || checkpoint is { IsTruncated: true },
            colors,
            Known);
        var rest = checkpoint is null ? FromLineStart(start, bytes) : bytes;
        Feed(terminal, start + bytes.Length - rest.Length, rest);
        return terminal;
    }

    /// <summary>What begins at a line: the likeliest place at which no sequence and no character is cut.</summary>
    /// <param name="start">Position of the first byte.</param>
    /// <param name="bytes">What was printed.</param>
    public static ReadOnlySpan<byte> FromLineStart(long start, ReadOnlySpan<byte> bytes) =>
        start == 0 ? bytes : bytes[(bytes.IndexOf((byte)'\n') + 1)..];

    private Screen Begin()
    {
        var screen = new Screen(checkpoint?.Columns ?? firstSize.Columns, checkpoint?.Rows ?? firstSize.Rows);
        if (checkpoint is not null) screen.Feed(checkpoint.Snapshot.Span, new ScreenOutput());
        return screen;
    }

    private void Feed(TerminalScreen terminal, long offset, ReadOnlySpan<byte> bytes)
    {
        var at = offset;
        foreach (var (position, size) in Boundaries(offset, offset + bytes.Length))
        {
            var isAnswered = Held is null || at < Held.Fed || Held.HostAway > LatestAnswer;
            if (position > at) terminal.Feed(at, bytes[(int)(at - offset)..(int)(position - offset)], isAnswered);
            at = position;
            if (size is not null) terminal.Resize(size.Value, by: null);
        }
    }

    // Where something changes: the size, whether questions are still to be answered, and whether reports are known.
    private IEnumerable<(long Position, TerminalSize? Size)> Boundaries(long offset, long end)
    {
        var sizes = SizesAfterCheckpoint().Select(change => (Position: Math.Clamp(change.Position, offset, end), Size: (TerminalSize?)change.Size));
        var answered = (Position: Math.Clamp(Held?.Fed ?? end, offset, end), Size: (TerminalSize?)null);
        var known = (Position: Math.Clamp(Known?.Position ?? end, offset, end), Size: (TerminalSize?)null);
        return sizes.Append(answered).Append(known).Append((Position: end, Size: null)).OrderBy(boundary => boundary.Position);
    }

    private ImmutableArray<(long Position, TerminalSize Size)> SizesAfterCheckpoint()
    {
        if (Held is null) return [];
        if (checkpoint is null) return Held.Sizes;
        // Of those at its very position the ones up to its own size came before it.
        var own = new TerminalSize(checkpoint.Columns, checkpoint.Rows);
        var last = Held.Sizes.LastIndexOf((checkpoint.RawOffset, own));
        return [.. Held.Sizes.Where((change, index) => index > last && change.Position >= checkpoint.RawOffset)];
    }
}
