using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Storage;

[TestClass]
[TestCategory("STO-01")]
public sealed class ScreenCheckpointTests : FolderTest
{
    private static readonly ScreenCheckpoint Checkpoint = new(5_000_000_000, 6_000_000_000, 7_000_000_000, 4_000_000_000, 120, 40, IsTruncated: true, "snapshot"u8.ToArray());

    // As the first version wrote it. Never edited: files of any released version must open.
    private const string FirstForm =
        "6F7263687363723200F2052A0100000000BCA0650100000000863BA10100000000286BEE0000000078000000280000000100000008000000695CAA7F643A632BA881A8B23066E870A127E155356B52A35D3232F4D036207C736E617073686F74";

    [TestMethod]
    public async Task Checkpoint_is_read_as_it_was_written_and_the_newest_counts()
    {
        var spool = new SpoolFiles(Folder);
        await spool.SaveCheckpointAsync("a", "1", Checkpoint with { Offset = 1 }, Timeout);
        await spool.SaveCheckpointAsync("a", "1", Checkpoint, Timeout);

        var read = spool.LoadCheckpoint("a", "1")!;

        Assert.AreEqual(Checkpoint with { Snapshot = default }, read with { Snapshot = default });
        CollectionAssert.AreEqual(Checkpoint.Snapshot.ToArray(), read.Snapshot.ToArray());
        Assert.IsNull(spool.LoadCheckpoint("a", "2"));
        Assert.IsNull(spool.LoadCheckpoint("b", "1"));
    }

    [TestMethod]
    public void Checkpoint_in_the_first_form_is_read()
    {
        Assert.IsTrue(ScreenCheckpoint.TryRead(Convert.FromHexString(FirstForm), out var read));

        Assert.AreEqual(Checkpoint with { Snapshot = default }, read with { Snapshot = default });
    }

    [TestMethod]
    public void File_that_is_torn_anywhere_is_none()
    {
        var bytes = Checkpoint.ToBytes();

        for (var length = 0; length < bytes.Length; length++)
            Assert.IsFalse(ScreenCheckpoint.TryRead(bytes[..length], out _), $"{length} bytes");
        for (var at = 0; at < bytes.Length; at++)
        {
            var torn = (byte[])bytes.Clone();
            torn[at] ^= 1;
            Assert.IsFalse(ScreenCheckpoint.TryRead(torn, out _), $"byte {at}");
        }
    }

    [TestMethod]
    public async Task File_of_another_program_is_refused_by_name()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "a"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "a", "1.screen"), "something else", Timeout);

        var refusal = Assert.ThrowsExactly<InvalidDataException>(() => new SpoolFiles(Folder).LoadCheckpoint("a", "1"));

        StringAssert.Contains(refusal.Message, "1.screen", StringComparison.Ordinal);
    }
}
