using Orchestrator.Protocol;
using Orchestrator.Sessions;
using Orchestrator.Subscriptions;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Subscriptions;

/// <summary>Random interleavings of everything a connection and its sessions do, checked against a model of the client.</summary>
[TestClass]
public sealed class LiveSetModelTests : FolderTest
{
    private const int Sessions = 5;
    private static readonly TimeSpan PacedInterval = TimeSpan.FromMilliseconds(250);

    private readonly List<Session> _sessions = [];
    private readonly List<List<byte>> _logs = [];
    private readonly List<ModelViewer> _viewers = [];
    private readonly bool[] _isVisible = new bool[Sessions];
    private readonly bool[] _isEnded = new bool[Sessions];
    private readonly Queue<(int Index, RevealResult Result, ContentPosition? Since)> _unsent = new();
    private int? _active;

    public static IEnumerable<object[]> Seeds => Enumerable.Range(1, 12).Select(seed => new object[] { seed });

    [TestMethod]
    [DynamicData(nameof(Seeds))]
    [TestCategory("SUB-01")]
    [TestCategory("SUB-02")]
    [TestCategory("SUB-03")]
    [TestCategory("SUB-09")]
    [TestCategory("CAP-01")]
    [TestCategory("CAP-02")]
    [TestCategory("CAP-03")]
    [TestCategory("CAP-07")]
    [TestCategory("CAP-11")]
    [TestCategory("BP-03")]
    [TestCategory("BP-05")]
    [TestCategory("BP-06")]
    [TestCategory("BP-07")]
    [TestCategory("CON-01")]
    [TestCategory("TRM-03")]
    [TestCategory("SNP-03")]
    [TestCategory("SNP-04")]
    public async Task Client_that_applies_what_it_is_told_has_the_log_after_any_interleaving(int seed)
    {
        var random = new Random(seed);
        await using var world = new LiveSetWorld(Folder);
        for (var index = 0; index < Sessions; index++)
        {
            _sessions.Add(world.Session($"s{index}"));
            _logs.Add([]);
            _viewers.Add(new ModelViewer($"s{index}", _logs[index]));
        }

        for (var step = 0; step < 600; step++)
        {
            var index = random.Next(Sessions);
            switch (random.Next(12))
            {
                case < 4:
                    Append(random, index);
                    break;
                case 4:
                    await RevealAsync(world, random, index);
                    break;
                case 5:
                    await world.ConcealAsync(_sessions[index]);
                    _isVisible[index] = false;
                    if (_active == index) _active = null;
                    break;
                case 6:
                    Acknowledge(world, random, index);
                    break;
                case 7:
                    world.Time.Advance(TimeSpan.FromMilliseconds(random.Next(400)));
                    break;
                case 8 when random.Next(20) == 0:
                    End(index);
                    break;
                case 8:
                    _sessions[index].Terminal.Resize(new TerminalSize(random.Next(40, 120), random.Next(5, 50)), this);
                    break;
                case 9 when random.Next(30) == 0:
                    await ReconnectAsync(world);
                    break;
                case 9 when random.Next(8) == 0:
                    await world.Set.ChangeLimitAsync(random.Next(1, Sessions + 1), CancellationToken.None);
                    break;
                default:
                    await TakeAsync(world, random.Next(1, 6));
                    break;
            }

            // The answers of one connection are written in turn, at some time.
            if (random.Next(3) == 0) Answer(world);
            AssertLimits(world);
        }

        await SettleAsync(world);
    }

    // Answers that were not written are lost; what the viewers have stays.
    private async Task ReconnectAsync(LiveSetWorld world)
    {
        await world.ReconnectAsync();
        _unsent.Clear();
        _active = null;
        Array.Clear(_isVisible);
        foreach (var viewer in _viewers) viewer.Disconnect();
    }

    private void Append(Random random, int index)
    {
        if (_isEnded[index]) return;
        // Now and then more than the log keeps.
        var bytes = LiveSetWorld.Lines(random.Next(40) == 0 ? random.Next(TerminalLog.CapacityBytes / 2, 3 * 1024 * 1024) : random.Next(1, 30_000));
        // The model is first: a watcher may read at once.
        _logs[index].AddRange(bytes);
        _sessions[index].Terminal.Screen.Feed(bytes);
    }

    private void End(int index)
    {
        _isEnded[index] = true;
        _sessions[index].Terminal.Screen.Complete(new TerminalExit(0, null));
    }

