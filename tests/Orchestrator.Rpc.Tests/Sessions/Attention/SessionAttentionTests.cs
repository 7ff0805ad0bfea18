using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Sessions;
using Orchestrator.Sessions.Attention;

namespace Orchestrator.Rpc.Tests.Sessions.Attention;

/// <summary>Programs that say something of themselves in their terminals, as their sessions take it.</summary>
[TestClass]
public sealed class SessionAttentionTests : FolderTest
{
    private const string Blocked = "\\033]7501;state=blocked:kind=permission\\007";

    private readonly SessionWorld _world;

    public SessionAttentionTests() => _world = new SessionWorld(Folder);

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    public async Task What_a_program_reports_before_it_is_known_to_be_up_counts()
    {
        var session = await StartAsync($"printf '{Blocked}'; cat");

        var asked = await _world.StateAsync(session, state => !state.Pending.IsEmpty, Timeout);

        Assert.AreEqual(SessionActivity.NeedsApproval, asked.Activity);
        Assert.AreEqual(asked.Pending[0].RequestId, session.Summary.Attention.RequestId);
        Assert.AreEqual(asked.Pending[0].RequestId, session.News.Requests.Single().RequestId);
    }

    [TestMethod]
    [TestCategory("APR-01")]
    public async Task Flood_of_other_sequences_in_one_portion_hides_no_request()
    {
        var session = await StartAsync($"i=0; while [ $i -lt 300 ]; do printf '\\033]2;t%s\\007' $i; i=$((i+1)); done; printf '{Blocked}'; cat");

        var asked = await _world.StateAsync(session, state => !state.Pending.IsEmpty, Timeout);

        Assert.AreEqual(AttentionKind.Approval, asked.Pending[0].Kind);
    }

    [TestMethod]
    [TestCategory("APR-05")]
    public async Task Request_is_the_same_in_the_next_host_and_gone_with_its_program()
    {
        var session = await StartAsync($"printf '{Blocked}'; cat");
        var asked = await _world.StateAsync(session, state => !state.Pending.IsEmpty, Timeout);
        await _world.CrashAsync();

        await using var next = new SessionWorld(Folder);
        var stored = StoredJson.ReadState(next.Store.LoadAll().Single().StateJson);
        await next.Registry.LoadAsync(Timeout);
        var lost = next.Registry.All.Single().State;

        Assert.AreEqual((asked.Pending[0].RequestId, asked.Pending[0].CreatedAt, (long?)null), (stored.Pending[0].RequestId, stored.Pending[0].CreatedAt, stored.Pending[0].Notifier));
        Assert.AreEqual((SessionPhase.Ended, 0), (lost.Phase, lost.Pending.Length));
        Assert.AreEqual(new ResolvedRequest(asked.Pending[0].RequestId, AttentionOutcome.Withdrawn, Position: asked.Pending[0].Position), lost.Resolved.Single());
    }

    [TestMethod]
    [TestCategory("LST-08")]
    public async Task Who_notifies_is_chosen_when_the_request_is_made()
    {
        _world.Surroundings.Presence.Join(3);
        var session = await StartAsync($"printf '{Blocked}'; cat");

        var asked = await _world.StateAsync(session, state => !state.Pending.IsEmpty, Timeout);

        Assert.AreEqual(3, asked.Pending[0].Notifier);
    }

    [TestMethod]
    [TestCategory("APR-02")]
    public async Task Of_two_answers_one_counts_and_the_other_is_told_who_was_first()
    {
        var session = await StartAsync("printf '\\007'; cat");
        var asked = await _world.StateAsync(session, state => !state.Pending.IsEmpty, Timeout);
        var answer = new Respond(asked.Pending[0].RequestId, "dismiss", By: "one");

        await session.RespondAsync(answer, Timeout);
        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => session.RespondAsync(answer with { By = "two" }, Timeout));

        Assert.AreEqual(ErrorCode.AlreadyResolved, refusal.Code);
        StringAssert.Contains(refusal.Message, "by one", StringComparison.Ordinal);
        Assert.AreEqual(new ResolvedRequest(answer.RequestId, AttentionOutcome.Answered, "one"), session.State.Resolved.Single());
    }

    [TestMethod]
    public void Status_is_kept_when_other_signals_of_a_portion_are_dropped()
    {
        var output = new ScreenOutput();
        new Screen(80, 24).Feed([.. string.Concat(Enumerable.Range(0, 200).Select(number => $"\e]2;{number}\a")).Select(character => (byte)character), .. "\e]7501;state=idle\a"u8], output);

        Assert.HasCount(ScreenOutput.MaxSignals, output.Signals);
        Assert.AreEqual(new ScreenSignal.StatusReported(new ProgramStatus("idle")), output.Signals[^1]);
    }

    private Task<Session> StartAsync(string script) => _world.CreateAsync("a", "/bin/sh", "-c", script);
}
