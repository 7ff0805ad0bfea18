using Microsoft.Extensions.Logging;
using Orchestrator.Agents;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Terminals;

namespace Orchestrator.Sessions;

/// <summary>
/// Keeps the number of running sessions, and the memory they use, within what the user wants: suspends those that have
/// been idle longest, never one that is looked at, works, waits for an answer or could not be resumed, and says so.
/// Looks around once in <see cref="Interval"/>; a host without limits does not look at any session.
/// </summary>
internal sealed class SessionGovernor(
    SettingsFile settingsFile, AgentCatalogue agents, Func<IEnumerable<Session>> sessions, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // When each session's output was last seen to have grown. An idle agent prints nothing; one at work draws all the time.
    private readonly Dictionary<string, (long End, DateTimeOffset Since)> _seen = [];

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await LookAroundAsync(cancellationToken);
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host ends.
        }
    }

    private async Task LookAroundAsync(CancellationToken cancellationToken)
    {
        var settings = settingsFile.Read();
        if (!settings.IsLimited) return;
        var running = sessions().Where(session => session.State.Process is not null).ToList();
        var now = time.GetUtcNow();
        var governed = running.ToDictionary(session => session.State.Id, session => Look(session, now, settings.MemoryCeilingMb is not null));
        foreach (var gone in _seen.Keys.Where(id => !governed.ContainsKey(id)).ToList()) _seen.Remove(gone);
        var ceiling = settings.MemoryCeilingMb * 1024L * 1024;
        foreach (var id in SuspensionChoice.Choose(governed.Values, settings.MaxRunningSessions, ceiling, now - settings.LeastIdle))
            await SuspendAsync(running.First(session => session.State.Id == id), settings, cancellationToken);
    }

    private GovernedSession Look(Session session, DateTimeOffset now, bool isMemoryWanted)
    {
        var state = session.State;
        var end = session.Terminal.Info.Offset;
        if (!_seen.TryGetValue(state.Id, out var seen) || seen.End != end) _seen[state.Id] = seen = (end, now);
        var isSuspendable = state is { Phase: SessionPhase.Detached, IsSuspendWanted: false, NativeSessionId: not null, Queue.IsEmpty: true }
            && ResumeRules.SuspendRefusal(state, agents.Find(state.Launch.Agent), isForced: false) is null;
        DateTimeOffset? idleSince = isSuspendable ? (seen.Since > state.UpdatedAt ? seen.Since : state.UpdatedAt) : null;
        return new GovernedSession(state.Id, idleSince, isMemoryWanted ? ProcessMemory.Of(state.Process!) ?? 0 : 0);
    }

    private async Task SuspendAsync(Session session, HostSettings settings, CancellationToken cancellationToken)
    {
        var reason = settings.MaxRunningSessions is { } most
            ? $"Suspended because more than {most} sessions ran. Resume it to go on."
            : "Suspended because sessions used more memory than is wanted. Resume it to go on.";
        try
        {
            await session.DoAsync(new Suspend(IsForced: false, reason), cancellationToken);
            logger.LogInformation("Session {Session} is suspended: more runs than is wanted", session.State.Id);
        }
        catch (OrchestratorException refusal)
        {
            // It began to do something meanwhile; the next look finds another one.
            logger.LogInformation("Session {Session} is not suspended: {Reason}", session.State.Id, refusal.Message);
        }
    }
}
