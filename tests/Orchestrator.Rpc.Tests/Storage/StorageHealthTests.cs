using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Storage;

[TestClass]
public sealed class StorageHealthTests : FolderTest
{
    private readonly ManualTimeProvider _time = new();
    private readonly Store _store;
    private int _changes;

    public StorageHealthTests()
    {
        _store = Store.Open(File, _time, NullLoggerFactory.Instance);
        _store.Health.Changed += () => Interlocked.Increment(ref _changes);
    }

    private string File => Path.Combine(Folder, "orchestrator.db");

    [TestCleanup]
    public async Task CloseStore() => await _store.DisposeAsync();

    [TestMethod]
    [TestCategory("STO-04")]
    [DataRow(StorageFailure.Full)]
    [DataRow(StorageFailure.ReadOnly)]
    [DataRow(StorageFailure.Locked)]
    public async Task Failure_is_told_once_with_its_cause_and_recovery_comes_by_itself(object failure)
    {
        await StoreAsync("before");
        using var broken = await BrokenStorage.BreakAsync(_store.Writer, File, (StorageFailure)failure, Timeout);

        var refusals = await Task.WhenAll(Enumerable.Range(0, 3).Select(async index =>
            await Assert.ThrowsExactlyAsync<StorageException>(() => StoreAsync($"during{index}"))));
        var trouble = _store.Health.Trouble;
        var changesOfTrouble = _changes;
        await _time.TimerArmedAsync(Timeout);
        broken.Mend();
        await RecoveredAsync(() => _time.Advance(StorageRecovery.FirstDelay));
        await StoreAsync("after");

        Assert.AreEqual((StorageFailure)failure, trouble?.Kind);
        Assert.IsTrue(refusals.All(refusal => refusal.Kind == trouble!.Kind && refusal.ToRefusal("x").IsRetryable));
        Assert.AreEqual((1, 2), (changesOfTrouble, _changes));
        CollectionAssert.AreEqual(new[] { "after", "before" }, await IdsAsync());
    }

    [TestMethod]
    [TestCategory("STO-04")]
    public async Task Recovery_is_tried_less_and_less_often_and_at_least_every_half_minute()
    {
        using var broken = await BrokenStorage.BreakAsync(_store.Writer, File, StorageFailure.ReadOnly, Timeout);
        await Assert.ThrowsExactlyAsync<StorageException>(() => StoreAsync("a"));

        var delays = new List<double>();
        for (var attempt = 0; attempt < 7; attempt++)
        {
            var delay = await DelayAsync();
            delays.Add(delay.TotalSeconds);
            _time.Advance(delay);
        }

        CollectionAssert.AreEqual(new[] { 1.0, 2, 4, 8, 16, 30, 30 }, delays);
        Assert.AreEqual(1, _changes);
    }

    [TestMethod]
    [TestCategory("STO-03")]
    public async Task Damage_met_while_running_stops_the_writing_and_the_next_host_keeps_what_can_be_read()
    {
        for (var session = 0; session < 100; session++) await StoreAsync($"session{session:00}");
        using var broken = await BrokenStorage.BreakAsync(_store.Writer, File, StorageFailure.Damaged, Timeout);

        var met = await Assert.ThrowsExactlyAsync<StorageException>(() => IdsAsync());
        broken.Mend();
        _store.Health.ReportRecovery();
        var later = await Assert.ThrowsExactlyAsync<StorageException>(() => StoreAsync("later"));
        await _store.CloseAsync(isWhole: true);
        using var next = Database.Open(File, _time, NullLogger.Instance);

        Assert.AreEqual((StorageFailure.Damaged, StorageFailure.Damaged), (met.Kind, later.Kind));
        Assert.AreEqual(1, _changes);
        Assert.IsNotNull(next.SetAside);
    }

    [TestMethod]
    public async Task Change_that_is_wrong_in_itself_is_no_failure_of_the_storage()
    {
        await StoreAsync("a");

        var refusal = await Assert.ThrowsExactlyAsync<StorageException>(() => StoreAsync("a"));

        Assert.IsNull(refusal.Kind);
        Assert.IsTrue(_store.Health.IsWell);
    }

    [TestMethod]
    [TestCategory("STO-04")]
    public void Log_has_a_line_for_each_change_of_the_health_and_none_for_each_failure()
    {
        var log = new CountingLogger();
        var health = new StorageHealth(_time, log);

        for (var failure = 0; failure < 100; failure++) health.ReportFailure(StorageFailure.Full, new IOException("full"));
        health.ReportFailure(StorageFailure.Damaged, new IOException("damaged"));
        health.ReportRecovery();

        Assert.AreEqual(2, log.Lines);
        Assert.AreEqual(new StorageTrouble(StorageFailure.Damaged, _time.GetUtcNow()), health.Trouble);
    }

    [TestMethod]
    [DataRow(28, StorageFailure.Full)]
    [DataRow(30, StorageFailure.ReadOnly)]
    [DataRow(5, StorageFailure.Other)]
    public void Errors_of_files_have_the_same_causes(int error, object expected) =>
        Assert.AreEqual((StorageFailure)expected, StorageFailures.KindOf(new IOException("x", error)));

    // More than fits into the pages that are there.
    private Task<int> StoreAsync(string id) => _store.Writer.WriteAsync(
        connection => connection.Execute("INSERT INTO sessions (id, state) VALUES ($id, $state)", ("$id", id), ("$state", new string('s', 100_000))),
        Timeout);

    private Task<List<string>> IdsAsync() => _store.Writer.WriteAsync(
        connection => connection.Query("SELECT id FROM sessions WHERE length(state) > 0 ORDER BY id", row => row.GetString(0)), Timeout);

    private async Task RecoveredAsync(Action begin)
    {
        using var changed = new SemaphoreSlim(0);
        _store.Health.Changed += Release;
        begin();
        while (!_store.Health.IsWell) await changed.WaitAsync(Timeout);
        _store.Health.Changed -= Release;

        void Release() => changed.Release();
    }

    // A delay that ends disposes its timer, which is told as one that is never due.
    private async Task<TimeSpan> DelayAsync()
    {
        while (true)
            if (await _time.TimerArmedAsync(Timeout) is { Ticks: > 0 } delay) return delay;
    }

    private sealed class CountingLogger : ILogger<StorageHealth>
    {
        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines++;
    }
}
