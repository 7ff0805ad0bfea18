using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Agents.Versions;

namespace Orchestrator.Rpc.Tests.Agents.Versions;

[TestClass]
public sealed class AgentVersionsTests : FolderTest
{
    private readonly List<string> _asked = [];
    private Func<string, CancellationToken, Task<string?>> _answer = (_, _) => Task.FromResult<string?>("1.0.0");

    private string Stored => Path.Combine(Folder, AgentVersionFile.Name);

    [TestMethod]
    public async Task Unchanged_program_is_asked_once_ever()
    {
        var program = Put("claude", "one");
        await using (var first = Host(program))
        {
            await first.LearnChangedAsync();
            await first.LearnChangedAsync();
            Assert.AreEqual("1.0.0", first.Of(program));
        }

        await using var second = Host(program);
        second.LearnMissing();
        await second.LearnChangedAsync();

        Assert.AreEqual("1.0.0", second.Of(program));
        CollectionAssert.AreEqual(new[] { program }, _asked);
    }

    [TestMethod]
    public async Task Program_that_changed_is_asked_again()
    {
        var program = Put("claude", "one");
        await using var versions = Host(program);
        await versions.LearnChangedAsync();
        _answer = (_, _) => Task.FromResult<string?>("2.0.0");

        Put("claude", "longer");
        await versions.LearnChangedAsync();

        Assert.AreEqual("2.0.0", versions.Of(program));
    }

    [TestMethod]
    public async Task Program_behind_a_link_that_changed_is_asked_again()
    {
        var link = Path.Combine(Folder, "claude");
        File.CreateSymbolicLink(link, Put("first", "one"));
        await using var versions = Host(link);
        await versions.LearnChangedAsync();

        File.Delete(link);
        File.CreateSymbolicLink(link, Put("second", "one"));
        await versions.LearnChangedAsync();

        Assert.HasCount(2, _asked);
    }

    [TestMethod]
    public async Task Program_that_changed_while_no_host_ran_has_no_version_until_it_is_asked()
    {
        var program = Put("claude", "one");
        await using (var first = Host(program)) await first.LearnChangedAsync();
        Put("claude", "longer");
        var answer = new TaskCompletionSource<string?>();
        _answer = (_, _) => answer.Task;

        await using var second = Host(program);
        var learning = second.LearnChangedAsync();
        var before = second.Of(program);
        answer.SetResult("2.0.0");
        await learning;

        Assert.AreEqual((null, "2.0.0"), (before, second.Of(program)));
    }

    [TestMethod]
    public async Task Program_that_does_not_answer_is_asked_again_only_when_that_is_wanted()
    {
        var program = Put("claude", "one");
        _answer = (_, _) => Task.FromResult<string?>(null);
        await using (var first = Host(program)) await first.LearnChangedAsync();

        await using var second = Host(program);
        second.LearnMissing();
        // The next round is behind that one.
        second.Prepare();
        await second.LearnChangedAsync();

        Assert.IsNull(second.Of(program));
        Assert.HasCount(2, _asked);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("not json")]
    [DataRow("{}")]
    [DataRow("[null]")]
    [DataRow("""[{"version":"9.9.9"}]""")]
    [DataRow("""[{"stamp":{"path":"/bin/claude","target":"/bin/claude","sizeBytes":"many"},"version":"9.9.9"}]""")]
    public async Task Damaged_file_says_nothing_and_is_replaced(string text)
    {
        await File.WriteAllTextAsync(Stored, text, Timeout);
        var program = Put("claude", "one");
        await using (var first = Host(program)) await first.LearnChangedAsync();
        await using var second = Host(program);
        await second.LearnChangedAsync();

        Assert.AreEqual("1.0.0", second.Of(program));
        Assert.HasCount(1, _asked);
    }

    [TestMethod]
    public async Task Programs_are_asked_one_at_a_time_and_wishes_for_more_are_one()
    {
        var (one, other) = (Put("claude", "one"), Put("codex", "one"));
        var (underWay, most) = (0, 0);
        var go = new TaskCompletionSource();
        _answer = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await go.Task;
            Interlocked.Decrement(ref underWay);
            return "1.0.0";
        };
        await using var versions = Host(one, other);

        var wishes = Enumerable.Range(0, 20).Select(_ => versions.LearnChangedAsync()).ToList();
        go.SetResult();
        await Task.WhenAll(wishes).WaitAsync(Timeout);

        Assert.AreEqual(1, most);
        CollectionAssert.AreEquivalent(new[] { one, other }, _asked);
    }

    [TestMethod]
    public async Task End_of_the_host_stops_the_question_and_keeps_what_was_learned()
    {
        var (quick, slow) = (Put("claude", "one"), Put("codex", "one"));
        var asked = new TaskCompletionSource();
        _answer = async (path, end) =>
        {
            if (path == quick) return "1.0.0";
            asked.SetResult();
            await Task.Delay(System.Threading.Timeout.InfiniteTimeSpan, TimeProvider.System, end);
            return null;
        };
        var first = Host(quick, slow);
        first.LearnMissing();
        await asked.Task.WaitAsync(Timeout);

        await first.DisposeAsync();
        _answer = (_, _) => Task.FromResult<string?>("2.0.0");
        await using var second = Host(quick, slow);
        await second.LearnChangedAsync();

        Assert.AreEqual(("1.0.0", "2.0.0"), (second.Of(quick), second.Of(slow)));
    }

    [TestMethod]
    public async Task File_forgets_programs_that_are_gone()
    {
        var (gone, stays) = (Put("claude", "one"), Put("codex", "one"));
        await using (var first = Host(gone)) await first.LearnChangedAsync();
        File.Delete(gone);

        await using (var second = Host(stays)) await second.LearnChangedAsync();

        StringAssert.Contains(await File.ReadAllTextAsync(Stored, Timeout), "codex", StringComparison.Ordinal);
        Assert.DoesNotContain("claude", await File.ReadAllTextAsync(Stored, Timeout));
    }

    private AgentVersions Host(params string[] programs) => new(
        () => programs,
        (path, end) =>
        {
            lock (_asked) _asked.Add(path);
            return _answer(path, end);
        },
        new AgentVersionFile(Stored, NullLogger.Instance),
        NullLogger.Instance);

    private string Put(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
