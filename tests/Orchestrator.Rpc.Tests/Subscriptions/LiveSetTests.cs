using System.Text;
using Orchestrator.Protocol;
using Orchestrator.Subscriptions;

namespace Orchestrator.Rpc.Tests.Subscriptions;

[TestClass]
public sealed class LiveSetTests : FolderTest
{
    private readonly LiveSetWorld _world;

    public LiveSetTests() => _world = new LiveSetWorld(Folder);

    [TestCleanup]
    public async Task EndWorld() => await _world.DisposeAsync();

    [TestMethod]
    [TestCategory("CAP-04")]
    [TestCategory("CAP-06")]
    public async Task Reveal_beyond_the_limit_evicts_the_least_recently_revealed_concealed_session_once()
    {
        var (a, b, c) = (_world.Session("a"), _world.Session("b"), _world.Session("c"));
        foreach (var session in new[] { a, b, a })
        {
            await _world.ShowAsync(session);
            await _world.ConcealAsync(session);
        }

        await _world.ShowAsync(c);
        b.Terminal.Screen.Feed("unseen"u8);
        var frames = await _world.TakeAllAsync();

        CollectionAssert.AreEqual(new[] { new EvictedFrame("b", EvictionReason.Limit) }, frames);
        CollectionAssert.AreEquivalent(new[] { "a", "c" }, _world.Set.Ids.ToArray());
    }

    [TestMethod]
    [TestCategory("CAP-02")]
    [TestCategory("CAP-03")]
    public async Task Visible_sessions_beyond_the_limit_are_paced_and_the_active_one_never()
    {
        var active = _world.Session("active");
        await _world.ShowAsync(active, isActive: true);

        var grades = new List<ContentGrade>();
        foreach (var id in new[] { "b", "c", "d" }) grades.Add((await _world.ShowAsync(_world.Session(id))).Grade);
        var again = await _world.ShowAsync(active);

        Assert.IsEmpty((await _world.TakeAllAsync()).Where(frame => frame is not GradedFrame || frame.SessionId == "active"));
        Assert.HasCount(4, _world.Set.Ids);
        Assert.AreEqual(ContentGrade.Live, again.Grade);
        CollectionAssert.AreEqual(new[] { ContentGrade.Live, ContentGrade.Live, ContentGrade.Live }, grades, "The newest place is a live one.");
    }

    [TestMethod]
    [TestCategory("CAP-03")]
    public async Task Session_that_others_push_beyond_the_limit_is_told_that_it_is_paced_and_when_it_no_longer_is()
    {
        var (first, second, third) = (_world.Session("first"), _world.Session("second"), _world.Session("third"));
        await _world.ShowAsync(first);
        await _world.ShowAsync(second);
        await _world.ShowAsync(third);
        var demoted = await _world.TakeAllAsync();
        await _world.ConcealAsync(second);
        var promoted = await _world.TakeAllAsync();

        CollectionAssert.AreEqual(new[] { new GradedFrame("first", ContentGrade.Paced) }, demoted);
        CollectionAssert.AreEqual(
            new ContentFrame[] { new EvictedFrame("second", EvictionReason.Limit), new GradedFrame("first", ContentGrade.Live) }, promoted);
    }

    [TestMethod]
    [TestCategory("CAP-11")]
    public async Task Lower_limit_evicts_what_is_concealed_and_paces_what_is_visible_and_a_higher_one_lets_it_flow_again()
    {
        await using var set = _world.NewSet(limit: 3);
        foreach (var id in new[] { "a", "b", "c" })
            set.Start(await set.RevealAsync(new RevealRequest(_world.Session(id), null, null, IsActive: id == "a"), Timeout));
        await set.ConcealAsync("b", Timeout);

        await set.ChangeLimitAsync(1, Timeout);
        var lowered = await LiveSetWorld.TakeAllAsync(set);
        await set.ChangeLimitAsync(3, Timeout);
        var raised = await LiveSetWorld.TakeAllAsync(set);

        CollectionAssert.AreEqual(
            new ContentFrame[] { new EvictedFrame("b", EvictionReason.Limit), new GradedFrame("c", ContentGrade.Paced) }, lowered);
        CollectionAssert.AreEqual(new[] { new GradedFrame("c", ContentGrade.Live) }, raised);
    }

