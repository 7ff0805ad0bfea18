using System.Security.Cryptography;
using Orchestrator.Storage;

namespace Orchestrator.Rpc.Tests.Storage;

[TestClass]
[TestCategory("STO-08")]
public sealed class SpoolWriterTests : FolderTest
{
    private const int Portion = 64 * 1024;

    private readonly ManualTimeProvider _time = new();
    private readonly SpoolFiles _spool;

    public SpoolWriterTests() => _spool = new SpoolFiles(Path.Combine(Folder, "terminals"));

    private string SessionFolder => Path.Combine(Folder, "terminals", "a");

    [TestMethod]
    [TestCategory("TRM-01")]
    public void What_was_appended_is_read_from_every_position()
    {
        using var writer = _spool.Write("a", "1", _time);
        var bytes = Bytes(300);
        for (var at = 0; at < bytes.Length; at += 7) writer.Append(at, bytes.AsSpan(at, Math.Min(7, bytes.Length - at)));

        for (var from = 0; from <= bytes.Length; from++)
        {
            AssertRead(from, bytes[from..], from, long.MaxValue);
            AssertRead(from, bytes[from..Math.Max(from, 200)], from, 200);
        }
    }

    [TestMethod]
    [TestCategory("TRM-01")]
    public void What_was_appended_is_read_over_the_borders_of_segments()
    {
        using var writer = _spool.Write("a", "1", _time);
        var bytes = Bytes((SpoolWriter.MaxBytes / 2) + 12_345);
        Append(writer, 0, bytes, 10_007);

        Assert.IsGreaterThan(2, Segments().Length);
        foreach (var from in new[] { 0, 1, 2_000_000, 2_101_470, SpoolWriter.MaxBytes / 4, bytes.Length - 1 }) AssertRead(from, bytes[from..], from, long.MaxValue);
    }

    [TestMethod]
    [TestCategory("TRM-11")]
    [TestCategory("BP-09")]
    [DataRow(Portion, DisplayName = "portions that fill a segment exactly")]
    [DataRow(Portion - 1, DisplayName = "portions that do not")]
    public void Never_more_is_kept_than_the_bound_and_never_less_than_half_of_it(int portion)
    {
        using var writer = _spool.Write("a", "1", _time);
        var bytes = Bytes(SpoolWriter.MaxBytes * 3);
        var most = 0L;
        for (var at = 0; at < bytes.Length; at += portion)
        {
            writer.Append(at, bytes.AsSpan(at, Math.Min(portion, bytes.Length - at)));
            most = Math.Max(most, Segments().Sum(file => new FileInfo(file).Length));
        }

        var (start, kept) = _spool.ReadRaw("a", "1", 0, long.MaxValue);
        Assert.IsLessThanOrEqualTo(SpoolWriter.MaxBytes, most);
        Assert.IsGreaterThan(SpoolWriter.MaxBytes / 2, kept.Length);
        AssertSame(bytes[(int)start..], kept);
    }

    [TestMethod]
    [TestCategory("STO-04")]
    public async Task Failure_leaves_a_hole_and_writing_begins_again_behind_it()
    {
        using var writer = _spool.Write("a", "1", _time);
        Directory.CreateDirectory(Path.GetDirectoryName(SessionFolder)!);
        await File.WriteAllTextAsync(SessionFolder, "a file where the folder should be", Timeout);

        writer.Append(0, Bytes(10));
        Assert.IsNotNull(writer.Failure);
        File.Delete(SessionFolder);
        writer.Append(10, Bytes(10));
        Assert.IsNotNull(writer.Failure, "It is not tried with every portion.");
        _time.Advance(TimeSpan.FromSeconds(1));
        writer.Append(20, Bytes(10));
        writer.Append(30, Bytes(5));

        Assert.IsNull(writer.Failure);
        AssertRead(20, [.. Bytes(10), .. Bytes(5)], 0, long.MaxValue);
        AssertRead(20, [.. Bytes(10), .. Bytes(5)], 5, long.MaxValue);
        AssertRead(22, Bytes(10)[2..8], 22, 28);
    }

    [TestMethod]
    [TestCategory("STO-04")]
    public async Task What_stands_before_a_hole_is_left_out_and_read_when_only_that_is_wanted()
    {
        Directory.CreateDirectory(SessionFolder);
        await File.WriteAllBytesAsync(SpoolSegment.At(SessionFolder, "1", 0).Path, Bytes(10), Timeout);
        await File.WriteAllBytesAsync(SpoolSegment.At(SessionFolder, "1", 100).Path, Bytes(20), Timeout);

        AssertRead(100, Bytes(20), 0, long.MaxValue);
        AssertRead(4, Bytes(10)[4..], 4, 100);
        AssertRead(0, Bytes(10), 0, 50);
        AssertRead(105, Bytes(20)[5..7], 105, 107);
        AssertRead(120, [], 120, long.MaxValue);
    }

