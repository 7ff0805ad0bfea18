using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Storage;

[TestClass]
public sealed class SpoolFilesTests : FolderTest
{
    private readonly SpoolFiles _spool;

    public SpoolFilesTests() => _spool = new SpoolFiles(Path.Combine(Folder, "terminals"));

    [TestMethod]
    public async Task Save_again_replaces_the_whole_and_leaves_no_other_file()
    {
        await _spool.SaveAsync("a", "1", new byte[] { 1, 2, 3, 4 }, Timeout);
        await _spool.SaveAsync("a", "1", new byte[] { 5 }, Timeout);

        CollectionAssert.AreEqual(new byte[] { 5 }, _spool.Load("a", "1"));
        Assert.HasCount(1, Directory.GetFiles(Path.Combine(Folder, "terminals", "a")));
    }

    [TestMethod]
    public void Load_and_delete_of_what_was_never_saved_find_nothing()
    {
        _spool.Delete("a");

        Assert.IsEmpty(_spool.Load("a", "1"));
    }

    [TestMethod]
    [TestCategory("TRM-12")]
    public async Task Delete_of_an_id_that_begins_another_one_leaves_the_other()
    {
        await _spool.SaveAsync("a", "1", new byte[] { 1 }, Timeout);
        await _spool.SaveAsync("a", "2", new byte[] { 2 }, Timeout);
        await _spool.SaveAsync("ab", "1", new byte[] { 3 }, Timeout);

        _spool.Delete("a");

        Assert.IsEmpty(_spool.Load("a", "1"));
        Assert.IsEmpty(_spool.Load("a", "2"));
        CollectionAssert.AreEqual(new byte[] { 3 }, _spool.Load("ab", "1"));
    }
}
