using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestrator.Protocol;

namespace Orchestrator.Subscriptions;

/// <summary>What all connections of a host were sent since its start, for <c>host/status</c>. Any thread may call.</summary>
internal sealed class TrafficCounters
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>The counts by name; what never happened is not there.</summary>
    public ImmutableDictionary<string, long> Counts => _counts.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Counts the answer to a reveal, by what it held.</summary>
    public void Count(RevealResult result) => Add($"reveals{result.Terminal?.Kind ?? TerminalContentKind.None}");

    /// <summary>Counts what was told of a session's content.</summary>
    public void Count(ContentFrame frame)
    {
        switch (frame)
        {
            case OutputFrame output:
                Add("outputFrames");
                Add("outputBytes", output.Data.Length);
                break;
            case CarriedFrame carried:
                Add("outputPieces");
                Add("outputBytes", carried.Bytes);
                break;
            case ResyncFrame resync:
                Add($"resyncs{resync.Reason}");
                break;
            case EvictedFrame evicted:
                Add($"evictions{evicted.Reason}");
                break;
        }
    }

    /// <summary>Counts values that were told of sessions, and the older ones that were not because a newer one took their place.</summary>
    /// <param name="told">Values told.</param>
    /// <param name="changes">Changes that they stand for.</param>
    public void CountStates(int told, long changes)
    {
        if (told > 0) Add("statesTold", told);
        if (changes > told) Add("statesConflated", changes - told);
    }

    private void Add(string name, long count = 1) => _counts.AddOrUpdate(name, count, (_, before) => before + count);
}