    [TestMethod]
    [TestCategory("BP-12")]
    public async Task Looking_at_too_many_sessions_is_refused_and_leaves_nothing_registered()
    {
        var sessions = Enumerable.Range(0, LiveSet.MaxVisible + 1).Select(index => _world.Session($"s{index}")).ToList();
        foreach (var session in sessions.SkipLast(1)) await _world.ShowAsync(session);

        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(() => _world.RevealAsync(sessions[^1]));
        var again = await _world.RevealAsync(sessions[0]);
        await _world.ConcealAsync(sessions[1]);
        await _world.RevealAsync(sessions[^1]);

        Assert.AreEqual(ErrorCode.LimitReached, refusal.Code);
        Assert.IsNotNull(again.Terminal);
        Assert.HasCount(LiveSet.MaxVisible, _world.Set.Ids);
    }

    [TestMethod]
    [TestCategory("CAP-12")]
    public async Task Reveal_of_an_evicted_session_takes_its_pending_notice_back()
    {
        var (a, b, c) = (_world.Session("a"), _world.Session("b"), _world.Session("c"));
        foreach (var session in new[] { a, b, c, a })
        {
            await _world.ShowAsync(session);
            await _world.ConcealAsync(session);
        }

        a.Terminal.Screen.Feed("seen"u8);
        var frames = await _world.TakeAllAsync();

        CollectionAssert.AreEqual(new[] { "b", "a" }, frames.Select(frame => frame.SessionId).ToArray());
        Assert.IsInstanceOfType<OutputFrame>(frames[1]);
    }

    [TestMethod]
    [TestCategory("SUB-10")]
    public async Task Conceal_twice_or_of_a_session_that_was_never_revealed_does_nothing()
    {
        var session = _world.Session("a");
        await _world.ConcealAsync(session);
        await _world.ShowAsync(session);

        await _world.ConcealAsync(session);
        await _world.ConcealAsync(session);

        Assert.IsEmpty(await _world.TakeAllAsync());
        CollectionAssert.AreEqual(new[] { "a" }, _world.Set.Ids.ToArray());
    }

    [TestMethod]
    [TestCategory("PH-08")]
    public async Task Phase_follows_the_viewers_of_every_connection()
    {
        var session = _world.Session("a");
        await using var other = _world.NewSet();
        await _world.ShowAsync(session);
        await _world.ShowAsync(session);
        await other.RevealAsync(new RevealRequest(session, null, null, false), Timeout);

        await _world.ConcealAsync(session);
        var watched = session.State.Phase;
        await other.ConcealAsync("a", Timeout);
        await _world.Sessions.PhaseAsync(session, SessionPhase.Detached, Timeout);

        Assert.AreEqual(SessionPhase.Active, watched);
    }

    [TestMethod]
    [TestCategory("CON-09")]
    public async Task Dispose_while_a_reveal_is_under_way_leaves_no_viewer_behind()
    {
        var session = _world.Session("a");
        var set = _world.NewSet();
        using var stored = new ManualResetEventSlim();
        var blocking = _world.Sessions.Writer.WriteAsync(_ => stored.Wait(Timeout), Timeout);
        var reveal = set.RevealAsync(new RevealRequest(session, null, null, false), Timeout);

        var dispose = set.DisposeAsync();
        stored.Set();
        await blocking;
        await reveal;
        await dispose;

        await _world.Sessions.PhaseAsync(session, SessionPhase.Detached, Timeout);
        Assert.IsEmpty(set.Ids);
    }

    [TestMethod]
    [TestCategory("CON-09")]
    public async Task Reveal_after_dispose_is_cancelled_and_registers_nothing()
    {
        var session = _world.Session("a");
        var set = _world.NewSet();
        await set.DisposeAsync();

        await Assert.ThrowsExactlyAsync<OperationCanceledException>(() => set.RevealAsync(new RevealRequest(session, null, null, false), Timeout));

        Assert.IsEmpty(set.Ids);
        Assert.AreEqual(SessionPhase.Detached, session.State.Phase);
    }

