using Orchestrator.Protocol;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>Interrupting presses the agent's own keys, ahead of what waits.</summary>
[TestClass]
[TestCategory("SND-10")]
public sealed class SessionInterruptTests : InstalledAgentsTest
{
    [TestMethod]
    [TestCategory("SND-17")]
    public async Task Interrupt_overtakes_prompts_that_wait()
    {
        Install("claude", ShowsKeys);
        var session = await CreateAsync("a", "claude", Id);
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        // It waits until the program takes pastes, which this one never does.
        await session.DoAsync(new Send("m1", "a prompt"), Timeout);

        await session.DoAsync(new Interrupt(), Timeout);
        await SessionWorld.ShownAsync(session, "^[", Timeout);

        Assert.AreEqual(1, session.State.Queue.Length);
        Assert.DoesNotContain("a prompt", SessionWorld.TextOf(session));
    }

    [TestMethod]
    public async Task Interrupt_of_an_agent_that_asks_back_presses_twice_with_a_pause()
    {
        var clock = new ManualTimeProvider();
        Install("opencode", ShowsKeys);
        await using var world = World(clock, Directory.CreateDirectory(Path.Combine(Folder, "clocked")).FullName);
        var session = await CreateAsync("a", "opencode", nativeId: null, world: world);
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        await world.PhaseAsync(session, SessionPhase.Detached, Timeout);

        await session.DoAsync(new Interrupt(), Timeout);
        await session.DoAsync(new Interrupt(), Timeout);
        await SessionWorld.ShownAsync(session, "ready ^[", Timeout);
        session.Terminal.TryWrite("between"u8.ToArray());
        await SessionWorld.ShownAsync(session, "^[between", Timeout);
        clock.Advance(TimeSpan.FromMilliseconds(150));

        await SessionWorld.ShownAsync(session, "^[between^[", Timeout);
    }

    [TestMethod]
    public async Task Interrupt_of_a_command_is_the_key_that_interrupts_it()
    {
        var session = await Sessions.CreateAsync("a", "/bin/sh", "-c", ShowsKeys);
        await SessionWorld.ShownAsync(session, "ready", Timeout);
        await Sessions.PhaseAsync(session, SessionPhase.Detached, Timeout);

        await session.DoAsync(new Interrupt(), Timeout);

        await SessionWorld.ShownAsync(session, "^C", Timeout);
        Assert.AreEqual(SessionPhase.Detached, session.State.Phase);
    }
}
