using Orchestrator.Agents.Hooks;
using Orchestrator.Agents.OpenCode;
using Orchestrator.Rpc.Tests.Agents.OpenCode;
using Orchestrator.Sessions;

namespace Orchestrator.Rpc.Tests.Sessions;

/// <summary>The API of the program of one session.</summary>
[TestClass]
public sealed class SessionApiTests : FolderTest
{
    [TestMethod]
    [TestCategory("SND-17")]
    public async Task Turn_of_the_sessions_own_conversation_is_interrupted_by_it_while_it_is_followed()
    {
        await using var program = new FakeOpenCode();
        program.Answers["/session/status"] = """{"ses_own":{"type":"busy"},"ses_other":{"type":"busy"}}""";
        program.Answers["/session/ses_own/abort"] = "true";
        var created = SessionWorld.Created("a");
        var state = SessionFold.Create(created with { Launch = created.Launch with { Agent = OpenCodeLaunch.AgentId } }) with { NativeSessionId = "ses_own", Run = program.Access.Run };
        Assert.IsTrue(program.Access.TryWrite(Folder, state.Id));
        await using var world = new SessionWorld(Folder);
        await using var api = new SessionApi(world.Surroundings with { Hooks = new HookFolder(Folder, "orchestrator", "host.sock") }, () => state);
        using var told = new SemaphoreSlim(0);
        api.Told += () => told.Release();

        Assert.IsFalse(await api.TryInterruptAsync());
        api.Begin();
        while (api.Sight.Board is null) await told.WaitAsync(Timeout);
        Assert.IsTrue(await api.TryInterruptAsync());
        api.End();
        Assert.IsFalse(await api.TryInterruptAsync());

        CollectionAssert.AreEqual(new[] { "/session/ses_own/abort {}" }, program.Posted);
    }
}
