using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orchestrator.Protocol;
using Orchestrator.Terminals;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Sessions;

/// <summary>
/// Brings together what the store says ran and what is held when a host starts: sessions go on with their programs, or
/// end as lost; a program without a session that runs is ended, unless the record of its session was lost.
/// </summary>
internal sealed class SessionRecovery(ConcurrentDictionary<string, Session> sessions, SessionSurroundings surroundings)
{
    /// <summary>Completes when every session and every program is settled. Never fails.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Those that are created while the holder does not answer have nothing to do with what it holds.
        var stored = sessions.Values.Where(session => PhaseTable.IsRunning(session.State.Phase)).ToList();
        await Task.Yield();
        try
        {
            var held = (await surroundings.Holder.FindHeldAsync(cancellationToken)).ToDictionary(report => (report.Label.SessionId, report.Label.Epoch));
            // Those that the loss of their record left without a session come first: then all are found alike.
            foreach (var report in held.Values.Where(report => report.Exit is null && !sessions.ContainsKey(report.Label.SessionId)))
                if (Rebuild(report) is { } rebuilt) stored.Add(rebuilt);
            var settling = stored
                .Where(session => PhaseTable.IsRunning(session.State.Phase))
                .Select(session => DoAsync(session, TakeHeld(held, session.State) is { } report ? new Adopt(report) : new Lose(), cancellationToken))
                .ToList();
            settling.AddRange(held.Values.Select(ClearAsync));
            settling.AddRange(sessions.Values
                .Where(session => !PhaseTable.IsRunning(session.State.Phase) && session.State.Queue.Any(prompt => prompt.IsDelivering))
                .Select(session => DoAsync(session, new RecoverPrompts(), cancellationToken)));
            await Task.WhenAll(settling);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host ends before the holder answered; the next one asks again.
        }
        catch (Exception exception)
        {
            // Whatever keeps the holder from being asked: what runs goes on running, and is not believed to have ended.
            surroundings.Logger.LogError(exception, "The programs of earlier hosts cannot be reached");
        }
    }

    private static HeldReport? TakeHeld(Dictionary<(string, string), HeldReport> held, SessionState state)
    {
        // A session that was about to be started has the number of its next run.
        var run = new TerminalEpoch(Math.Max(1, state.Run)).RunName;
        return held.Remove((state.Id, run), out var report) ? report : null;
    }

    private async Task DoAsync(Session session, SessionCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await session.DoAsync(command, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The others are settled all the same.
            surroundings.Logger.LogError(exception, "Session {Session} could not be recovered", session.State.Id);
        }
    }

    private Session? Rebuild(HeldReport report)
    {
        try
        {
            var state = StoredJson.ReadState(report.Label.Note) with
            {
                // Its events may have gone further than this: they are numbered in another series.
                EventEpoch = surroundings.Time.GetUtcNow().ToUnixTimeMilliseconds(), EventSeq = 0, Phase = SessionPhase.Starting,
            };
            if (state.Id != report.Label.SessionId) return null;
            surroundings.Logger.LogWarning("Session {Session} runs, and its record was lost: it is made again", state.Id);
            var session = sessions[state.Id] = new Session(state, surroundings);
            session.Publish();
            return session;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            // Another version's; it is ended below.
            surroundings.Logger.LogError(exception, "A program is held whose session cannot be read");
            return null;
        }
    }

    // Stopped like any other, whoever it was for, before its session can start again.
    private async Task ClearAsync(HeldReport report)
    {
        var program = surroundings.Holder.Adopt(report, new NobodyListens(), report.End);
        if (report.Exit is null)
        {
            surroundings.Logger.LogWarning("A program of session {Session} runs that should not: it is ended", report.Label.SessionId);
            await program.StopAsync(StopGrace.Default);
        }

        program.Forget();
    }

    private sealed class NobodyListens : ITerminalSink
    {
        public void OnOutput(long offset, ReadOnlySpan<byte> bytes)
        {
            // Its session has ended, with all that it shows.
        }

        public void OnExited(TerminalExit exit)
        {
            // Waited for in another way.
        }
    }
}
