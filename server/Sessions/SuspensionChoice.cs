using System.Collections.Immutable;

namespace Orchestrator.Sessions;

/// <summary>One session with a process, as the governor sees it.</summary>
/// <param name="Id">The session.</param>
/// <param name="IdleSince">Since when neither its user nor its program did anything; null when it must not be suspended.</param>
/// <param name="MemoryBytes">What its processes use.</param>
internal sealed record GovernedSession(string Id, DateTimeOffset? IdleSince, long MemoryBytes);

/// <summary>Chooses what to suspend when more runs than is wanted: the longest idle first, and no more than needed. Pure.</summary>
internal static class SuspensionChoice
{
    /// <summary>The sessions to suspend, in order.</summary>
    /// <param name="running">Every session with a process.</param>
    /// <param name="most">Most sessions with a process; null for no limit.</param>
    /// <param name="ceilingBytes">Most memory they may use together; null for no limit.</param>
    /// <param name="idleBefore">Sessions that have been idle since this moment, or longer, may be suspended.</param>
    public static ImmutableArray<string> Choose(
        IReadOnlyCollection<GovernedSession> running, int? most, long? ceilingBytes, DateTimeOffset idleBefore)
    {
        var (count, bytes) = (running.Count, running.Sum(session => session.MemoryBytes));
        var chosen = ImmutableArray.CreateBuilder<string>();
        foreach (var session in running.Where(session => session.IdleSince <= idleBefore).OrderBy(session => session.IdleSince))
        {
            if (count <= (most ?? int.MaxValue) && bytes <= (ceilingBytes ?? long.MaxValue)) break;
            chosen.Add(session.Id);
            count--;
            bytes -= session.MemoryBytes;
        }

        return chosen.ToImmutable();
    }
}
