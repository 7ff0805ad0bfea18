using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Rpc.Tests.Subscriptions;
using Orchestrator.Sessions.Terminals;
using Orchestrator.Storage;
using Orchestrator.Terminals.Content;

namespace Orchestrator.Rpc.Tests.Sessions.Terminals;

[TestClass]
[TestCategory("STO-01")]
public sealed class CheckpointWriterTests : FolderTest
{
    private readonly ManualTimeProvider _time = new();
    private readonly TerminalScreen _screen = new("1", TerminalSize.Default, new ViewerColors());
    private readonly ConcurrentQueue<ScreenCheckpoint> _saved = [];
    private readonly SemaphoreSlim _saves = new(0);
    private Func<Task> _storeAsync = () => Task.CompletedTask;

    [TestMethod]
    public async Task Much_output_is_followed_by_a_checkpoint_at_once()
    {
        await using var writer = NewWriter();

        _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes));
        await _saves.WaitAsync(Timeout);

        Assert.AreEqual(_screen.Log.End, _saved.Single().Offset);
        Assert.AreEqual((80, 24), (_saved.Single().Columns, _saved.Single().Rows));
    }

    [TestMethod]
    public async Task Little_output_is_followed_by_a_checkpoint_after_a_while()
    {
        await using var writer = NewWriter();

        _screen.Feed("little"u8);
        await AdvanceAsync(CheckpointWriter.LongestUnsaved);
        await _saves.WaitAsync(Timeout);

        Assert.AreEqual(6, _saved.Single().Offset);
    }

    [TestMethod]
    public async Task End_is_stored_once_and_nothing_of_a_silent_terminal()
    {
        await using (NewWriter())
        {
            // Nothing is printed.
        }

        await using (NewWriter()) _screen.Feed("text"u8);
        await using (NewWriter())
        {
            // What came before the writer is stored, too.
        }

        CollectionAssert.AreEqual(new[] { 4L, 4L }, _saved.Select(checkpoint => checkpoint.Offset).ToArray());
    }

    [TestMethod]
    public async Task One_write_is_under_way_at_most_and_the_last_one_holds_the_end()
    {
        var stored = new TaskCompletionSource();
        _storeAsync = () => stored.Task;
        var writer = NewWriter();
        _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes));
        await _saves.WaitAsync(Timeout);

        for (var round = 0; round < 3; round++) _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes));
        var ended = writer.DisposeAsync().AsTask();
        var during = _saved.Count;
        stored.SetResult();
        await ended;

        Assert.AreEqual(1, during);
        Assert.AreEqual(_screen.Log.End, _saved.Last().Offset);
    }

    [TestMethod]
    public async Task Write_that_fails_is_followed_by_the_next_one()
    {
        await using var writer = NewWriter();
        _storeAsync = () => Task.FromException(new IOException("full"));
        _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes));
        await _saves.WaitAsync(Timeout);

        _storeAsync = () => Task.CompletedTask;
        _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes));
        await AdvanceAsync(CheckpointWriter.Pause);
        await _saves.WaitAsync(Timeout);

        Assert.AreEqual(_screen.Log.End, _saved.Last().Offset);
    }

    [TestMethod]
    [TestCategory("TRM-11")]
    public async Task Flood_costs_one_write_in_a_while()
    {
        await using var writer = NewWriter();
        _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes));
        await _saves.WaitAsync(Timeout);

        for (var round = 0; round < 10; round++) _screen.Feed(LiveSetWorld.Lines(CheckpointWriter.IntervalBytes));
        await AdvanceAsync(CheckpointWriter.Pause);
        await _saves.WaitAsync(Timeout);

        Assert.HasCount(2, _saved);
        Assert.AreEqual(_screen.Log.End, _saved.Last().Offset);
    }

    /// <summary>Moves the clock once somebody waits for so long; other waits are for ever.</summary>
    private async Task AdvanceAsync(TimeSpan time)
    {
        while (await _time.TimerArmedAsync(Timeout) != time)
        {
            // Not yet.
        }

        _time.Advance(time);
    }

    private CheckpointWriter NewWriter() => new(_screen, SaveAsync, _time, NullLogger.Instance);

    private Task SaveAsync(ScreenCheckpoint checkpoint)
    {
        _saved.Enqueue(checkpoint);
        _saves.Release();
        return _storeAsync();
    }
}