    [TestMethod]
    [TestCategory("SUB-11")]
    public async Task Reveal_that_is_cancelled_before_its_turn_subscribes_to_nothing()
    {
        var session = _world.Session("a");
        using var cancelled = new CancellationTokenSource();
        using (await _world.Set.Gate.EnterAsync(Timeout))
        {
            var reveal = _world.Set.RevealAsync(new RevealRequest(session, null, null, false), cancelled.Token);
            await cancelled.CancelAsync();
            await Assert.ThrowsAsync<OperationCanceledException>(() => reveal);
        }

        Assert.IsEmpty(_world.Set.Ids);
    }

    [TestMethod]
    [TestCategory("SUB-11")]
    [TestCategory("SUB-15")]
    [TestCategory("CAP-05")]
    public async Task Reveal_that_a_conceal_overtakes_subscribes_to_nothing_and_the_reveal_after_it_does()
    {
        var session = _world.Session("a");
        using var first = _world.Set.Expect("a");
        await _world.ConcealAsync(session);
        using var second = _world.Set.Expect("a");

        var refusal = await Assert.ThrowsExactlyAsync<OrchestratorException>(
            () => _world.Set.RevealAsync(new RevealRequest(session, null, null, false, first), Timeout));
        var before = _world.Set.Ids.Count();
        await _world.Set.RevealAsync(new RevealRequest(session, null, null, false, second), Timeout);

        Assert.AreEqual(ErrorCode.RequestCancelled, refusal.Code);
        Assert.AreEqual(0, before);
        CollectionAssert.AreEqual(new[] { "a" }, _world.Set.Ids.ToArray());
    }

    [TestMethod]
    [TestCategory("CAP-09")]
    public async Task Forget_takes_a_session_out_and_says_so()
    {
        var session = _world.Session("a");
        await _world.ShowAsync(session);

        _world.Set.Forget("a");
        _world.Set.Forget("a");
        session.Terminal.Screen.Feed("unseen"u8);

        CollectionAssert.AreEqual(new[] { new EvictedFrame("a", EvictionReason.Ended) }, await _world.TakeAllAsync());
        Assert.IsEmpty(_world.Set.Ids);
    }

    [TestMethod]
    public async Task Reveal_of_a_new_session_with_the_id_of_a_deleted_one_shows_the_new_one()
    {
        var deleted = _world.Session("a");
        deleted.Terminal.Screen.Feed("old"u8);
        await _world.ShowAsync(deleted);

        var created = _world.Session("a");
        created.Terminal.Screen.Feed("new"u8);
        var result = await _world.ShowAsync(created);

        var shown = Encoding.ASCII.GetString(result.Terminal!.Data.Span);
        StringAssert.Contains(shown, "new", StringComparison.Ordinal);
        Assert.DoesNotContain("old", shown);
    }

    [TestMethod]
    [TestCategory("CAP-13")]
    public async Task Limits_of_one_connection_do_not_count_for_another()
    {
        await using var other = _world.NewSet();
        var sessions = new[] { "a", "b", "c" }.Select(id => _world.Session(id)).ToList();
        foreach (var session in sessions) await _world.ShowAsync(session);

        var result = await other.RevealAsync(new RevealRequest(sessions[0], null, null, false), Timeout);

        Assert.AreEqual(ContentGrade.Live, result.Grade);
    }

    [TestMethod]
    [TestCategory("BP-10")]
    public async Task Floods_in_two_sessions_do_not_keep_the_echo_of_a_third_waiting()
    {
        var (echo, first, second) = (_world.Session("echo"), _world.Session("first"), _world.Session("second"));
        await _world.ShowAsync(echo, isActive: true);
        await _world.ShowAsync(first);
        await _world.ShowAsync(second);
        var flood = LiveSetWorld.Lines(LiveSetWorld.WindowBytes);
        first.Terminal.Screen.Feed(flood);
        second.Terminal.Screen.Feed(flood);
        await _world.TakeAllAsync(most: 2);

        echo.Terminal.Screen.Feed("x"u8);
        var next = await _world.TakeAllAsync(most: 1);

        Assert.AreEqual("echo", next.Single().SessionId);
    }
}
