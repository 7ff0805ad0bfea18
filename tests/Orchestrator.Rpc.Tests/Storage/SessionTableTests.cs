using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Storage;

[TestClass]
public sealed class SessionTableTests : FolderTest
{
    private readonly Database _database;
    private readonly DatabaseWriter _writer;
    private readonly SessionTable _table;

    public SessionTableTests()
    {
        _database = Database.Open(Path.Combine(Folder, "orchestrator.db"), TimeProvider.System, NullLogger.Instance);
        _writer = new DatabaseWriter(_database, new StorageHealth(TimeProvider.System, NullLogger<StorageHealth>.Instance), NullLogger<DatabaseWriter>.Instance);
        _table = new SessionTable(_database, _writer);
    }

    [TestCleanup]
    public async Task EndDatabase()
    {
        await _writer.DisposeAsync();
        _database.Dispose();
    }

    [TestMethod]
    public async Task Append_stores_the_newest_state_and_every_event()
    {
        await _table.AppendAsync([Change("a", 1, "one"), Change("a", 2, "two")], Timeout);
        await _table.AppendAsync([Change("a", 3, "three")], Timeout);

        CollectionAssert.AreEqual(new[] { ("a", "three") }, _table.LoadAll());
        CollectionAssert.AreEqual(
            new[] { "event one", "event two", "event three" },
            _database.Connection.Query("SELECT json FROM events ORDER BY seq", row => row.GetString(0)));
    }

    [TestMethod]
    [TestCategory("BP-09")]
    public async Task Append_keeps_only_the_newest_events_of_a_session()
    {
        var more = SessionTable.EventsKept + 5;

        await _table.AppendAsync([.. Enumerable.Range(1, more).Select(seq => Change("a", seq, $"{seq}"))], Timeout);

        Assert.AreEqual((long)SessionTable.EventsKept, _database.Connection.Scalar("SELECT count(*) FROM events"));
        Assert.AreEqual(6L, _database.Connection.Scalar("SELECT min(seq) FROM events"));
    }

    [TestMethod]
    [TestCategory("PH-09")]
    [TestCategory("ID-01")]
    public async Task Append_of_a_number_that_is_taken_stores_neither_state_nor_event()
    {
        await _table.AppendAsync([Change("a", 1, "one")], Timeout);

        await Assert.ThrowsExactlyAsync<StorageException>(() => _table.AppendAsync([Change("a", 2, "two"), Change("a", 1, "again")], Timeout));

        CollectionAssert.AreEqual(new[] { ("a", "one") }, _table.LoadAll());
    }

    [TestMethod]
    [TestCategory("SND-01")]
    public async Task Prompt_is_stored_with_its_event_or_not_at_all()
    {
        await _table.AppendAsync([Change("a", 1, "state"), Change("b", 1, "state")], Timeout);

        await _table.AppendAsync([Change("a", 2, "state")], Timeout, new StoredPrompt("a", "c1", "m1", "text"));
        await Assert.ThrowsExactlyAsync<StorageException>(
            () => _table.AppendAsync([Change("a", 3, "state")], Timeout, new StoredPrompt("a", "c1", "m2", "other text")));
        await _table.AppendAsync([Change("b", 2, "state")], Timeout, new StoredPrompt("b", "c1", "m3", "text"));

        Assert.AreEqual(new StoredPrompt("a", "c1", "m1", "text"), await _table.FindPromptAsync("a", "c1", Timeout));
        Assert.AreEqual("m3", (await _table.FindPromptAsync("b", "c1", Timeout))?.MessageId);
        Assert.IsNull(await _table.FindPromptAsync("b", "c2", Timeout));
        Assert.AreEqual(2L, _database.Connection.Scalar("SELECT max(seq) FROM events WHERE session_id = 'a'"));
    }

    [TestMethod]
    public async Task Prompt_can_be_stored_with_the_session_it_begins()
    {
        await _table.AppendAsync([Change("a", 1, "state")], Timeout, new StoredPrompt("a", "", "m1", "text"));

        Assert.AreEqual("text", await _table.FindPromptTextAsync("a", "m1", Timeout));
        Assert.IsNull(await _table.FindPromptTextAsync("b", "m1", Timeout));
    }

    [TestMethod]
    [TestCategory("SND-07")]
    public async Task Prompts_are_read_in_the_order_asked_for_and_without_texts_that_have_no_room()
    {
        await _table.AppendAsync([Change("a", 1, "state")], Timeout);
        // Bytes are counted, not characters.
        foreach (var (text, number) in new[] { "üü", "five5", "abc", "x" }.Select((text, index) => (text, index)))
            await _table.AppendAsync([Change("a", number + 2, "state")], Timeout, new StoredPrompt("a", $"c{number}", $"m{number}", text));

        var prompts = await _table.ReadPromptsAsync("a", ["m2", "m1", "unknown", "m0", "m3"], roomBytes: 7, Timeout);

        CollectionAssert.AreEqual(new[] { ("m2", "c2", "abc"), ("m1", "c1", null), ("m0", "c0", "üü"), ("m3", "c3", null) }, prompts);
    }

    [TestMethod]
    public async Task Delete_leaves_nothing_of_the_session_and_all_of_its_neighbour()
    {
        await _table.AppendAsync([Change("a", 1, "state"), Change("ab", 1, "state")], Timeout);
        await _table.AppendAsync([Change("a", 2, "state")], Timeout, new StoredPrompt("a", "c1", "m1", "text"));
        await _table.AppendAsync([Change("ab", 2, "state")], Timeout, new StoredPrompt("ab", "c1", "m2", "text"));

        await _table.DeleteAsync("a", Timeout);

        CollectionAssert.AreEqual(new[] { "ab", "ab" }, _database.Connection.Query("SELECT session_id FROM events", row => row.GetString(0)));
        CollectionAssert.AreEqual(new[] { "ab" }, _database.Connection.Query("SELECT session_id FROM prompts", row => row.GetString(0)));
        CollectionAssert.AreEqual(new[] { ("ab", "state") }, _table.LoadAll());
    }

    private static SessionChange Change(string id, long seq, string state) => new(id, 1, seq, "event " + state, state);
}