    private async Task RevealAsync(LiveSetWorld world, Random random, int index)
    {
        var viewer = _viewers[index];
        var since = random.Next(6) switch
        {
            0 => new ContentPosition("1", viewer.Offset),
            1 => new ContentPosition("another", viewer.Offset),
            2 => new ContentPosition("1", random.NextInt64(-10, _logs[index].Count + 1000)),
            3 => new ContentPosition("1", _sessions[index].Terminal.Log.Start),
            _ => null,
        };
        var isActive = random.Next(3) == 0;
        var result = await world.RevealAsync(_sessions[index], since, isActive);
        _isVisible[index] = true;
        if (isActive) _active = index;
        if (_active == index) Assert.AreEqual(ContentGrade.Live, result.Grade);
        _unsent.Enqueue((index, result, since));
    }

    private void Answer(LiveSetWorld world)
    {
        if (!_unsent.TryDequeue(out var answer)) return;
        _viewers[answer.Index].Apply(answer.Result, answer.Since);
        world.Set.Start(answer.Result);
    }

    private void Acknowledge(LiveSetWorld world, Random random, int index)
    {
        var viewer = _viewers[index];
        var offset = random.Next(5) switch
        {
            0 => random.NextInt64(-5, viewer.Offset + 1),
            _ => viewer.Offset,
        };
        world.Set.Acknowledge($"s{index}", random.Next(8) == 0 ? "another" : "1", offset);
        // The most that the server may believe from here on.
        viewer.Acknowledged = Math.Max(viewer.Acknowledged, viewer.Offset);
    }

    private async Task TakeAsync(LiveSetWorld world, int most)
    {
        foreach (var frame in await world.TakeAllAsync(most))
        {
            var index = _sessions.FindIndex(session => session.State.Id == frame.SessionId);
            var viewer = _viewers[index];
            Assert.IsFalse(
                frame is not EvictedFrame && _unsent.Any(answer => answer.Index == index && answer.Result == LastUnsent(index)),
                "Content before the result.");
            if (frame is EvictedFrame) Assert.IsFalse(_isVisible[index], "A visible session was evicted.");
            if (frame is EvictedFrame && _unsent.Any(answer => answer.Index == index)) continue;
            viewer.Apply(frame);
            Assert.IsLessThanOrEqualTo(LiveSetWorld.WindowBytes, viewer.Offset - viewer.Acknowledged, "More than the window is on its way.");
        }
    }

    private RevealResult? LastUnsent(int index) => _unsent.LastOrDefault(answer => answer.Index == index).Result;

    private void AssertLimits(LiveSetWorld world)
    {
        var visible = _isVisible.Count(isVisible => isVisible);
        Assert.IsLessThanOrEqualTo(Math.Max(world.Set.Limit, visible), world.Set.Ids.Count());
        for (var index = 0; index < Sessions; index++)
            if (_isVisible[index]) CollectionAssert.Contains(world.Set.Ids.ToList(), $"s{index}");
    }

    private async Task SettleAsync(LiveSetWorld world)
    {
        while (_unsent.Count > 0) Answer(world);
        for (var round = 0; round < 400; round++)
        {
            await TakeAsync(world, int.MaxValue);
            for (var index = 0; index < Sessions; index++) world.Set.Acknowledge($"s{index}", "1", _viewers[index].Offset);
            foreach (var viewer in _viewers) viewer.Acknowledged = viewer.Offset;
            world.Time.Advance(PacedInterval);
        }

        foreach (var index in Enumerable.Range(0, Sessions).Where(index => world.Set.Ids.Contains($"s{index}")))
        {
            Assert.IsTrue(_viewers[index].IsRevealed);
            Assert.AreEqual(_logs[index].Count, _viewers[index].Offset);
            Assert.AreEqual(_isEnded[index] ? 1 : 0, _viewers[index].Exits);
            _viewers[index].AssertShows(_sessions[index].Terminal.Screen);
        }

        AssertGrades(world);
    }

    // Each viewer knows its grade, also when it was changed by what happened to other sessions.
    private void AssertGrades(LiveSetWorld world)
    {
        var status = world.Set.Status.ToDictionary(each => int.Parse(each.SessionId[1..], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (index, content) in status) Assert.AreEqual(content.Grade, _viewers[index].Grade);
        Assert.AreEqual(Math.Min(status.Count, world.Set.Limit), status.Values.Count(content => content.Grade == ContentGrade.Live));
        if (_active is { } active) Assert.AreEqual(ContentGrade.Live, status[active].Grade);
    }
}
