using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

[TestClass]
public sealed class SessionGovernorTests : FolderTest
{
    private readonly ManualTimeProvider _time = new();
    private readonly NoticeBoard _notices = new();
    private readonly SessionWorld _world;

    public SessionGovernorTests() => _world = new SessionWorld(Folder, time: _time);

    private string Settings => Path.Combine(Folder, SettingsFile.Name);

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    public async Task Session_that_is_idle_longest_is_suspended_and_told_why_and_a_busy_one_is_not()
    {
        await using var old = Idle("old", TimeSpan.FromHours(2));
        await using var busy = Idle("busy", TimeSpan.FromHours(3), state => state with { Activity = SessionActivity.Working });
        await using var watched = Idle("watched", TimeSpan.FromHours(4), state => state with { Phase = SessionPhase.Active });
        File.WriteAllText(Settings, """{ "maxRunningSessions": 2, "leastIdleMinutes": 15 }""");

        await GovernAsync(TimeSpan.FromMinutes(20), old, busy, watched);

        Assert.AreEqual((true, false, false), (old.State.IsSuspendWanted, busy.State.IsSuspendWanted, watched.State.IsSuspendWanted));
        StringAssert.Contains(old.State.SuspendReason, "more than 2 sessions", StringComparison.Ordinal);
    }

    [TestMethod]
    public async Task Session_that_prints_is_not_idle()
    {
        await using var session = Idle("a", TimeSpan.FromHours(2));
        File.WriteAllText(Settings, """{ "maxRunningSessions": 1, "leastIdleMinutes": 15 }""");
        await using var other = Idle("b", TimeSpan.FromHours(1), state => state with { NativeSessionId = null });

        await GovernAsync(TimeSpan.FromMinutes(20), () => session.Terminal.Screen.Feed("working "u8), session, other);

        Assert.IsFalse(session.State.IsSuspendWanted);
    }

    [TestMethod]
    public async Task Settings_that_are_not_understood_suspend_nobody_and_are_told()
    {
        await using var session = Idle("a", TimeSpan.FromHours(2));
        File.WriteAllText(Settings, """{ "maxRunningSessions": "none" }""");
        var told = new List<Notice>();
        using var reader = _notices.Subscribe(told.Add);

        await GovernAsync(TimeSpan.FromMinutes(20), session);

        Assert.IsFalse(session.State.IsSuspendWanted);
        StringAssert.Contains(told.Single().Text, SettingsFile.Name, StringComparison.Ordinal);
    }

    // Without a process behind it: that one is wanted to be suspended is all that is asked here.
    private Session Idle(string id, TimeSpan since, Func<SessionState, SessionState>? change = null)
    {
        var created = SessionWorld.Created(id, "none");
        var state = SessionFold.Create(created with { Launch = created.Launch with { Agent = "claude", AgentName = "Claude Code" } }) with
        {
            Phase = SessionPhase.Detached, HasRun = true, NativeSessionId = Guid.NewGuid().ToString(), Process = new ProcessIdentity(1, 1, "boot"), UpdatedAt = _time.GetUtcNow() - since,
        };
        return new Session(change?.Invoke(state) ?? state, _world.Surroundings);
    }

    private Task GovernAsync(TimeSpan period, params Session[] sessions) => GovernAsync(period, () => { }, sessions);

    private async Task GovernAsync(TimeSpan period, Action eachMinute, params Session[] sessions)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Timeout);
        var governing = new SessionGovernor(new SettingsFile(Settings, _notices), _world.Agents, () => sessions, _time, NullLogger.Instance).RunAsync(end.Token);
        for (var passed = TimeSpan.Zero; passed < period; passed += SessionGovernor.Interval)
        {
            while (await _time.TimerArmedAsync(Timeout) != SessionGovernor.Interval)
            {
                // Another one's.
            }

            eachMinute();
            _time.Advance(SessionGovernor.Interval);
        }

        await end.CancelAsync();
        await governing;
    }
}
