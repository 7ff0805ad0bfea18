using System.Text;
using Orchestrator.Agents.Hooks;

namespace Orchestrator.Rpc.Tests.Agents.Hooks;

/// <summary>The file that hooks append to.</summary>
[TestClass]
public sealed class HookLogTests : FolderTest
{
    [TestMethod]
    public async Task Hooks_that_tell_at_the_same_time_write_whole_lines()
    {
        var log = HookLog.PathOf(Folder, "s", run: 1);
        var written = await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            await Task.Yield();
            for (var number = 0; number < 50; number++) HookLog.Append(log, Encoding.UTF8.GetBytes($"{writer}:{number}:" + new string('x', 3000)));
            return writer;
        }));

        var lines = await File.ReadAllLinesAsync(log, Timeout);

        Assert.HasCount(4, written);
        Assert.IsGreaterThan(100, lines.Length, "One that comes too late is lost, but not most of them.");
        Assert.IsTrue(lines.All(line => line.EndsWith(":" + new string('x', 3000), StringComparison.Ordinal) && line.Length < 3010));
        Assert.AreEqual("s", HookLog.SessionOf(log));
    }

    [TestMethod]
    [TestCategory("AGT-12")]
    public void Where_nothing_can_be_written_nothing_happens()
    {
        HookLog.Append(Path.Combine(Folder, "gone", "s.jsonl"), "x"u8);
        HookLog.Append(Folder, "x"u8);
        HookLog.Clear(Path.Combine(Folder, "gone"), "s");

        Assert.IsEmpty(Directory.GetFileSystemEntries(Folder));
    }

    [TestMethod]
    public void Log_is_bounded_and_goes_with_its_session()
    {
        var log = HookLog.PathOf(Folder, "s", run: 1);
        HookLog.Append(log, new byte[HookLog.MaxBytes - 10]);
        HookLog.Append(log, new byte[20]);
        var full = new FileInfo(log).Length;
        HookLog.Append(HookLog.PathOf(Folder, "s", run: 2), "x"u8);
        HookLog.Append(HookLog.PathOf(Folder, "s2", run: 1), "x"u8);
        HookLog.Clear(Folder, "s");

        Assert.AreEqual(HookLog.MaxBytes - 9, full);
        Assert.AreEqual("s2", HookLog.SessionOf(Directory.GetFiles(Folder).Single()));
    }
}