    [TestMethod]
    [TestCategory("STO-04")]
    [OSCondition(OperatingSystems.Linux)]
    public void Disk_that_takes_files_but_no_bytes_is_not_filled_with_files()
    {
        // A segment of the size of a full disk: every write to it fails, opening it does not.
        Directory.CreateDirectory(SessionFolder);
        using var writer = _spool.Write("a", "1", _time);
        for (var retry = 0; retry < 20; retry++)
        {
            File.CreateSymbolicLink(SpoolSegment.At(SessionFolder, "1", retry).Path, "/dev/full");
            writer.Append(retry, Bytes(1));
            Assert.IsNotNull(writer.Failure);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        writer.Append(20, Bytes(3));

        Assert.HasCount(1, Segments());
        AssertRead(20, Bytes(3), 0, long.MaxValue);
    }

    [TestMethod]
    public async Task Reader_beside_the_writer_gets_what_follows_without_a_hole()
    {
        var bytes = Bytes(SpoolWriter.MaxBytes * 4);
        var writing = Task.Factory.StartNew(
            () =>
            {
                using var writer = _spool.Write("a", "1", _time);
                Append(writer, 0, bytes, Portion);
            },
            Timeout,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

        var (read, lastStart) = (0, 0L);
        while (!writing.IsCompleted || read == 0)
        {
            var (start, kept) = _spool.ReadRaw("a", "1", 0, long.MaxValue);
            Assert.IsGreaterThanOrEqualTo(lastStart, start);
            AssertSame(bytes[(int)start..((int)start + kept.Length)], kept);
            (read, lastStart) = (read + 1, start);
        }

        await writing;
    }

    [TestMethod]
    [TestCategory("SEC-07")]
    [TestCategory("TRM-12")]
    public async Task Names_that_no_writer_makes_and_those_of_other_runs_are_left_alone()
    {
        using (var writer = _spool.Write("a", "1", _time)) writer.Append(0, Bytes(10));
        using (var writer = _spool.Write("a", "12", _time)) writer.Append(0, Bytes(3));
        using (var writer = _spool.Write("ab", "1", _time)) writer.Append(0, Bytes(4));
        string[] others = ["1.raw", "1..raw", "1.5.raw", "1.zzzzzzzzzzzzzzzz.raw", "1.ffffffffffffffff.raw", "1.000000000000000a.raw.new", "1.+00000000000000a.raw", "1.screen", "1.exit", "1.00000000000000000a.raw"];
        foreach (var other in others) await File.WriteAllBytesAsync(Path.Combine(SessionFolder, other), Bytes(50), Timeout);

        AssertRead(0, Bytes(10), 0, long.MaxValue);
        AssertSame(Bytes(3), _spool.ReadRaw("a", "12", 0, long.MaxValue).Bytes);
        _spool.DeleteRaw("a", "1");

        Assert.IsEmpty(_spool.ReadRaw("a", "1", 0, long.MaxValue).Bytes);
        AssertSame(Bytes(3), _spool.ReadRaw("a", "12", 0, long.MaxValue).Bytes);
        AssertSame(Bytes(4), _spool.ReadRaw("ab", "1", 0, long.MaxValue).Bytes);
        Assert.IsTrue(File.Exists(Path.Combine(SessionFolder, "1.screen")));
    }

    [TestMethod]
    public void What_was_never_written_is_empty_and_can_be_deleted()
    {
        _spool.DeleteRaw("a", "1");

        AssertRead(7, [], 7, long.MaxValue);
        Assert.IsNull(_spool.LoadExit("a", "1"));
    }

    [TestMethod]
    [DataRow(0, null)]
    [DataRow(137, null)]
    [DataRow(-1, null)]
    [DataRow(null, "SIGKILL")]
    [DataRow(null, null)]
    public void Exit_is_read_as_it_was_noted_and_goes_with_the_output(int? code, string? signal)
    {
        _spool.SaveExit("a", "1", 1, "before");
        _spool.SaveExit("a", "1", code, signal);
        _spool.SaveExit("a", "12", 5, null);

        Assert.AreEqual((code, signal), _spool.LoadExit("a", "1"));
        _spool.DeleteRaw("a", "1");

        Assert.IsNull(_spool.LoadExit("a", "1"));
        Assert.AreEqual((5, null), _spool.LoadExit("a", "12"));
    }

    [TestMethod]
    [TestCategory("STO-03")]
    [DataRow("")]
    [DataRow("\n")]
    [DataRow("137 ")]
    [DataRow("13")]
    [DataRow("\0\0\0\0\0")]
    [DataRow("one \n")]
    [DataRow("1 2 3\n")]
    [DataRow("99999999999 \n")]
    public async Task Exit_that_is_damaged_is_none(string text)
    {
        _spool.SaveExit("a", "1", 0, null);
        await File.WriteAllTextAsync(Path.Combine(SessionFolder, "1.exit"), text, Timeout);

        Assert.IsNull(_spool.LoadExit("a", "1"));
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static void Append(SpoolWriter writer, long offset, byte[] bytes, int portion)
    {
        for (var at = 0; at < bytes.Length; at += portion) writer.Append(offset + at, bytes.AsSpan(at, Math.Min(portion, bytes.Length - at)));
    }

    private string[] Segments() => Directory.GetFiles(SessionFolder, "*.raw");

    private void AssertRead(long start, byte[] bytes, long from, long end)
    {
        var read = _spool.ReadRaw("a", "1", from, end);
        AssertSame(bytes, read.Bytes);
        if (bytes.Length > 0) Assert.AreEqual(start, read.Start);
    }

    private static void AssertSame(byte[] expected, byte[] found)
    {
        Assert.AreEqual(expected.Length, found.Length);
        Assert.AreEqual(Convert.ToHexString(SHA256.HashData(expected)), Convert.ToHexString(SHA256.HashData(found)));
    }
}
