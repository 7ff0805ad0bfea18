using System.Text;
using Orchestrator.Rpc.Tests.Terminals;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>Several viewers of one session: sizes come where they came into force, and answers come once.</summary>
[TestClass]
[TestCategory("TRM-05")]
public sealed class LiveSizeTests : FolderTest
{
    private readonly LiveSetWorld _world;
    private readonly Session _session;
    private readonly LiveSet _other;

    public LiveSizeTests()
    {
        _world = new LiveSetWorld(Folder);
        _session = _world.Session("a");
        _other = _world.NewSet();
    }

    private TerminalScreen Screen => _session.Terminal.Screen;

    [TestCleanup]
    public async Task EndWorld()
    {
        await _other.DisposeAsync();
        await _world.DisposeAsync();
    }

    [TestMethod]
    [TestCategory("SNP-15")]
    public async Task Resize_by_the_active_viewer_is_told_to_the_others_and_not_to_it()
    {
        var session = _world.Session("a");
        await using var leader = _world.NewSet();
        var before = await _world.ShowAsync(session);

        var cut = await leader.RevealAsync(new RevealRequest(session, null, new TerminalSize(100, 30), IsActive: true), Timeout);
        leader.Start(cut);
        var told = await _world.TakeAllAsync();

        Assert.AreEqual(80, before.Terminal!.Cols);
        Assert.AreEqual(80, cut.Terminal!.Cols, "The snapshot is of the old size.");
        CollectionAssert.AreEqual(new[] { new ResizedFrame("a", before.Terminal.Epoch, cut.Terminal.Offset, 100, 30) }, told);
        using var gate = await leader.Gate.EnterAsync(Timeout);
        Assert.IsNull(leader.Take());
    }

    [TestMethod]
    public async Task Size_of_a_viewer_without_focus_counts_only_while_nobody_leads()
    {
        var session = _world.Session("a");
        await using var second = _world.NewSet();

        await _world.ShowAsync(session, size: new TerminalSize(90, 20));
        await second.RevealAsync(new RevealRequest(session, null, new TerminalSize(50, 10), IsActive: false), Timeout);

        Assert.AreEqual(new TerminalSize(90, 20), session.Terminal.Size);
    }

    [TestMethod]
    [TestCategory("CON-09")]
    public async Task Viewer_that_leaves_no_longer_leads_the_size()
    {
        var session = _world.Session("a");
        var first = _world.NewSet();
        await first.RevealAsync(new RevealRequest(session, null, new TerminalSize(90, 20), IsActive: true), Timeout);
        await first.DisposeAsync();

        await _world.ShowAsync(session, size: new TerminalSize(50, 10));

        Assert.AreEqual(new TerminalSize(50, 10), session.Terminal.Size);
    }

    [TestMethod]
    public async Task Sizes_are_told_between_what_was_printed_before_and_after_them()
    {
        await _world.ShowAsync(_session);
        Screen.Feed("wide"u8);
        Resize(100);
        Resize(101);
        Screen.Feed("wider"u8);
        Resize(60);
        Screen.Feed("narrow"u8);

        CollectionAssert.AreEqual(new[] { "wide", "100", "101", "wider", "60", "narrow" }, await ToldAsync());
    }

    [TestMethod]
    public async Task Size_set_before_the_result_left_is_told_after_it()
    {
        var result = await _world.RevealAsync(_session);
        Resize(100);
        Screen.Feed("text"u8);
        var early = await ToldAsync();
        _world.Set.Start(result);

        Assert.IsEmpty(early);
        CollectionAssert.AreEqual(new[] { "100", "text" }, await ToldAsync());
    }

    [TestMethod]
    public async Task Viewer_is_told_neither_its_own_size_nor_those_before_it()
    {
        await _world.ShowAsync(_session);
        Resize(100);
        Screen.Feed("text"u8);
        _world.Set.Resize(_session, new TerminalSize(90, 24));
        Screen.Feed(" more"u8);
        var own = await ToldAsync();
        Resize(70);

        CollectionAssert.AreEqual(new[] { "text more" }, own);
        CollectionAssert.AreEqual(new[] { "70" }, await ToldAsync());
    }

    [TestMethod]
    public async Task Viewer_that_takes_the_lead_with_the_size_in_force_is_told_nothing_and_neither_is_another()
    {
        await _world.ShowAsync(_session);
        Resize(100);
        await ToldAsync();

        _world.Set.Resize(_session, new TerminalSize(100, 24));
        Resize(100);

        Assert.IsEmpty(await ToldAsync());
    }

    [TestMethod]
    [TestCategory("SNP-07")]
    public async Task Viewer_that_is_behind_by_more_sizes_than_are_kept_gets_one_snapshot()
    {
        await _world.ShowAsync(_session);
        for (var size = 1; size <= SizeHistory.MaxKept + 1; size++)
        {
            Resize(size);
            Screen.Feed("x"u8);
        }

        var resync = (ResyncFrame)(await _world.TakeAllAsync()).Single();

        Assert.AreEqual(SizeHistory.MaxKept + 1, resync.Result.Terminal!.Cols);
        Assert.AreEqual(Screen.Log.End, resync.Result.Terminal.Offset);
    }

    [TestMethod]
    [TestCategory("SNP-15")]
    public async Task Reveal_with_a_size_gives_the_content_at_the_old_one_and_others_get_the_new_one_behind_it()
    {
        await _world.ShowAsync(_session);
        Screen.Feed("text"u8);

        var cut = await _other.RevealAsync(new RevealRequest(_session, null, new TerminalSize(120, 24), IsActive: true), Timeout);

        Assert.AreEqual((80, 4L), (cut.Terminal!.Cols, cut.Terminal.Offset));
        Assert.AreEqual(new SizeChange(1, 4, new TerminalSize(120, 24), Screen.Sizes.Newest.By), Screen.Sizes.Newest);
        CollectionAssert.AreEqual(new[] { "text", "120" }, await ToldAsync());
    }

    [TestMethod]
    [TestCategory("SNP-15")]
    public async Task Reveal_of_an_ended_session_with_a_size_leaves_it_its_own()
    {
        Screen.Feed("text"u8);
        Screen.Complete(new TerminalExit(0, null));

        await _world.ShowAsync(_session, isActive: true, size: new TerminalSize(120, 24));

        Assert.AreEqual(TerminalSize.Default, Screen.Size);
        CollectionAssert.AreEqual(new[] { "exited" }, await ToldAsync());
    }

    [TestMethod]
    [TestCategory("TRM-07")]
    [TestCategory("TRM-01")]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(2)]
    public async Task Question_is_answered_once_whoever_watches_and_nobody_sees_it(int viewers)
    {
        var program = new RecordingProcess();
        Screen.Attach(program, TerminalSize.Default);
        if (viewers > 0) await _world.ShowAsync(_session);
        if (viewers > 1) _other.Start(await _other.RevealAsync(new RevealRequest(_session, null, null, IsActive: false), Timeout));

        Screen.Feed("before \e[c\e[6n\e[>q after"u8);

        Assert.HasCount(1, program.Written.Split("\e[1;8R").Skip(1));
        Assert.HasCount(1, program.Written.Split("\e[?").Skip(1));
        CollectionAssert.AreEqual(viewers > 0 ? new[] { "before  after" } : [], await ToldAsync());
    }

    private void Resize(int columns) => _other.Resize(_session, new TerminalSize(columns, 24));

    private async Task<List<string>> ToldAsync() => (await _world.TakeAllAsync()).ConvertAll(frame => frame switch
    {
        OutputFrame output => Encoding.UTF8.GetString(output.Data.Span),
        ResizedFrame resized => $"{resized.Columns}",
        ExitedFrame => "exited",
        _ => frame.ToString(),
    });
}
